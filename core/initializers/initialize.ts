import { parameterLayout, parameterViews, type NetworkShape } from '../network/parameters.ts'
import { Random } from '../random/random.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { InitializerName } from './names.ts'
import { fillOrthogonal } from './orthogonal.ts'

/** How one layer's first weights and biases are drawn. */
interface Initializer {
  /** The distribution, as a person reads it. */
  readonly formula: string
  readonly weight: (random: Random, fanIn: number, fanOut: number) => number
  readonly bias: (random: Random) => number
}

const zero = (): number => 0
const gaussian = (random: Random): number => random.normal()
const symmetric = (random: Random, limit: number): number => (2 * random.uniform() - 1) * limit

/** Every initializer, by the name that a recipe gives it. */
const INITIALIZERS: Readonly<Record<InitializerName, Initializer>> = {
  /** Nielsen, chapter 1 (network.py): weights and biases N(0, 1). */
  'standard-normal': { formula: 'w, b ~ N(0, 1)', weight: gaussian, bias: gaussian },
  /** Nielsen, chapter 3 (network2.py): weights N(0, 1)/√fan-in, biases N(0, 1). */
  'scaled-normal': {
    formula: 'w ~ N(0, 1/fan-in), b ~ N(0, 1)',
    weight: (random, fanIn) => random.normal() / Math.sqrt(fanIn),
    bias: gaussian,
  },
  /** LeCun, Bottou, Orr and Müller 1998. */
  'lecun-normal': {
    formula: 'w ~ N(0, 1/fan-in), b = 0',
    weight: (random, fanIn) => random.normal() / Math.sqrt(fanIn),
    bias: zero,
  },
  /** Glorot and Bengio 2010, also called Xavier. */
  'glorot-normal': {
    formula: 'w ~ N(0, 2/(fan-in + fan-out)), b = 0',
    weight: (random, fanIn, fanOut) => random.normal() * Math.sqrt(2 / (fanIn + fanOut)),
    bias: zero,
  },
  'glorot-uniform': {
    formula: 'w ~ U(±√(6/(fan-in + fan-out))), b = 0',
    weight: (random, fanIn, fanOut) => symmetric(random, Math.sqrt(6 / (fanIn + fanOut))),
    bias: zero,
  },
  /** He, Zhang, Ren and Sun 2015. */
  'he-normal': {
    formula: 'w ~ N(0, 2/fan-in), b = 0',
    weight: (random, fanIn) => random.normal() * Math.sqrt(2 / fanIn),
    bias: zero,
  },
  'he-uniform': {
    formula: 'w ~ U(±√(6/fan-in)), b = 0',
    weight: (random, fanIn) => symmetric(random, Math.sqrt(6 / fanIn)),
    bias: zero,
  },
  /** Saxe, McClelland and Ganguli 2013; drawn as a whole matrix, by `fillOrthogonal`. */
  orthogonal: { formula: 'rows or columns of w orthonormal, b = 0', weight: zero, bias: zero },
  zeros: { formula: 'w = b = 0', weight: zero, bias: zero },
  /** Every weight the recipe's constant. */
  constant: { formula: 'w = c, b = 0', weight: zero, bias: zero },
}

/** The fields of a recipe that first parameters depend on. */
export type InitializedRecipe = NetworkShape & Pick<Recipe, 'initializer' | 'seed'>

/**
 * Draws the first parameters of a network, flat, laid out as `parameterLayout` says. Each layer has random streams of
 * its own, one for weights and one for biases. Batch normalization starts at γ = 1, β = 0, mean 0, variance 1;
 * standardized inputs, whose shift and scale the data decide, at 0 and 1.
 */
export function initializeParameters(recipe: InitializedRecipe): Float64Array {
  const { name, gain, constant } = recipe.initializer
  const { weight, bias } = INITIALIZERS[name]
  const layout = parameterLayout(recipe)
  const flat = new Float64Array(layout.length)
  parameterViews(layout, flat).forEach(({ weights, biases, batchNorm }, k) => {
    const { inFeatures, outFeatures } = layout.layers[k]!
    const forWeights = new Random(recipe.seed, 'weights', k)
    if (name === 'orthogonal') fillOrthogonal(weights, outFeatures, inFeatures, forWeights)
    else if (name === 'constant') weights.fill(constant)
    else for (let i = 0; i < weights.length; i++) weights[i] = weight(forWeights, inFeatures, outFeatures)
    if (gain !== 1 && name !== 'constant') for (let i = 0; i < weights.length; i++) weights[i]! *= gain
    const forBiases = new Random(recipe.seed, 'biases', k)
    for (let i = 0; i < biases.length; i++) biases[i] = bias(forBiases)
    batchNorm?.gamma.fill(1)
    batchNorm?.runningVariance.fill(1)
  })
  if (layout.standardization !== undefined) flat[layout.standardization + 1] = 1
  return flat
}
