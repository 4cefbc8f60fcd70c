import { formatActivation } from '#core/recipe/activation-text.ts'
import { activationOf } from '#core/activations/settings.ts'
import { checkNetworkGradient } from '#core/verification/check-network-gradient.ts'
import { GRADIENT_TOLERANCE, type LayerGradientCheck } from '#core/verification/gradient-check.ts'
import { sliceImages } from '#core/data/data-set.ts'
import { measureStandardization } from '#core/engine/input-values.ts'
import type { BackwardDefect } from '#core/engine/network-pass.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { parameterLayout, countParameters, layerSizes } from '#core/network/parameters.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { EXIT } from '../common/errors.ts'
import { describeError } from '../common/format.ts'
import { loadDataOf } from '../common/load-data.ts'
import { Output } from '../common/output.ts'
import { readRecipeOrLink } from '../common/read-recipe.ts'
import type { Terminal } from '../common/terminal.ts'

export interface GradientCheckCommandOptions {
  readonly json?: boolean
  readonly recipe: string
  readonly defect?: BackwardDefect
  readonly directions?: number
}

/** Images of the mini-batch that the gradient is taken of. */
const IMAGES = 10
/** Networks with more parameters are checked along random directions unless an option says otherwise. */
const EVERY_PARAMETER_UP_TO = 5000
const DEFAULT_DIRECTIONS = 20
/**
 * Steps of the central differences. A step across the kink of a ReLU is off by much, a shorter one is not; a wrong
 * gradient is wrong with all of them.
 */
const STEPS = [1e-5, 1e-6, 1e-7] as const

/** Compares a recipe's backward pass, at its first weights and on real images, with central differences. */
export async function gradientCheck(
  options: GradientCheckCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const given = await readRecipeOrLink(options.recipe, output)
  const { recipe, dataSet, info } = await loadDataOf(given, output)
  const images = sliceImages(dataSet.training, 0, Math.min(IMAGES, dataSet.training.count))
  const directions =
    options.directions ?? (countParameters(recipe) > EVERY_PARAMETER_UP_TO ? DEFAULT_DIRECTIONS : undefined)
  const compared =
    directions === undefined ? 'every parameter' : `${directions} random directions in each layer`
  output.note(
    `${layerSizes(recipe).join('-')}, ${recipe.loss}, ${images.count} images of ${info.title}, ${compared}${options.defect === undefined ? '' : `, defect ${options.defect}`}`,
  )
  const { layers: checks } = checkNetworkGradient({
    recipe,
    parameters: firstParameters(recipe, images.images),
    images,
    directions,
    defect: options.defect,
    steps: STEPS,
  })
  for (const check of checks) output.result({ event: 'layer', ...check }, describeLayer(recipe, check))
  // NaN where one of them is.
  const worst = Math.max(0, ...checks.map(({ maxRelativeError }) => maxRelativeError))
  const isPassed = checks.every(isWithin)
  output.result(
    { event: 'done', isPassed, maxRelativeError: worst, tolerance: GRADIENT_TOLERANCE },
    isPassed
      ? `The backward pass agrees with central differences: largest relative error ${describeError(worst)}, ${GRADIENT_TOLERANCE.toExponential()} allowed`
      : `The backward pass is wrong: largest relative error ${describeError(worst)}, ${GRADIENT_TOLERANCE.toExponential()} allowed`,
  )
  return isPassed ? EXIT.done : EXIT.failed
}

const isWithin = ({ maxRelativeError }: LayerGradientCheck): boolean => maxRelativeError <= GRADIENT_TOLERANCE

/** The initializer's weights, and the images' standardization where the recipe asks for it. */
function firstParameters(recipe: Recipe, pixels: Uint8Array): Float64Array {
  const parameters = initializeParameters(recipe)
  const { standardization } = parameterLayout(recipe)
  if (standardization !== undefined) {
    const { shift, scale } = measureStandardization(pixels)
    parameters.set([shift, scale], standardization)
  }
  return parameters
}

function describeLayer(recipe: Recipe, check: LayerGradientCheck): string {
  const layer = recipe.layers[check.layer]!
  const numbers = `analytic ${check.analytic.toPrecision(10)}, numerical ${check.numerical.toPrecision(10)}`
  return `Layer ${check.layer + 1} (${layer.units} ${formatActivation(activationOf(layer))}): largest relative error ${describeError(check.maxRelativeError)}${isWithin(check) ? '' : `  FAILED: ${numbers}`}`
}
