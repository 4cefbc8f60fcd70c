import { expect, test } from 'vitest'
import { influencePaths } from '#core/explain/paths.ts'
import { knownAfter } from '#core/explain/steps.ts'
import { traceScene } from '#core/explain/trace.ts'
import { hasQuantity } from '#core/explain/trace-value.ts'
import { decisionMap } from '../../../../renderer/model/learn/microscope/decision-map.ts'
import {
  brokenState,
  PREPARED,
  type PreparedStateName,
} from '../../../../renderer/model/learn/microscope-state.ts'
import { pathMarks } from '../../../../renderer/model/learn/microscope/path-marks.ts'
import { layOut } from '../../../../renderer/model/learn/microscope/picture.ts'
import { pictureShape } from '../../../../renderer/model/learn/microscope/picture-shape.ts'

test.each(Object.keys(PREPARED) as PreparedStateName[])(
  '%s is plain data about quantities of its network',
  (name) => {
    const state = PREPARED[name]()
    const trace = traceScene(state.scene)
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
    for (const id of [
      ...state.covered,
      ...Object.keys(state.nudges),
      ...(state.chosen === null ? [] : [state.chosen]),
    ]) {
      expect(hasQuantity(trace, id), id).toBe(true)
    }
  },
)

test('what a question asks for is the next thing to be computed', () => {
  for (const name of ['forward', 'backward'] as const) {
    const { scene, step, covered } = PREPARED[name]()
    const trace = traceScene(scene)
    expect(knownAfter(trace, step).has(covered[0]!, 0)).toBe(false)
    expect(knownAfter(trace, step + 1).has(covered[0]!, 0)).toBe(true)
  }
})

test('XOR without a bend is stuck at 0.125 after 5,000 updates', () => {
  const { scene, updates } = PREPARED.bend()
  expect(updates).toBe(5000)
  const trace = traceScene(scene)
  expect(trace.mean.loss).toBeCloseTo(0.125, 6)
  for (const { layers } of trace.examples) expect(layers.at(-1)!.output[0]).toBeCloseTo(0.5, 3)
})

test('the seed decides which pass is broken, and both come up', () => {
  const passes = Array.from({ length: 20 }, (_, seed) => brokenState(seed).broken!.pass)
  expect(new Set(passes)).toEqual(new Set(['A', 'B']))
  expect(brokenState(7)).toEqual(brokenState(7))
  const { scene, broken } = brokenState(1)
  const [right, wrong] = [traceScene(scene), traceScene(scene, undefined, broken!.defect)]
  expect(wrong.examples[0]!.layers[0]!.dZ).not.toEqual(right.examples[0]!.layers[0]!.dZ)
  expect(wrong.examples[0]!.layers[1]!.dZ).toEqual(right.examples[0]!.layers[1]!.dZ)
})

test('each mark of a way is a node or an edge of the expanded picture', () => {
  const trace = traceScene(PREPARED.paths().scene)
  const picture = layOut(pictureShape(trace, { isExpanded: true }), { width: 640, height: 430 })
  const places = new Set([...picture.nodes, ...picture.edges].map(({ id }) => id))
  for (const id of ['w:1:0>0', 'x:1', 'b:1:1', 'y:1:0', 'z:2:1']) {
    for (const path of influencePaths(trace, id).paths) {
      for (const mark of pathMarks(path).slice(1)) {
        // A weight leads from itself to its sum, which no line of its own joins.
        if (mark.startsWith(`${id} `) && /^[wb]/.test(id)) continue
        expect(places.has(mark), mark).toBe(true)
      }
    }
  }
})

test('the map answers as the network does at its examples, and not where a batch decides', () => {
  const scene = PREPARED.xor().scene
  const map = decisionMap(scene, 4)!
  expect([map.left, map.right, map.bottom, map.top]).toEqual([-0.5, 1.5, -0.5, 1.5])
  const atCell = { ...scene, examples: [{ input: [-0.25, 1.25], target: [0] }] }
  expect(map.outputs[0]).toBe(traceScene(atCell).examples[0]!.layers[1]!.output[0])
  expect(decisionMap(PREPARED['batch-norm']().scene, 4)).toBeNull()
  expect(decisionMap(PREPARED.large().scene, 4)).toBeNull()
})
