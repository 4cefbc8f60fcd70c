import { describe, expect, test } from 'vitest'
import { drawScene, PREPARED_SCENES, type PreparedSceneName } from '#core/explain/prepared-scenes.ts'
import { traceScene } from '#core/explain/trace.ts'
import { formulaOf } from '#core/explain/formula.ts'
import { renderFormula } from '#core/explain/render-formula.ts'
import { withValue } from '#core/explain/scene-edit.ts'
import { hasQuantity, value } from '#core/explain/trace-value.ts'
import { layOut } from '../../../../renderer/model/learn/microscope/picture.ts'
import { neighbourOf } from '../../../../renderer/model/learn/microscope/picture-keys.ts'
import { cutOf, drawnUnits, pictureShape } from '../../../../renderer/model/learn/microscope/picture-shape.ts'
import { fullNumber, shortNumber, spokenNumber } from '../../../../renderer/model/learn/microscope/numbers.ts'
import { setActivation, setSetting } from '../../../../renderer/model/learn/microscope/edit-scene.ts'
import { placeWords, quantityGroups, restWords } from '../../../../renderer/model/learn/microscope/words.ts'

const names = Object.keys(PREPARED_SCENES) as PreparedSceneName[]
const traceOf = (name: PreparedSceneName) => traceScene(PREPARED_SCENES[name]())

describe.each(names)('%s', (name) => {
  const trace = traceOf(name)

  test('every quantity of the table is one of the network', () => {
    const groups = quantityGroups(
      drawnUnits(trace, null),
      trace.examples[0]!.layers.map(({ normalization }) => normalization !== null),
    )
    const ids = groups.flatMap(({ ids: all }) => all)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(hasQuantity(trace, id), id).toBe(true)
  })

  test('the picture has a place for every value, inside its frame, and arrows reach every one of them', () => {
    const size = { width: 640, height: 430 }
    for (const isExpanded of [true, false]) {
      const picture = layOut(pictureShape(trace, { isExpanded }), size)
      expect(new Set(picture.nodes.map(({ id }) => id)).size).toBe(picture.nodes.length)
      for (const { x, y, radius, halfWidth } of picture.nodes) {
        expect(x - halfWidth).toBeGreaterThanOrEqual(0)
        expect(x + halfWidth).toBeLessThanOrEqual(size.width)
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

test('numbers keep their size and sign: no 0 for what is none', () => {
  expect(shortNumber(-0.04902)).toBe('−0.049')
  expect(shortNumber(0)).toBe('0.000')
  expect(shortNumber(-0)).toBe('0.000')
  expect(shortNumber(-0.00002)).toBe('−2.0·10⁻⁵')
  expect(shortNumber(123456)).toBe('1.2·10⁵')
  expect(shortNumber(NaN)).toBe('not a number')
  expect(spokenNumber(-0.00002)).toBe('minus 2.0 times ten to the minus 5')
  expect(fullNumber(-0.1)).toBe('−0.1')
})

test('a place tells what is not computed yet, and what a question covers', () => {
  expect(placeWords('z:1:0', 2, null, null)).toBe('Sum of hidden unit 1: not computed yet.')
  expect(placeWords('z:2:0', 2, 0.4827, -0.09)).toBe(
    'Sum of output 1: 0.483. Slope of the divergence by it: minus 0.090.',
  )
  expect(placeWords('z:2:0', 2, 0.4827, null, true)).toBe('Sum of output 1: covered.')
})

test('another activation of hidden layers leaves all numbers, and one of the output brings a loss that fits', () => {
  const scene = PREPARED_SCENES.xor()
  const identity = setActivation(scene, 'hidden', 'identity')
  expect(identity.layers.map(({ activation }) => activation)).toEqual(['identity', 'sigmoid'])
  expect(identity.layers[0]!.weights).toBe(scene.layers[0]!.weights)
  expect(setActivation(PREPARED_SCENES.tiny(), 'output', 'softmax').loss).toBe('softmax-cross-entropy')
  expect(setActivation(PREPARED_SCENES.moons(), 'output', 'tanh').loss).toBe('mse')
})

test('slope and α of hidden layers are set, count in every number, and go with their activation', () => {
  const leaky = setActivation(withValue(PREPARED_SCENES.xor(), 'b:1:0', -9), 'hidden', 'leaky-relu')
  const steeper = setSetting(leaky, 'slope', 0.3)!
  expect(steeper.layers.map(({ slope }) => slope)).toEqual([0.3, undefined])
  expect(setSetting(steeper, 'slope', 0.01)!.layers[0]).not.toHaveProperty('slope')
  for (const wrong of [1, -0.1, NaN]) expect(setSetting(leaky, 'slope', wrong)).toBeNull()
  expect(setActivation(steeper, 'hidden', 'elu').layers[0]).not.toHaveProperty('slope')
  const trace = traceScene(steeper)
  const { z, output } = trace.examples[0]!.layers[0]!
  expect(z[0]).toBeLessThan(0)
  expect(output[0]).toBe(0.3 * z[0]!)
  expect(value(trace, 'slope:1:0')).toBe(0.3)
  const { numbers } = renderFormula(formulaOf(trace, 'y:1:0'), { trace })
  expect(numbers[0]!.words).toContain('leaky-relu with slope 0.3 at')
})

test('of a large network a part is drawn, with a rest for all else, and its sums add up', () => {
  const scene = drawScene({
    title: '40-12-10',
    hidden: [12],
    activation: 'sigmoid',
    examples: [
      {
        input: Array.from({ length: 40 }, (_, i) => i % 3),
        target: Array.from({ length: 10 }, (_, j) => Number(j === 4)),
      },
    ],
    learningRate: 1,
    seed: 1,
  })
  const trace = traceScene(scene)
  const cut = cutOf(trace, 0, null)!
  const picture = layOut(pictureShape(trace, { isExpanded: false }, cut), { width: 640, height: 430 })
  expect(picture.nodes.filter(({ kind }) => kind === 'rest').map(({ id }) => id)).toEqual([
    'rest:0',
    'rest:1',
  ])
  for (const { forward } of cut.layers) {
    for (const { terms, rest, bias, total } of forward) {
      const size = terms.reduce(
        (sum, term) => sum + Math.abs(term.value),
        Math.abs(rest.value) + Math.abs(bias),
      )
      const sum = terms.reduce((all, term) => all + term.value, 0) + rest.value + bias
      expect(Math.abs(sum - total)).toBeLessThanOrEqual(1e-12 * (1 + size))
    }
  }
  expect(drawnUnits(trace, cut)[2]).toContain(4)
  expect(restWords(drawnUnits(trace, cut), trace.sizes, 0, null)).toBe(
    'Rest: 37 inputs that are not drawn. Together in the sum of the unit that is looked at: not computed yet.',
  )
  expect(cutOf(traceOf('large'), 0, null)).toBeNull()
})
