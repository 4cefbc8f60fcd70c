import { DenseInput } from '../engine/input-batch.ts'
import { NetworkPass, type BackwardDefect } from '../engine/network-pass.ts'
import type { NetworkRecipe, Penalty } from '../engine/engine.ts'
import { parameterViews } from '../network/parameters.ts'
import { dropoutKeys } from '../layers/dropout.ts'
import { Random } from '../random/random.ts'

export interface GradientCheckOptions {
  readonly recipe: NetworkRecipe
  /** Flat, as `parameterLayout` says. */
  readonly parameters: Float64Array
  /** Inputs `(m, inputSize)`, row-major. */
  readonly x: Float64Array
  /** Targets `(m, outputs)`. */
  readonly y: Float64Array
  readonly penalty: Penalty
  readonly seed: number
  /** Check along so many random directions in each layer instead of every parameter by itself. */
  readonly directions?: number
  /** Half the distance of the two points of a central difference. */
  readonly step?: number
  /** A backward pass with a mistake, to see the check catch it. */
  readonly defect?: BackwardDefect
}

export interface LayerGradientCheck {
  /** From 0, the first hidden layer. */
  readonly layer: number
  /** Parameters, or directions, that were compared. */
  readonly compared: number
  /** The largest |analytic − numerical| over the layer's largest |numerical|. */
  readonly maxRelativeError: number
  /** The two numbers where they differ most. */
  readonly analytic: number
  readonly numerical: number
}

/** A relative error below this passes: central differences in float64 are good to about 1e-8. */
export const GRADIENT_TOLERANCE = 1e-6

/**
 * Compares the backward pass with central differences of the loss, (C(p + h) − C(p − h)) / 2h, in float64, layer by
 * layer. Dropout makes the same choices every time; batch normalization uses the batch's statistics.
 */
export function checkGradient(options: GradientCheckOptions): LayerGradientCheck[] {
  const { recipe, parameters, x, y, penalty, seed, directions, step = 1e-5, defect } = options
  const m = x.length / recipe.inputSize
  const input = new DenseInput(x, recipe.inputSize)
  const pass = new NetworkPass(recipe, m, defect)
  const keys = dropoutKeys(seed, 0, pass.layers.length)
  const forward = (p: Float64Array): void => {
    pass.forward(p, input, m, keys)
  }
  const cost = (p: Float64Array): number => {
    forward(p)
    return pass.measure(y, m).lossSum / m + penaltyOf(pass, p, penalty)
  }
  const gradient = new Float64Array(pass.layout.length)
  forward(parameters)
  pass.backward(gradient, parameters, input, y, m, penalty)

  const point = parameters.slice()
  /** The slope of the cost along a direction, given as offsets of parameters and how far each moves. */
  const slope = (indices: Uint32Array, direction: Float64Array): number => {
    const move = (distance: number): void =>
      indices.forEach((index, i) => (point[index] = parameters[index]! + distance * direction[i]!))
    move(step)
    const ahead = cost(point)
    move(-step)
    const behind = cost(point)
    move(0)
    return (ahead - behind) / (2 * step)
  }
  return pass.layout.layers.map((layout, layer) => {
    const { weights, outFeatures } = layout
    const last = (layout.batchNorm?.beta ?? layout.biases) + outFeatures
    const indices = Uint32Array.from({ length: last - weights }, (_, i) => weights + i)
    const pairs =
      directions === undefined
        ? Array.from(indices, (index) => ({
            analytic: gradient[index]!,
            numerical: slope(Uint32Array.of(index), Float64Array.of(1)),
          }))
        : Array.from({ length: directions }, (_, k) => {
            const direction = unitVector(indices.length, new Random(seed, 'direction', layer, k))
            const analytic = indices.reduce((sum, index, i) => sum + gradient[index]! * direction[i]!, 0)
            return { analytic, numerical: slope(indices, direction) }
          })
    return { layer, compared: pairs.length, ...worstOf(pairs) }
  })
}

function worstOf(
  pairs: readonly { analytic: number; numerical: number }[],
): Pick<LayerGradientCheck, 'maxRelativeError' | 'analytic' | 'numerical'> {
  const scale = pairs.reduce((most, { numerical }) => Math.max(most, Math.abs(numerical)), 1e-8)
  let worst = { maxRelativeError: -1, analytic: 0, numerical: 0 }
  for (const pair of pairs) {
    const error = Math.abs(pair.analytic - pair.numerical) / scale
    // The first that is no number is the worst, and stays it.
    if (Number.isNaN(worst.maxRelativeError)) break
    if (!(error <= worst.maxRelativeError)) worst = { maxRelativeError: error, ...pair }
  }
  return worst
}

/** l1 Σ |w| + l2/2 Σ w². */
function penaltyOf(pass: NetworkPass, parameters: Float64Array, { l1, l2 }: Penalty): number {
  let sum = 0
  for (const { weights } of parameterViews(pass.layout, parameters)) {
    for (const w of weights) sum += l1 * Math.abs(w) + (l2 / 2) * w * w
  }
  return sum
}

function unitVector(length: number, random: Random): Float64Array {
  const vector = Float64Array.from({ length }, () => random.normal())
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return vector.map((value) => value / norm)
}
