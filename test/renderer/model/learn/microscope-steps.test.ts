import { describe, expect, test } from 'vitest'
import { PREPARED_SCENES, type PreparedSceneName } from '#core/explain/prepared-scenes.ts'
import { traceScene } from '#core/explain/trace.ts'
import { value } from '#core/explain/trace-value.ts'
import {
  batchSteps,
  computedAt,
  nextStep,
  sameStepOf,
} from '../../../../renderer/model/learn/microscope/batch-steps.ts'
import { setQuantity } from '../../../../renderer/model/learn/microscope/edit-scene.ts'
import { layOut, neighbourOf } from '../../../../renderer/model/learn/microscope/picture.ts'
import { pictureShape } from '../../../../renderer/model/learn/microscope/picture-shape.ts'
import { quantityGroups } from '../../../../renderer/model/learn/microscope/words.ts'

const names = Object.keys(PREPARED_SCENES) as PreparedSceneName[]
const traceOf = (name: PreparedSceneName) => traceScene(PREPARED_SCENES[name]())

describe.each(names)('%s', (name) => {
  const trace = traceOf(name)
  const steps = batchSteps(trace)

  test('each step computes quantities that the network has, and each of them once for an example', () => {
    const seen = new Set<string>()
    for (const { computes, example } of steps) {
      for (const id of computes) {
        expect(value(trace, id)).not.toBeUndefined()
        expect(seen.has(`${example} ${id}`)).toBe(false)
        seen.add(`${example} ${id}`)
      }
    }
  })

  test('at the end everything that is listed is computed, and at the start nothing is', () => {
    const last = trace.examples.length - 1
    const done = computedAt(steps, steps.length - 1, last)
    const groups = quantityGroups(
      trace.sizes,
      trace.examples[0]!.layers.map(({ normalization }) => normalization !== null),
    )
    for (const id of groups.flatMap(({ ids }) => ids)) {
      if (/^(z|y|hat|s|mu|var|div)/.test(id)) expect(done.has(id), id).toBe(true)
      if (/^(x|w|b|z)/.test(id)) expect(done.has(`d/${id}`), id).toBe(true)
    }
    expect(computedAt(steps, 0, 0).size).toBe(0)
  })

  test('steps of any size lead from start to end and back, through fewer stops the larger they are', () => {
    const counts = (['unit', 'layer', 'phase'] as const).map((by) => {
      let index = 0
      let count = 0
      while (index < steps.length - 1) {
        const next = nextStep(steps, index, 1, by)
        expect(next).toBeGreaterThan(index)
        index = next
        count++
      }
      while (index > 0) index = nextStep(steps, index, -1, by)
      return count
    })
    expect(counts[0]).toBe(steps.length - 1)
    expect(counts[0]).toBeGreaterThan(counts[1]!)
    expect(counts[1]).toBeGreaterThan(counts[2]!)
  })

  test('the picture has a place for every value, inside its frame, and arrows reach every one of them', () => {
    const size = { width: 640, height: 430 }
    for (const isExpanded of [true, false]) {
      const picture = layOut(pictureShape(trace, { isExpanded }), size)
      expect(new Set(picture.nodes.map(({ id }) => id)).size).toBe(picture.nodes.length)
      for (const { x, y, radius } of picture.nodes) {
        expect(x - radius).toBeGreaterThanOrEqual(0)
        expect(x + radius).toBeLessThanOrEqual(size.width)
        expect(y - radius).toBeGreaterThanOrEqual(0)
        expect(y + radius).toBeLessThanOrEqual(size.height)
      }
      const reached = new Set(['x:0'])
      for (const id of reached) {
        for (const direction of ['left', 'right', 'up', 'down'] as const) {
          reached.add(neighbourOf(picture, id, direction))
        }
      }
      for (const { id } of [...picture.nodes, ...picture.edges.filter(({ isParameter }) => isParameter)]) {
        expect(reached.has(id), id).toBe(true)
      }
    }
  })
})

test('XOR stops where the third example’s gradient has just been added', () => {
  const steps = batchSteps(traceOf('xor'))
  const index = steps.findIndex(({ phase, example }) => phase === 'sum' && example === 2)
  expect(steps[index]).toMatchObject({ line: 'add', example: 2 })
  expect(sameStepOf(steps, index, 3)).toBe(
    steps.findIndex(({ phase, example }) => phase === 'sum' && example === 3),
  )
  expect(computedAt(steps, index, 2).has('d/w:1:0>0')).toBe(true)
  expect(computedAt(steps, index, 3).size).toBe(0)
})

test('with batch normalization no example is stepped alone', () => {
  const steps = batchSteps(traceOf('batch-norm'))
  expect(steps.every(({ example }) => example === null)).toBe(true)
})

test('an edit changes the one number, and what follows from others cannot be edited', () => {
  const scene = PREPARED_SCENES.tiny()
  const edited = setQuantity(scene, 'w:2:0>1', 0, 0)
  expect(value(traceScene(edited), 'w:2:0>1')).toBe(0)
  expect({ ...edited, layers: [] }).toEqual({ ...scene, layers: [] })
  expect(setQuantity(edited, 'w:2:0>1', -0.9, 0)).toEqual(scene)
  expect(value(traceScene(setQuantity(scene, 'd:1', 0.25, 0)), 'd:1')).toBe(0.25)
  expect(() => setQuantity(scene, 'z:1:0', 1, 0)).toThrow(RangeError)
  expect(() => setQuantity(scene, 'd/w:1:0>0', 1, 0)).toThrow(RangeError)
})
