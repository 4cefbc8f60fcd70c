import {
  checkGradient,
  GRADIENT_TOLERANCE,
  type GradientCheckOptions,
  type LayerGradientCheck,
} from '#core/analysis/gradient-check.ts'
import { CLASS_COUNT, type LabelledImages, sliceImages } from '#core/data/data-set.ts'
import { InputValues, measureStandardization } from '#core/engine/input-values.ts'
import type { BackwardDefect } from '#core/engine/network-pass.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { parameterLayout, countParameters, layerSizes } from '#core/network/parameters.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { EXIT } from '../errors.ts'
import { describeError } from '../format.ts'
import { loadDataOf } from '../load-data.ts'
import { Output } from '../output.ts'
import { readRecipe } from '../read-recipe.ts'

export interface GradientCheckCommandOptions {
  readonly json?: boolean
  readonly recipe: string
  readonly defect?: BackwardDefect
  readonly directions?: number
}

/** Images of the mini-batch that the gradient is taken of. */
const IMAGES = 10
/** Networks with more parameters are checked along random directions unless told otherwise. */
const EVERY_PARAMETER_UP_TO = 5000
const DEFAULT_DIRECTIONS = 20
/**
 * Steps of the central differences. A step across the kink of a ReLU is off by much, a shorter one is not; a wrong
 * gradient is wrong with all of them.
 */
const STEPS = [1e-5, 1e-6, 1e-7] as const

/** Compares a recipe's backward pass, at its first weights and on real images, with central differences. */
export async function gradientCheck(options: GradientCheckCommandOptions): Promise<number> {
  const output = new Output(options.json === true)
  const given = readRecipe(options.recipe)
  const { recipe, dataSet, title } = await loadDataOf(given, output)
  const images = sliceImages(dataSet.training, 0, Math.min(IMAGES, dataSet.training.count))
  const directions =
    options.directions ?? (countParameters(recipe) > EVERY_PARAMETER_UP_TO ? DEFAULT_DIRECTIONS : undefined)
  const compared =
    directions === undefined ? 'every parameter' : `${directions} random directions in each layer`
  output.note(
    `${layerSizes(recipe).join('-')}, ${recipe.loss}, ${images.count} images of ${title}, ${compared}${options.defect === undefined ? '' : `, defect ${options.defect}`}`,
  )
  const checks = checkAtSteps({
    ...inputOf(recipe, images),
    seed: recipe.seed,
    ...(directions !== undefined && { directions }),
    ...(options.defect !== undefined && { defect: options.defect }),
  })
  for (const check of checks) output.result({ event: 'layer', ...check }, describeLayer(recipe, check))
  const worst = checks.reduce(
    (most, { maxRelativeError }) => (maxRelativeError <= most ? most : maxRelativeError),
    0,
  )
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

/** Each layer at the first step with which it passes, else at the one with which it is off least. */
function checkAtSteps(options: GradientCheckOptions): LayerGradientCheck[] {
  let best: LayerGradientCheck[] | undefined
  for (const step of STEPS) {
    const checks = checkGradient({ ...options, step })
    best =
      best?.map((old, k) => (old.maxRelativeError <= checks[k].maxRelativeError ? old : checks[k])) ?? checks
    if (best.every(isWithin)) break
  }
  return best ?? []
}

function inputOf(
  recipe: Recipe,
  images: LabelledImages,
): Pick<GradientCheckOptions, 'recipe' | 'parameters' | 'x' | 'y' | 'penalty'> {
  const layout = parameterLayout(recipe)
  const parameters = initializeParameters(recipe)
  if (layout.standardization !== undefined) {
    const { shift, scale } = measureStandardization(images.images)
    parameters.set([shift, scale], layout.standardization)
  }
  const values = new InputValues(recipe.data.normalization, layout)
  values.update(parameters)
  const x = Float64Array.from(images.images, (pixel) => values.table[pixel])
  const outputs = recipe.layers[recipe.layers.length - 1].units
  const y = new Float64Array(images.count * outputs)
  images.labels.forEach((label, i) => {
    if (label < CLASS_COUNT) y[i * outputs + label] = 1
  })
  const strength = ({ lambda, convention }: Recipe['l2']): number =>
    convention === 'network2' ? lambda / recipe.data.trainSize : lambda
  return { recipe, parameters, x, y, penalty: { l1: strength(recipe.l1), l2: strength(recipe.l2) } }
}

function describeLayer(recipe: Recipe, check: LayerGradientCheck): string {
  const { units, activation } = recipe.layers[check.layer]
  const numbers = `analytic ${check.analytic.toPrecision(10)}, numerical ${check.numerical.toPrecision(10)}`
  return `Layer ${check.layer + 1} (${units} ${activation}): largest relative error ${describeError(check.maxRelativeError)}${isWithin(check) ? '' : `  FAILED: ${numbers}`}`
}
