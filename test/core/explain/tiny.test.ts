import { describe, expect, it } from 'vitest'
import { differenceQuotient, quotientCurve } from '#core/explain/difference-quotient.ts'
import { nameOf, namesOf, NOTATIONS } from '#core/explain/notation.ts'
import { nudge } from '#core/explain/nudge.ts'
import { influencePaths } from '#core/explain/paths.ts'
import { TINY_SCENE, xorScene } from '#core/explain/prepared-scenes.ts'
import { parseQuantity, readQuantity } from '#core/explain/quantity.ts'
import { withValue } from '#core/explain/scene-edit.ts'
import { sceneParameters } from '#core/explain/scene.ts'
import { traceScene } from '#core/explain/trace.ts'

const WEIGHT = 'w:1:0>0'
const trace = traceScene(TINY_SCENE)

describe('ids', () => {
  it.each([
    ['x:0', { kind: 'x', unit: 0, isDerivative: false }],
    ['d:3', { kind: 'd', unit: 3, isDerivative: false }],
    ['w:1:783>29', { kind: 'w', layer: 1, from: 783, unit: 29, isDerivative: false }],
    ['b:2:0', { kind: 'b', layer: 2, unit: 0, isDerivative: false }],
    ['z:1:4', { kind: 'z', layer: 1, unit: 4, isDerivative: false }],
    ['d/w:10:0>1', { kind: 'w', layer: 10, from: 0, unit: 1, isDerivative: true }],
    ['d/div', { kind: 'div', isDerivative: true }],
    ['div', { kind: 'div', isDerivative: false }],
    ['d/hat:1:0', { kind: 'hat', layer: 1, unit: 0, isDerivative: true }],
    ['slope:1:1', { kind: 'slope', layer: 1, unit: 1, isDerivative: false }],
  ])('%s is taken apart', (id, parts) => expect(parseQuantity(id)).toEqual(parts))

  it.each(['', 'w:1:0', 'w:0:0>1', 'z:0:1', 'z:1:01', 'd/d/x:0', 'x:-1', 'y:1:0 ', 'q:1:0', 'b:1', 'div:1'])(
    '%j is none',
    (id) => expect(readQuantity(id)).toBeNull(),
  )
})

describe('names', () => {
  it.each([
    ['w:2:0>1', 'w⁽²⁾₁₂', 'w³₂₁', 'fc2.weight[1, 0]', 'weights[1][1][0]'],
    ['w:1:11>0', 'w⁽¹⁾₁₂,₁', 'w²₁,₁₂', 'fc1.weight[0, 11]', 'weights[0][0][11]'],
    ['b:1:0', 'b⁽¹⁾₁', 'b²₁', 'fc1.bias[0]', 'biases[0][0][0]'],
    ['y:2:1', 'y⁽²⁾₂', 'a³₂', 'a2[1]', 'activations[2][1][0]'],
    ['z:1:0', 'z⁽¹⁾₁', 'z²₁', 'z1[0]', 'zs[0][0][0]'],
    ['x:0', 'x₁', 'x₁', 'x[0]', 'x[0][0]'],
    ['d:1', 'd₂', 'y₂', 'target[1]', 'y[1][0]'],
    ['div', 'Div', 'C', 'loss', 'cost'],
    ['gamma:1:2', 'γ⁽¹⁾₃', 'γ²₃', 'bn1.weight[2]', 'gammas[0][2][0]'],
    ['d/w:2:0>1', '∂Div/∂w⁽²⁾₁₂', '∂C/∂w³₂₁', 'fc2.weight.grad[1, 0]', 'nabla_w[1][1][0]'],
    ['d/b:1:1', '∂Div/∂b⁽¹⁾₂', '∂C/∂b²₂', 'fc1.bias.grad[1]', 'nabla_b[0][1][0]'],
    ['d/z:2:0', '∂Div/∂z⁽²⁾₁', '∂C/∂z³₁', 'z2.grad[0]', 'delta[0][0]'],
  ])('%s', (id, ...expected) => {
    const names = namesOf(id)
    expect(NOTATIONS.map((notation) => names[notation].text)).toEqual(expected)
  })

  it('are spoken', () => {
    expect(nameOf('w:2:0>1').words).toBe('w of layer 2 from 1 to 2')
    expect(nameOf('d/z:2:0', 'book').words).toBe('derivative of C by z of layer 3, unit 1')
  })
})

