import type { LabelledImages } from '../data/data-set.ts'
import type { Penalty } from '../engine/engine.ts'
import { InputValues } from '../engine/input-values.ts'
import type { BackwardDefect } from '../engine/network-pass.ts'
import { parameterLayout } from '../network/parameters.ts'
import type { Recipe } from '../recipe/recipe.ts'
import {
  checkGradient,
  GRADIENT_TOLERANCE,
  type GradientCheckOptions,
  type LayerGradientCheck,
} from './gradient-check.ts'

export interface NetworkGradientCheckOptions {
  readonly recipe: Recipe
  /** The weights that the gradient is taken at, flat, as `parameterLayout` says. */
  readonly parameters: Float64Array
  /** The mini-batch; a few images suffice. */
  readonly images: LabelledImages
  /** Breaks the backward pass, to see the check catch it. */
  readonly defect?: BackwardDefect | undefined
  /** Random directions in each layer; without it, as many as the network's size suggests. */
  readonly directions?: number | undefined
  /** Steps of the central differences, tried until one passes. */
  readonly steps?: readonly number[]
}

/** Backward pass and central differences side by side, layer by layer. */
export interface NetworkGradientCheck {
  readonly layers: readonly LayerGradientCheck[]
  /** Random directions in each layer; null where every parameter was compared by itself. */
  readonly directions: number | null
  /** Images of the mini-batch. */
  readonly images: number
  /** Largest relative error that passes. */
  readonly tolerance: number
  readonly isPassed: boolean
}

/** Up to so many parameters each is compared by itself; beyond, two evaluations for each would take too long. */
const EVERY_PARAMETER_UP_TO = 5000
const DIRECTIONS = 20
/** Networks of more parameters than this are checked along a few directions only. */
const LARGE = 100_000
const DIRECTIONS_OF_LARGE = 5

/**
 * Steps of the central differences, tried until one passes. A step across the kink of a ReLU is off by much, a shorter
 * one is not; a longer one is better where the gradient is next to nothing. A wrong gradient is wrong with all of them.
 */
const STEPS = [1e-5, 1e-6, 1e-7, 1e-4] as const

/**
 * Checks the gradient of a recipe's cost at given weights on a mini-batch of images, whose pixels have to be as many
 * as the network's inputs.
 */
export function checkNetworkGradient(options: NetworkGradientCheckOptions): NetworkGradientCheck {
  const { recipe, images, defect, steps = STEPS } = options
  const { trainable } = parameterLayout(recipe)
  const directions = options.directions ?? directionsFor(trainable)
  const input: GradientCheckOptions = {
    ...batchOf(options),
    seed: recipe.seed,
    ...(directions !== null && { directions }),
    ...(defect !== undefined && { defect }),
  }
  let layers: LayerGradientCheck[] | undefined
  for (const step of steps) {
    const checks = checkGradient({ ...input, step })
    layers = layers?.map((old, k) => (isNoBetter(checks[k]!, old) ? old : checks[k]!)) ?? checks
    if (layers.every(isWithin)) break
  }
  return {
    layers: layers ?? [],
    directions,
    images: images.count,
    tolerance: GRADIENT_TOLERANCE,
    isPassed: layers?.every(isWithin) ?? false,
  }
}

const isWithin = ({ maxRelativeError }: LayerGradientCheck): boolean => maxRelativeError <= GRADIENT_TOLERANCE

/** Whether a check is no better than another one; the worst is one that gave no number. */
function isNoBetter(check: LayerGradientCheck, than: LayerGradientCheck): boolean {
  return Number.isNaN(check.maxRelativeError) || check.maxRelativeError >= than.maxRelativeError
}

function directionsFor(parameters: number): number | null {
  if (parameters <= EVERY_PARAMETER_UP_TO) return null
  return parameters <= LARGE ? DIRECTIONS : DIRECTIONS_OF_LARGE
}

/** Images as inputs `(m, inputSize)` and targets `(m, outputs)`, and the recipe's penalties on weights. */
function batchOf({
  recipe,
  parameters,
  images,
}: NetworkGradientCheckOptions): Pick<GradientCheckOptions, 'recipe' | 'parameters' | 'x' | 'y' | 'penalty'> {
  const values = new InputValues(recipe.data.normalization, parameterLayout(recipe))
  values.update(parameters)
  const x = Float64Array.from(images.images, (pixel) => values.table[pixel]!)
  const outputs = recipe.layers[recipe.layers.length - 1]!.units
  const y = new Float64Array(images.count * outputs)
  images.labels.forEach((label, i) => {
    if (label < outputs) y[i * outputs + label] = 1
  })
  return { recipe, parameters, x, y, penalty: penaltyOf(recipe) }
}

function penaltyOf({ l1, l2, data }: Recipe): Penalty {
  const strength = ({ lambda, convention }: Recipe['l2']): number =>
    convention === 'network2' ? lambda / data.trainSize : lambda
  return { l1: strength(l1), l2: strength(l2) }
}
