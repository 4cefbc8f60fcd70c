import { ACTIVATION_NAMES, type ActivationName } from '#core/activations/names.ts'
import type { ChosenActivation } from '#core/activations/settings.ts'
import type { WrittenNetwork } from '#core/formats/weight-format.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { parameterLayout, parameterViews } from '#core/network/parameters.ts'
import { Random } from '#core/random/random.ts'
import { fitLoss } from '#core/recipe/combinations.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'

interface NetworkChoices {
  readonly sizes?: readonly number[]
  readonly hidden?: ActivationName | ChosenActivation
  readonly output?: ActivationName
  readonly hasBatchNorm?: boolean
  readonly normalization?: Recipe['data']['normalization']
}

/** Activations with settings that are not the usual ones; 0.123456789 has more digits than a 32-bit float. */
export const SHAPED: readonly ChosenActivation[] = [
  { name: 'leaky-relu', slope: 0.123456789 },
  { name: 'leaky-relu', slope: 0 },
  { name: 'elu', alpha: 0.3 },
  { name: 'elu-exact', alpha: 2 },
]

export const HIDDEN_ACTIVATIONS = ACTIVATION_NAMES.filter((name) => name !== 'softmax')

/** A network of drawn weights and measured statistics, all of them 32-bit floats, as after a training. */
export function drawnNetwork({
  sizes = [784, 30, 20, 10],
  hidden = 'relu',
  output = 'softmax',
  hasBatchNorm = false,
  normalization = 'unit',
}: NetworkChoices = {}): WrittenNetwork {
  const last = sizes.length - 2
  const { name, ...settings } = typeof hidden === 'string' ? { name: hidden } : hidden
  const recipe: Recipe = {
    ...LECTURE_RECIPE,
    data: { ...LECTURE_RECIPE.data, normalization },
    inputSize: sizes[0]!,
    layers: sizes.slice(1).map((units, k) => ({
      units,
      ...(k === last ? { activation: output } : { activation: name, ...settings }),
      batchNorm: hasBatchNorm && k < last,
      dropout: 0,
    })),
    initializer: { name: 'he-normal', gain: 1, constant: 0.1 },
    loss: fitLoss('mse', output),
  }
  const parameters = initializeParameters(recipe)
  const random = new Random(1, 'measured statistics')
  const layout = parameterLayout(recipe)
  if (normalization === 'none') {
    const { weights } = parameterViews(layout, parameters)[0]!
    weights.forEach((weight, k) => (weights[k] = weight / 255))
  }
  for (const { biases, batchNorm } of parameterViews(layout, parameters)) {
    biases.forEach((_, k) => (biases[k] = random.uniform() - 0.5))
    batchNorm?.gamma.forEach((_, k) => (batchNorm.gamma[k] = 0.5 + random.uniform()))
    batchNorm?.beta.forEach((_, k) => (batchNorm.beta[k] = random.uniform() - 0.5))
    batchNorm?.runningMean.forEach((_, k) => (batchNorm.runningMean[k] = random.uniform() - 0.5))
    batchNorm?.runningVariance.forEach((_, k) => (batchNorm.runningVariance[k] = 0.2 + random.uniform()))
  }
  if (layout.standardization !== undefined) parameters.set([0.1307, 1 / 0.3081], layout.standardization)
  return { recipe, unknownFields: [], parameters: Float64Array.from(parameters, Math.fround) }
}

/** Images as of digits: mostly background. */
export function drawnImages(count: number, pixels = 784): Uint8Array[] {
  const random = new Random(1, 'images')
  return Array.from({ length: count }, () =>
    Uint8Array.from({ length: pixels }, () => (random.uniform() < 0.8 ? 0 : random.integer(256))),
  )
}
