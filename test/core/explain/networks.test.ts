import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ACTIVATION_NAMES } from '#core/activations/names.ts'
import { cutNetwork } from '#core/explain/cut.ts'
import { differenceQuotient } from '#core/explain/difference-quotient.ts'
import { evaluate } from '#core/explain/expression.ts'
import { formulaOf, reader } from '#core/explain/formula.ts'
import { nudge } from '#core/explain/nudge.ts'
import { influencePaths } from '#core/explain/paths.ts'
import { derivativeId, isParameter, parseQuantity, type QuantityId } from '#core/explain/quantity.ts'
import { sceneParameters, sceneRecipe, sceneSchema, type Scene } from '#core/explain/scene.ts'
import { parameterLayout } from '#core/network/parameters.ts'
import { listSteps } from '#core/explain/steps.ts'
import { traceScene } from '#core/explain/trace.ts'
import { batchValue, value } from '#core/explain/trace-value.ts'
import { DenseInput } from '#core/engine/input-batch.ts'
import { NetworkPass } from '#core/engine/network-pass.ts'
import { LOSS_NAMES } from '#core/losses/names.ts'
import { parseVectorFile } from '#core/verification/vector-file.ts'
import { randomScene } from './random-scene.ts'

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed)
const scenes = SEEDS.map(randomScene)
const close = (
  got: number,
  expected: number,
  tolerance: number,
  scale = Math.abs(expected),
  what = '',
): void => {
  expect(Math.abs(got - expected), `${what}: ${got} for ${expected}`).toBeLessThanOrEqual(
    tolerance * (1 + scale),
  )
}
/** Every id that a step computes, and the ids of parameters among them. */
const idsOf = (scene: Scene): string[] => [
  ...new Set(listSteps(traceScene(scene), 'unit').flatMap(({ computes }) => computes)),
]
const parametersOf = (ids: readonly string[]): string[] =>
  ids.filter((id) => id.startsWith('d/') && isParameter(id.slice(2))).map((id) => id.slice(2))

