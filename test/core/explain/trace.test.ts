import { describe, expect, it } from 'vitest'
import { PREPARED_SCENES, TINY_SCENE, xorScene } from '#core/explain/prepared-scenes.ts'
import { sceneSchema, type Scene, withParameters } from '#core/explain/scene.ts'
import { traceScene } from '#core/explain/trace.ts'
import { batchValue, hasQuantity, value } from '#core/explain/trace-value.ts'

const tiny = traceScene(TINY_SCENE)

/** The mean loss after so many steps. */
function train(scene: Scene, steps: number): number[] {
  let parameters: Float64Array | undefined
  const losses: number[] = []
  for (let step = 0; step < steps; step++) {
    const trace = traceScene(scene, parameters)
    parameters = trace.updatedParameters
    losses.push(trace.updatedMean)
  }
  return losses
}

describe('the small network of the lecture', () => {
  it.each([
    ['z:1:0', 0.4, 4],
    ['z:1:1', 0.5, 4],
    ['y:1:0', 0.5987, 4],
    ['y:1:1', 0.6225, 4],
    ['z:2:0', 0.4827, 4],
    ['z:2:1', -0.2653, 4],
    ['y:2:0', 0.6184, 4],
    ['y:2:1', 0.4341, 4],
    ['div', 0.16701, 5],
    ['d/z:2:0', -0.09006, 5],
    ['d/z:2:1', 0.10662, 5],
    ['d/z:1:0', -0.04902, 5],
    ['d/z:1:1', 0.02985, 5],
    ['d/w:1:0>0', -0.04902, 5],
    ['w:2:0>1', -0.9, 12],
    ['x:1', 0.5, 12],
    ['d:0', 1, 12],
  ])('%s is %d', (id, expected, digits) => {
    expect(value(tiny, id)).toBeCloseTo(expected, digits)
  })

  it('refuses what it does not have, by name', () => {
    for (const id of ['w:3:0>0', 'y:2:2', 'd/y:1:2', 'hat:1:0', 'x:2', 'd/d:2', 'w:1:2>0']) {
      expect(() => value(tiny, id)).toThrow(`expected one of this network, got ${id}`)
      expect(hasQuantity(tiny, id)).toBe(false)
    }
    expect(() => value(tiny, 'weight')).toThrow(
      'expected an id such as w:1:0>1, z:2:0 or d/b:1:0, got "weight"',
    )
    expect(() => value(tiny, 'div', 1)).toThrow('Example: expected 0 to 0, got 1')
    expect(() => batchValue(tiny, 'z:1:0')).toThrow('expected a derivative by a parameter')
  })

  it('says what the loss will be after the update', () => {
    const after = traceScene(withParameters(TINY_SCENE, tiny.updatedParameters))
    expect(after.mean.loss).toBe(tiny.updatedMean)
    expect(after.mean.loss).toBeLessThan(tiny.mean.loss)
  })
})

describe('XOR', () => {
  it('is learned by sigmoid from seed 5 in 490 steps, and never from seed 3', () => {
    const losses = train(xorScene(), 491)
    expect(losses.findIndex((loss) => loss < 0.01) + 1).toBe(490)
    expect(Math.min(...train(xorScene('sigmoid', 3), 5000))).toBeGreaterThan(0.01)
  })

  it.each([
    ['identity', 0.125],
    ['relu', 0.125],
    ['tanh', 0.063],
  ] as const)('stops by %s at %d', (activation, expected) => {
    expect(train(xorScene(activation), 5000).at(-1)).toBeCloseTo(expected, 3)
  })

  it('takes the same step by the sum with a quarter of the rate', () => {
    const scene = xorScene()
    const byMean = traceScene(scene).updatedParameters
    const bySum = traceScene({ ...scene, combine: 'sum', learningRate: 0.75 }).updatedParameters
    bySum.forEach((each, i) => expect(each).toBeCloseTo(byMean[i]!, 12))
  })
})

describe('prepared scenes', () => {
  it.each(Object.entries(PREPARED_SCENES))(
    '%s is a valid scene whose loss its update lowers',
    (_name, make) => {
      const scene = make()
      expect(sceneSchema.parse(JSON.parse(JSON.stringify(scene)))).toEqual(scene)
      const trace = traceScene(scene)
      expect(trace.updatedMean).toBeLessThan(trace.mean.loss)
    },
  )
})