describe('two ways to the loss', () => {
  it('are those of the lecture, which add up', () => {
    const { paths, rest, restCount, total } = influencePaths(trace, WEIGHT)
    expect(paths.map(({ nodes }) => nodes)).toEqual([
      [WEIGHT, 'z:1:0', 'y:1:0', 'z:2:0', 'y:2:0', 'div'],
      [WEIGHT, 'z:1:0', 'y:1:0', 'z:2:1', 'y:2:1', 'div'],
    ])
    expect(paths[0]!.product).toBeCloseTo(-0.02596, 5)
    expect(paths[1]!.product).toBeCloseTo(-0.02306, 5)
    expect(total).toBeCloseTo(-0.04902, 5)
    expect([rest, restCount]).toEqual([0, 0])
  })

  it('lose one where its weight is 0', () => {
    const { paths } = influencePaths(traceScene(withValue(TINY_SCENE, 'w:2:0>1', 0)), WEIGHT)
    expect(Math.abs(paths[1]!.product)).toBe(0)
    expect(paths[0]!.product).not.toBe(0)
  })

  it('are counted where they are not listed', () => {
    const { paths, restCount, rest, total } = influencePaths(trace, 'x:0', 0, 2)
    expect([paths.length, restCount]).toEqual([2, 2])
    expect(paths.reduce((sum, { product }) => sum + product, rest)).toBeCloseTo(total, 15)
  })

  it('there are none from what does not lead to the loss', () => {
    expect(() => influencePaths(trace, 'div')).toThrow('Paths: expected an input, a parameter')
    expect(() => influencePaths(trace, 'd/z:1:0')).toThrow('no derivative')
  })
})

describe('a nudge', () => {
  it('of 1 is predicted with an error of 29 %, of 0.05 of about 1 %', () => {
    const errorOf = (by: number): number => nudge(TINY_SCENE, [{ id: WEIGHT, by }]).relativeError
    expect(errorOf(1)).toBeCloseTo(0.29, 2)
    expect(errorOf(0.05)).toBeGreaterThan(0.008)
    expect(errorOf(0.05)).toBeLessThan(0.015)
    expect(errorOf(0.025) / errorOf(0.05)).toBeCloseTo(0.5, 1)
  })

  it('goes along the chain, and leaves out what does not move', () => {
    const { chain } = nudge(TINY_SCENE, [{ id: WEIGHT, by: 0.05 }])
    expect(chain.map(({ id }) => id)).toEqual([
      ...[WEIGHT, 'z:1:0', 'y:1:0', 'z:2:0', 'z:2:1', 'y:2:0', 'y:2:1', 'div'],
    ])
  })

  it('of several adds up their slopes', () => {
    const one = nudge(TINY_SCENE, [{ id: WEIGHT, by: 0.01 }]).loss.predicted
    const other = nudge(TINY_SCENE, [{ id: 'd:0', by: 0.02 }]).loss.predicted
    const both = nudge(TINY_SCENE, [
      { id: WEIGHT, by: 0.01 },
      { id: 'd:0', by: 0.02 },
    ]).loss
    expect(both.predicted).toBeCloseTo(one + other, 15)
    expect(() => nudge(TINY_SCENE, [{ id: 'z:1:0', by: 1 }])).toThrow('Nudge: expected an input')
  })
})

describe('difference quotients of the small network', () => {
  const bestOf = (precision: 'float64' | 'float32') =>
    quotientCurve(
      TINY_SCENE,
      WEIGHT,
      precision,
      0,
      Array.from({ length: 13 }, (_, i) => Number(`1e-${i}`)),
    ).reduce((best, each) => (each.relativeError < best.relativeError ? each : best))

  it('are best at 1e-5 in float64, to eleven digits', () => {
    const { h, relativeError } = bestOf('float64')
    expect(h).toBe(1e-5)
    expect(relativeError).toBeLessThan(1e-10)
    expect(differenceQuotient(TINY_SCENE, WEIGHT, 1e-8).relativeError).toBeGreaterThan(1e-9)
  })

  it('are best at 1e-2 in float32, and have no digit from 1e-7 on', () => {
    const { h, relativeError } = bestOf('float32')
    expect(h).toBe(1e-2)
    expect(relativeError).toBeLessThan(1e-3)
    expect(differenceQuotient(TINY_SCENE, WEIGHT, 1e-5, 'float32').relativeError).toBeGreaterThan(0.01)
    expect(differenceQuotient(TINY_SCENE, WEIGHT, 1e-8, 'float32').relativeError).toBeGreaterThan(0.5)
  })

  it('find a broken backward pass, and say where a corner is', () => {
    const broken = traceScene(TINY_SCENE, sceneParameters(TINY_SCENE), 'no-slope')
    expect(differenceQuotient(TINY_SCENE, WEIGHT, 1e-5, 'float64', 0, broken).relativeError).toBeGreaterThan(
      0.1,
    )
    expect(differenceQuotient(TINY_SCENE, 'w:2:0>0', 1e-5, 'float64', 0, broken).relativeError).toBeLessThan(
      1e-8,
    )
    const relu = withValue(withValue(xorScene('relu'), 'b:1:0', 0.001), 'x:0', 0)
    expect(differenceQuotient(relu, 'b:1:0', 0.01).hasKink).toBe(true)
    expect(differenceQuotient(relu, 'b:1:0', 0.0001).hasKink).toBe(false)
    expect(() => differenceQuotient(TINY_SCENE, 'div', 0.1)).toThrow('Difference quotient: expected')
  })
})
