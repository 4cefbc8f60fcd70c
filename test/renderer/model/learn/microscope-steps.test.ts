import { describe, expect, test } from 'vitest'
import { PREPARED_SCENES, type PreparedSceneName } from '#core/explain/prepared-scenes.ts'
import { traceScene } from '#core/explain/trace.ts'
import { hasQuantity } from '#core/explain/trace-value.ts'
import { layOut, neighbourOf } from '../../../../renderer/model/learn/microscope/picture.ts'
import { pictureShape } from '../../../../renderer/model/learn/microscope/picture-shape.ts'
import { fullNumber, shortNumber, spokenNumber } from '../../../../renderer/model/learn/microscope/numbers.ts'
import { setActivation } from '../../../../renderer/model/learn/microscope/edit-scene.ts'
import { placeWords, quantityGroups } from '../../../../renderer/model/learn/microscope/words.ts'

const names = Object.keys(PREPARED_SCENES) as PreparedSceneName[]
const traceOf = (name: PreparedSceneName) => traceScene(PREPARED_SCENES[name]())

describe.each(names)('%s', (name) => {
  const trace = traceOf(name)

  test('every quantity of the table is one of the network', () => {
    const groups = quantityGroups(
      trace.sizes,
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
