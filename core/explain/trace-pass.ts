import type { NetworkRecipe } from '../engine/engine.ts'
import { DenseInput } from '../engine/input-batch.ts'
import { type BackwardDefect, NetworkPass } from '../engine/network-pass.ts'
import { parameterViews } from '../network/parameters.ts'
import type { SceneExample } from './scene.ts'

/** What a pass is made of. */
export interface PassedNetwork {
  readonly recipe: NetworkRecipe
  /** Flat, as `parameterLayout` says. */
  readonly parameters: Float64Array
  /** Whether batch normalization uses the batch's statistics, where it has two examples or more. */
  readonly isTraining: boolean
  /** A mistake that the backward pass is to make. */
  readonly defect?: BackwardDefect | undefined
}

/** What one layer was in a pass, each `(m, units)`; derivatives are of the sum of the examples' losses. */
export interface PassedLayer {
  readonly z: Float64Array
  readonly s: Float64Array
  readonly output: Float64Array
  /** Null where it is not formed. */
  readonly dOutput: Float64Array | null
  readonly dS: Float64Array
  readonly dZ: Float64Array
  /** Null without batch normalization. The statistics are `(units)`. */
  readonly normalization: {
    readonly hat: Float64Array
    readonly mean: Float64Array
    readonly variance: Float64Array
    readonly inverse: Float64Array
  } | null
}

/** A forward and a backward pass. */
export interface Pass {
  readonly m: number
  readonly layers: readonly PassedLayer[]
  /** Loss of each example. */
  readonly losses: readonly number[]
  /** Gradient of the mean loss, laid out like the parameters. */
  readonly gradient: Float64Array
}

/** Runs some examples through a network and back, and keeps every number on the way. */
export function recordPass(
  { recipe, parameters, isTraining, defect }: PassedNetwork,
  examples: readonly SceneExample[],
): Pass {
  const m = examples.length
  const derivatives: Partial<Record<'da' | 'd' | 'dz', Float64Array>>[] = recipe.layers.map(() => ({}))
  const pass = new NetworkPass(recipe, m, defect, (values, what, layer) => {
    if (what === 'da' || what === 'd' || what === 'dz')
      derivatives[layer]![what] = values.map((value) => value * m)
  })
  const { input, y, keys } = inputsOf(recipe, examples)
  pass.forward(parameters, input, m, isTraining ? keys : undefined)
  const gradient = new Float64Array(pass.layout.length)
  pass.backward(gradient, parameters, input, y, m, { l1: 0, l2: 0 })
  const views = parameterViews(pass.layout, parameters)
  const usesBatch = isTraining && m > 1
  return {
    m,
    layers: pass.layers.map(({ z, s, a, normalization }, k) => {
      const { da, d, dz } = derivatives[k]!
      const running = views[k]!.batchNorm
      return {
        z,
        s,
        output: a,
        dOutput: da ?? null,
        dS: d!,
        dZ: dz!,
        normalization:
          normalization && running
            ? {
                hat: normalization.hat,
                mean: usesBatch ? normalization.mean : running.runningMean,
                variance: usesBatch ? normalization.variance : running.runningVariance,
                inverse: normalization.inverse,
              }
            : null,
      }
    }),
    losses: examples.map((_, i) => pass.lossOf(y, i)),
    gradient,
  }
}

/** The loss of each example, by a forward pass alone. */
export function lossesOf(
  { recipe, parameters, isTraining }: PassedNetwork,
  examples: readonly SceneExample[],
): number[] {
  const m = examples.length
  const pass = new NetworkPass(recipe, m)
  const { input, y, keys } = inputsOf(recipe, examples)
  pass.forward(parameters, input, m, isTraining ? keys : undefined)
  return examples.map((_, i) => pass.lossOf(y, i))
}

function inputsOf(
  { inputSize, layers }: NetworkRecipe,
  examples: readonly SceneExample[],
): { input: DenseInput; y: Float64Array; keys: Uint32Array } {
  return {
    input: new DenseInput(Float64Array.from(examples.flatMap((example) => example.input)), inputSize),
    y: Float64Array.from(examples.flatMap(({ target }) => target)),
    // A pass counts as one of training where it has dropout's keys; nothing here drops.
    keys: new Uint32Array(2 * layers.length),
  }
}
