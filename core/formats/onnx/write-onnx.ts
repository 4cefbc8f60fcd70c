import { activationOf } from '../../activations/settings.ts'
import { foldForInference } from '../../network/fold.ts'
import { type LayerParameters, parameterLayout, parameterViews } from '../../network/parameters.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { OWN_NAME, writeCarriedRecipe } from '../carried-recipe.ts'
import { writeClassNames } from '../class-names.ts'
import type { FormatLimit, WeightWriter, WrittenNetwork } from '../weight-format.ts'
import { findRoundingLimit, findTrainingLimits } from '../written-tensors.ts'
import { ENTRY, MODEL, OPSET } from './fields.ts'
import { GraphWriter, type WrittenValue } from './graph-writer.ts'
import { METADATA } from './metadata.ts'
import { isSquare, onnxChoices, type OnnxChoices } from './onnx-options.ts'
import { bytesField, integerField, message, textField, type WrittenField } from './protobuf-writer.ts'
import { WRITTEN_ACTIVATIONS } from './write-activation.ts'

/** IR 7 and opset 13 are of 2021: whatever reads ONNX today reads them. */
const IR_VERSION = 7
const OPSET_VERSION = 13

/** Writes networks as ONNX, images flat and batch normalization kept where nobody chooses. */
export const onnxWriter: WeightWriter = {
  findLimits: (recipe, chosen) => findOnnxLimits(recipe, onnxChoices(chosen)),
  write: (network, _tools, chosen) => writeOnnx(network, onnxChoices(chosen)),
}

/** What decides a network's answers. */
type Computed = Pick<WrittenNetwork, 'recipe' | 'parameters'>

function findOnnxLimits(recipe: Recipe, choices: OnnxChoices): FormatLimit[] {
  const { layers } = recipe
  const limits = [...findRoundingLimit(recipe), ...findTrainingLimits(recipe)]
  const add = (code: string, message: string): void => {
    limits.push({ code, message, isBlocking: false })
  }
  if (choices.input === 'image' && !isSquare(recipe.inputSize)) {
    limits.push({
      code: 'input',
      message: `An input of 1 × rows × columns needs square images: this network has ${recipe.inputSize} inputs, which are no square.`,
      isBlocking: true,
    })
  }
  if (choices.batchNorm === 'folded' && layers.some(({ batchNorm }) => batchNorm)) {
    add(
      'batch-norm',
      'Batch normalization is multiplied into the weights: the answers stay, but the recipe in the file is no longer that of its layers.',
    )
  }
  const exact = layers.map(({ activation }) => activation).find((name) => name.endsWith('-exact'))
  if (exact !== undefined) {
    const plain = exact.replace('-exact', '')
    add(
      'activation',
      `${exact} is written as ${plain}, which answers the same; they differ in training alone.`,
    )
  }
  return limits
}

/**
 * Writes a network as an ONNX model (IR 7, opset 13) from images to answers. Its input are pixels p/255, whatever the
 * network was trained on: their normalization is part of the model. Numbers are 32-bit floats.
 */
export function writeOnnx(network: WrittenNetwork, choices: OnnxChoices = {}): Uint8Array {
  const { recipe, parameters }: Computed = choices.batchNorm === 'folded' ? foldNorms(network) : network
  const graph = new GraphWriter()
  const input = describeInput(recipe, choices)
  const output = describeOutput(recipe)
  let value = normalizePixels(graph, { recipe, parameters }, input)
  parameterViews(parameterLayout(recipe), parameters).forEach((layer, k) => {
    value = writeLayer(graph, recipe, layer, k, value)
  })
  const meaning = `A network of Backprop Workbench. ${input.meaning} ${output.meaning}`
  return message(
    integerField(MODEL.irVersion, IR_VERSION),
    textField(MODEL.producerName, OWN_NAME),
    textField(MODEL.docString, meaning),
    bytesField(MODEL.graph, graph.finish('network', meaning, input, output)),
    bytesField(
      MODEL.opsetImport,
      message(textField(OPSET.domain, ''), integerField(OPSET.version, OPSET_VERSION)),
    ),
    metadata(METADATA.recipe, writeCarriedRecipe(network)),
    metadata(METADATA.input, METADATA.pixels),
    metadata(METADATA.inputMeaning, input.meaning),
    metadata(METADATA.outputMeaning, output.meaning),
    ...(network.about?.classNames === undefined
      ? []
      : [metadata(METADATA.classes, writeClassNames(network.about.classNames))]),
  )
}

