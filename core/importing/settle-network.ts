import { ACTIVATION_NAMES, type ActivationName } from '../activations/names.ts'
import { readSetting } from '../activations/settings.ts'
import type { LossName } from '../losses/names.ts'
import { parameterLayout, parameterViews } from '../network/parameters.ts'
import { activationFields, dropDefaults } from '../recipe/layer-activation.ts'
import { LECTURE_RECIPE, type Recipe } from '../recipe/recipe.ts'
import { TRAINING_FIELDS } from '../recipe/unknown-fields.ts'
import { fitLoss } from '../recipe/combinations.ts'
import { FormatError } from '../formats/format-error.ts'
import { foldBatchNorm } from '../formats/chain-operations.ts'
import { transpose } from '../formats/chain-tensors.ts'
import type { FoundActivation, FoundLayer, FoundNetwork, PixelScale } from '../formats/found-network.ts'
import type { ReadNetwork } from '../formats/weight-format.ts'

/** What a person says of a network where its file says nothing. */
export interface ImportAnswers {
  /** Of every hidden layer, or one for each. */
  readonly activation?: readonly FoundActivation[]
  /** Of the output layer. */
  readonly output?: FoundActivation
  readonly pixels?: PixelScale
  /** Whether square matrices are to be turned. */
  readonly isTurned?: boolean
}

/** What a file may leave open, in the order in which it is asked. */
export const QUESTIONS = ['activation', 'output', 'pixels', 'orientation'] as const
export type Question = (typeof QUESTIONS)[number]

/** What nothing in the file says. */
export function openQuestions({ layers, pixels, isOrientationAssumed }: FoundNetwork): Question[] {
  const isOpen: Readonly<Record<Question, boolean>> = {
    activation: layers.slice(0, -1).some(({ activation }) => activation === null),
    output: layers.at(-1)?.activation === null,
    pixels: pixels === null,
    orientation: isOrientationAssumed,
  }
  return QUESTIONS.filter((question) => isOpen[question])
}

/** The scales of pixels that people use, by the words of `--pixels`; MNIST's mean and deviation are PyTorch's example's. */
export const PIXEL_SCALES = [
  { name: '0..1', pixels: { shift: 0, scale: 1 } },
  { name: '-1..1', pixels: { shift: 0.5, scale: 2 } },
  { name: '0.1307,0.3081', pixels: { shift: 0.1307, scale: 1 / 0.3081 } },
  { name: '0..255', pixels: { shift: 0, scale: 255 } },
] as const satisfies readonly { name: string; pixels: PixelScale }[]

/** The activations that are tried for hidden layers of which a file says none. */
export const HIDDEN_CANDIDATES: readonly ActivationName[] = ACTIVATION_NAMES.filter(
  (name) => name !== 'softmax' && !name.endsWith('-exact'),
)

/** What an output layer may be where a file says nothing: probabilities, one for each class, or sums. */
export const OUTPUT_CANDIDATES: readonly ActivationName[] = ['softmax', 'sigmoid', 'identity']

/** What is taken where neither the file nor a person says anything, so that a network can be looked at. */
export const ASSUMED = {
  activation: { name: 'relu' },
  output: { name: 'softmax' },
  pixels: { shift: 0, scale: 1 },
} as const satisfies ImportAnswersShape

interface ImportAnswersShape {
  readonly activation: FoundActivation
  readonly output: FoundActivation
  readonly pixels: PixelScale
}

/**
 * A network with its answers, ready to be stored: what its file says, then what a person said, then what is usual.
 * @throws FormatError where a recipe cannot hold what the file says
 */