describe('200 small networks', () => {
  it('have every activation, every loss, and batch normalization', () => {
    expect(new Set(scenes.flatMap(({ layers }) => layers.map(({ activation }) => activation)))).toEqual(
      new Set(ACTIVATION_NAMES),
    )
    expect(new Set(scenes.map(({ loss }) => loss))).toEqual(new Set(LOSS_NAMES))
    expect(scenes.filter(({ layers }) => layers.some(({ batchNorm }) => batchNorm)).length).toBeGreaterThan(
      40,
    )
    for (const scene of scenes) expect(sceneSchema.parse(scene)).toEqual(scene)
  })

  it('have the numbers of the engine, and formulas that come to them', () => {
    for (const scene of scenes) {
      const trace = traceScene(scene)
      const m = scene.examples.length
      const pass = new NetworkPass(sceneRecipe(scene), m)
      const parameters = sceneParameters(scene)
      const input = new DenseInput(
        Float64Array.from(scene.examples.flatMap((each) => each.input)),
        trace.sizes[0]!,
      )
      const y = Float64Array.from(scene.examples.flatMap(({ target }) => target))
      const gradient = new Float64Array(pass.layout.length)
      pass.forward(parameters, input, m, new Uint32Array(2 * pass.layers.length))
      pass.backward(gradient, parameters, input, y, m, { l1: 0, l2: 0 })
      close(trace.mean.loss, pass.measure(y, m).lossSum / m, 1e-13)
      pass.layers.forEach(({ z, a }, k) => {
        const units = trace.sizes[k + 1]!
        for (let i = 0; i < m * units; i++) {
          const layer = trace.examples[Math.floor(i / units)]!.layers[k]!
          expect(layer.z[i % units]).toBe(z[i])
          expect(layer.output[i % units]).toBe(a[i])
        }
      })
      const ids = idsOf(scene)
      for (const id of parametersOf(ids)) {
        const expected = gradient[parameterIndex(scene, id)!]!
        expect(batchValue(trace, derivativeId(id), 'mean')).toBe(expected)
        const mean = trace.examples.reduce((sum, _, n) => sum + value(trace, derivativeId(id), n)!, 0) / m
        close(mean, expected, 1e-12, undefined, id)
      }
      for (const id of ids) {
        for (const line of formulaOf(trace, id).lines) {
          close(evaluate(line, reader(trace, 0)), value(trace, id)!, 1e-11, undefined, id)
        }
      }
    }
  })

  it('agree with difference quotients', () => {
    let compared = 0
    for (const scene of scenes) {
      const trace = traceScene(scene)
      const ids = [...parametersOf(idsOf(scene)), 'x:0', 'd:0']
      const largest = Math.max(...ids.map((id) => Math.abs(value(trace, derivativeId(id))!)))
      ids.forEach((id, i) => {
        // A third of them, each kind in turn.
        if (i % 3 !== 0 && i < ids.length - 2) return
        const isBatch = trace.statistics === 'batch' && isParameter(id)
        const { quotient, hasKink } = differenceQuotient(scene, id, 1e-5, 'float64', 0, trace)
        if (hasKink) return
        const analytic = isBatch
          ? batchValue(trace, derivativeId(id), 'sum')
          : value(trace, derivativeId(id))!
        close(quotient, analytic, 1e-6, largest, `${scene.title} ${id}`)
        compared++
      })
    }
    expect(compared).toBeGreaterThan(1500)
  })

  it('add up over the ways to the loss', () => {
    for (const scene of scenes) {
      const trace = traceScene(scene)
      for (const id of ['x:0', 'w:1:0>0', 'b:1:0', 'z:1:0', `w:${trace.sizes.length - 1}:0>0`]) {
        const { paths, rest, restCount, total } = influencePaths(trace, id)
        const sum = paths.reduce((all, { product }) => all + product, rest)
        close(sum, total, 1e-12)
        expect(paths.length + restCount).toBeGreaterThan(0)
        if (trace.statistics === 'batch' || restCount > 0) continue
        close(
          paths.reduce((all, { product }) => all + product, 0),
          value(trace, derivativeId(id))!,
          1e-12,
        )
        for (const { nodes, factors } of paths) expect(factors.length).toBe(nodes.length - 1)
      }
    }
  })

  it('move as predicted where the nudge is small', () => {
    for (const scene of scenes) {
      const trace = traceScene(scene)
      const nudges = [
        { id: 'w:1:0>0', by: 1e-6 },
        { id: 'x:0', by: -2e-6 },
        { id: `b:${trace.sizes.length - 1}:0`, by: 1e-6 },
      ]
      const { chain } = nudge(scene, nudges)
      for (const { id, actual, predicted } of chain)
        expect(Math.abs(actual - predicted), id).toBeLessThan(2e-9)
    }
  })

  it('add up where they are cut', () => {
    for (const scene of scenes) {
      const trace = traceScene(scene)
      const { inputs, layers } = cutNetwork(trace, { rule: scene.loss === 'mse' ? 'learn' : 'matter' })
      for (const { forward, backward } of layers) {
        for (const { terms, rest, bias, total } of [...forward, ...backward]) {
          const numbers = [...terms.map(({ value: each }) => each), rest.value, bias]
          close(
            numbers.reduce((sum, each) => sum + each, 0),
            total,
            1e-12,
            numbers.reduce((sum, each) => sum + Math.abs(each), 0),
          )
        }
      }
      // The gradients of the weights that are not drawn, looked up one by one.
      for (const [k, { forward, shown }] of layers.entries()) {
        const below = k === 0 ? inputs : layers[k - 1]!.shown
        forward.forEach(({ rest }, place) => {
          const all = trace.examples[0]!.layers[k]!.dWeights[shown[place]!]!
          const hidden = all.flatMap((each, i) => (below.includes(i) ? [] : [{ each, i }]))
          const [first] = hidden.toSorted((a, b) => Math.abs(b.each) - Math.abs(a.each))
          expect(rest.count).toBe(hidden.length)
          close(rest.gradient.norm, Math.hypot(...hidden.map(({ each }) => each)), 1e-12)
          const isSome = first !== undefined && first.each !== 0
          expect(rest.gradient.value).toBe(isSome ? first.each : 0)
          expect(rest.gradient.largest).toBe(isSome ? `w:${k + 1}:${first.i}>${shown[place]!}` : null)
        })
      }
    }
  })
})