const metadata = (key: string, value: string): WrittenField =>
  bytesField(MODEL.metadata, message(textField(ENTRY.key, key), textField(ENTRY.value, value)))

/** Batch normalization multiplied into the weights; the pixels' normalization stays. */
function foldNorms({ recipe, parameters }: Computed): Computed {
  const { normalization } = recipe.data
  const unscaled = parameters.slice()
  const from = parameterLayout(recipe).standardization
  if (from !== undefined) unscaled.set([0, 1], from)
  const isBytes = normalization === 'none'
  const folded = foldForInference(
    isBytes ? { ...recipe, data: { ...recipe.data, normalization: 'unit' } } : recipe,
    unscaled,
  )
  const kept: Recipe = { ...folded.recipe, data: { ...folded.recipe.data, normalization } }
  const layout = parameterLayout(kept)
  const all = new Float64Array(layout.length)
  all.set(folded.parameters)
  if (from !== undefined) all.set(parameters.subarray(from, from + 2), layout.standardization)
  return { recipe: kept, parameters: all }
}

function describeInput({ inputSize }: Recipe, { input = 'flat' }: OnnxChoices): WrittenValue {
  const side = Math.sqrt(inputSize)
  const isImage = input === 'image' && isSquare(inputSize)
  return {
    name: 'input',
    shape: isImage ? ['batch', 1, side, side] : ['batch', inputSize],
    meaning:
      'Input: pixels row by row as p/255, p being the byte of a pixel: 0 is background, 255 foreground (white on black, as in MNIST).',
  }
}

function describeOutput({ layers, loss }: Recipe): WrittenValue {
  const { activation, units } = layers.at(-1)!
  const meaning =
    activation === 'softmax'
      ? 'Output: a probability for each class; they sum to 1.'
      : activation === 'sigmoid'
        ? 'Output: a number from 0 to 1 for each class, each on its own; the largest is the answer.'
        : `Output: a number for each class (${activation}, trained by ${loss}); the largest is the answer. They are no probabilities.`
  return { name: 'output', shape: ['batch', units], meaning }
}

/** (p/255 − shift) × scale, as the recipe has it. @returns the name of the first layer's inputs */
function normalizePixels(graph: GraphWriter, { recipe, parameters }: Computed, input: WrittenValue): string {
  graph.scope = 'pixels'
  let value = input.name
  if (input.shape.length > 2) value = graph.node('Flatten', [value], { integers: { axis: 1 } })
  const at = parameterLayout(recipe).standardization
  if (at !== undefined) {
    const shifted = graph.node('Sub', [value, graph.scalar('pixels.mean', parameters[at]!)])
    return graph.node('Mul', [shifted, graph.scalar('pixels.scale', parameters[at + 1]!)])
  }
  if (recipe.data.normalization === 'none') {
    value = graph.node('Mul', [value, graph.scalar('pixels.scale', 255)])
  }
  return value
}

/** @returns the name of the layer's activations */
function writeLayer(
  graph: GraphWriter,
  { layers, batchNorm: { epsilon, momentum } }: Recipe,
  { weights, biases, batchNorm }: LayerParameters,
  k: number,
  input: string,
): string {
  const name = `layer${k + 1}`
  graph.scope = name
  const units = biases.length
  let z = graph.node(
    'Gemm',
    [
      input,
      graph.tensor(`${name}.weight`, [units, weights.length / units], weights),
      graph.tensor(`${name}.bias`, [units], biases),
    ],
    { integers: { transB: 1 } },
  )
  if (batchNorm !== undefined) {
    const vector = (end: string, numbers: Float64Array): string =>
      graph.tensor(`${name}.norm.${end}`, [units], numbers)
    z = graph.node(
      'BatchNormalization',
      [
        z,
        vector('weight', batchNorm.gamma),
        vector('bias', batchNorm.beta),
        vector('running_mean', batchNorm.runningMean),
        vector('running_var', batchNorm.runningVariance),
      ],
      // ONNX says how much of the running statistics stays, not how far they move.
      { floats: { epsilon, momentum: 1 - momentum } },
    )
  }
  const chosen = activationOf(layers[k]!)
  return WRITTEN_ACTIVATIONS[chosen.name](graph, z, chosen)
}