export function settleNetwork(found: FoundNetwork, answers: ImportAnswers = {}): ReadNetwork {
  const layers = joinNorms(
    found.layers.map((layer, k) => turnSquare(answers.isTurned === true, activate(layer, k, found, answers))),
  )
  const pixels = found.pixels ?? answers.pixels ?? ASSUMED.pixels
  const recipe = found.carried?.recipe ?? recipeOf(layers, pixels, found.loss)
  const layout = parameterLayout(recipe)
  const parameters = new Float64Array(layout.length)
  parameterViews(layout, parameters).forEach((target, k) => {
    const { weights, biases, batchNorm } = layers[k]!
    target.weights.set(weights)
    target.biases.set(biases)
    if (target.batchNorm === undefined || batchNorm === undefined) return
    for (const name of ['gamma', 'beta', 'runningMean', 'runningVariance'] as const) {
      target.batchNorm[name].set(batchNorm[name])
    }
  })
  if (layout.standardization !== undefined) {
    parameters.set([pixels.shift, pixels.scale], layout.standardization)
  }
  const unknownFields = found.carried?.unknownFields ?? unknownFieldsOf(recipe, layers, found.loss)
  return { recipe, unknownFields, parameters }
}

type SettledLayer = FoundLayer & { readonly activation: FoundActivation }

function activate(layer: FoundLayer, k: number, found: FoundNetwork, answers: ImportAnswers): SettledLayer {
  const isOutput = k === found.layers.length - 1
  const asked = answers.activation ?? []
  const answer = isOutput ? answers.output : (asked[k] ?? asked.at(-1))
  const activation = layer.activation ?? answer ?? ASSUMED[isOutput ? 'output' : 'activation']
  refuseSetting(layer.name, activation)
  return { ...layer, activation }
}

/** @throws FormatError where an activation has a slope or an α out of the range that recipes have */
function refuseSetting(layer: string, activation: FoundActivation): void {
  const setting = readSetting(activation)
  if (setting === null) return
  const result = activationFields[setting.name].safeParse(setting.value)
  if (!result.success) throw new FormatError(`${layer}, ${result.error.issues[0]!.message}`)
}

function turnSquare(isTurned: boolean, layer: SettledLayer): SettledLayer {
  const { inFeatures, outFeatures, weights } = layer
  return isTurned && inFeatures === outFeatures
    ? { ...layer, weights: transpose(weights, inFeatures, outFeatures) }
    : layer
}

/** A recipe has one ε and no batch normalization of outputs: what has more is multiplied into the weights. */
function joinNorms(layers: readonly SettledLayer[]): readonly SettledLayer[] {
  const epsilons = new Set(
    layers.flatMap(({ batchNorm }) => (batchNorm === undefined ? [] : [batchNorm.epsilon])),
  )
  if (epsilons.size > 1) return layers.map(foldBatchNorm)
  return layers.map((layer, k) => (k === layers.length - 1 ? foldBatchNorm(layer) : layer))
}

function recipeOf(layers: readonly SettledLayer[], pixels: PixelScale, loss: LossName | undefined): Recipe {
  const output = layers.at(-1)!.activation.name
  const epsilon = layers.find(({ batchNorm }) => batchNorm !== undefined)?.batchNorm?.epsilon
  const isUnit = pixels.shift === 0 && pixels.scale === 1
  const isByte = pixels.shift === 0 && pixels.scale === 255
  return {
    ...LECTURE_RECIPE,
    data: { ...LECTURE_RECIPE.data, normalization: isUnit ? 'unit' : isByte ? 'none' : 'standardized' },
    inputSize: layers[0]!.inFeatures,
    layers: layers.map(({ outFeatures, activation: { name, ...settings }, batchNorm, dropout }) => ({
      ...dropDefaults({ units: outFeatures, activation: name, ...settings }),
      batchNorm: batchNorm !== undefined,
      dropout: dropout ?? 0,
    })),
    loss: loss ?? fitLoss('mse', output),
    ...(epsilon !== undefined && { batchNorm: { ...LECTURE_RECIPE.batchNorm, epsilon } }),
  }
}

function unknownFieldsOf(
  recipe: Recipe,
  layers: readonly FoundLayer[],
  loss: LossName | undefined,
): string[] {
  const isNormed = recipe.layers.some(({ batchNorm }) => batchNorm)
  const saysDropout = layers.some(({ dropout }) => dropout !== undefined)
  return [
    ...TRAINING_FIELDS.filter((field) => !(saysDropout && field === 'layers.*.dropout')).map((field) =>
      isNormed && field === 'batchNorm' ? 'batchNorm.momentum' : field,
    ),
    ...(loss === undefined ? ['loss'] : []),
  ]
}