const { cases } = parseVectorFile(
  readFileSync(new URL('../../reference/pytorch.json', import.meta.url), 'utf8'),
)

describe('30 networks of PyTorch', () => {
  it.each(cases.slice(0, 30).map((each) => [each.name, each] as const))('%s', (_name, each) => {
    const zeros = (length: number): number[] => new Array<number>(length).fill(0)
    const { parameters } = each
    const scene: Scene = {
      ...{ format: 'backprop-scene', version: 1, title: each.name, loss: each.loss, combine: 'mean' },
      layers: parameters.weights.map((weights, k) => ({
        activation: [...each.hidden, each.output][k]!,
        weights,
        biases: parameters.biases[k]!,
        batchNorm:
          each.batchNorm && k < each.hidden.length
            ? {
                gamma: parameters.gamma![k]!,
                beta: parameters.beta![k]!,
                runningMean: zeros(weights.length),
                runningVariance: zeros(weights.length).map(() => 1),
              }
            : null,
      })),
      examples: each.x.map((input, n) => ({ input, target: each.y[n]! })),
      learningRate: 0.1,
    }
    const trace = traceScene(scene)
    const squares = parameters.weights.flat(2).reduce((sum, w) => sum + w * w, 0)
    close(trace.mean.loss + (each.l2 / 2) * squares, each.expect.loss, 1e-10)
    trace.examples.forEach(({ layers }, n) =>
      layers.forEach(({ z, output, normalization }, k) => {
        z.forEach((got, j) => close(got, each.expect.z[k]![n]![j]!, 1e-10))
        output.forEach((got, j) => close(got, each.expect.a[k]![n]![j]!, 1e-9))
        normalization?.s.forEach((got, j) => close(got, each.expect.zn[k]![n]![j]!, 1e-10))
      }),
    )
    const scale = Math.max(...each.expect.gradients.weights.flat(2).map(Math.abs))
    trace.mean.layers.forEach(({ dWeights, dBiases, dGamma, dBeta }, k) => {
      dWeights.forEach((row, j) =>
        row.forEach((got, i) =>
          close(
            got + each.l2 * parameters.weights[k]![j]![i]!,
            each.expect.gradients.weights[k]![j]![i]!,
            1e-9,
            scale,
          ),
        ),
      )
      dBiases.forEach((got, j) => close(got, each.expect.gradients.biases[k]![j]!, 1e-9, scale))
      dGamma?.forEach((got, j) => close(got, each.expect.gradients.gamma![k]![j]!, 1e-9, scale))
      dBeta?.forEach((got, j) => close(got, each.expect.gradients.beta![k]![j]!, 1e-9, scale))
    })
  })
})

/** Where a parameter lies in the flat buffer, or null where the id is none. */
function parameterIndex(scene: Pick<Scene, 'layers' | 'loss'>, id: QuantityId): number | null {
  const quantity = parseQuantity(id)
  if (quantity.isDerivative || !('layer' in quantity)) return null
  const layer = parameterLayout(sceneRecipe(scene)).layers[quantity.layer - 1]
  if (!layer || quantity.unit >= layer.outFeatures) return null
  if (quantity.kind === 'w') {
    return quantity.from < layer.inFeatures
      ? layer.weights + quantity.unit * layer.inFeatures + quantity.from
      : null
  }
  if (quantity.kind === 'b') return layer.biases + quantity.unit
  if (quantity.kind === 'gamma' || quantity.kind === 'beta') {
    return layer.batchNorm ? layer.batchNorm[quantity.kind] + quantity.unit : null
  }
  return null
}
