import type { Recipe } from '../../recipe/recipe.ts'
import { writeCarriedRecipe } from '../carried-recipe.ts'
import { writeClassNames } from '../class-names.ts'
import { encodeText } from '../text.ts'
import type { WeightWriter, WrittenNetwork } from '../weight-format.ts'
import {
  describePixels,
  findPixelLimit,
  findRoundingLimit,
  findTrainingLimits,
  writtenLayers,
  writtenPixels,
} from '../written-tensors.ts'

/** Writes networks as safetensors, as PyTorch names the modules of an `nn.Sequential`. */
export const safetensorsWriter: WeightWriter = {
  findLimits: (recipe) => [
    ...findRoundingLimit(recipe),
    ...findPixelLimit(recipe),
    ...findTrainingLimits(recipe),
  ],
  write: writeSafetensors,
}

/** Where each layer's modules stand in an `nn.Sequential`. */
export interface TorchModules {
  readonly linear: number
  readonly batchNorm?: number
}

/**
 * The places of the modules that hold weights: for each layer Linear, BatchNorm1d, activation, Dropout, of which those that a
 * layer lacks take no place; an output of sums has no activation.
 */
export function torchModules({ layers }: Pick<Recipe, 'layers'>): TorchModules[] {
  let next = 0
  return layers.map(({ batchNorm, activation, dropout }) => {
    const linear = next++
    const modules = { linear, ...(batchNorm && { batchNorm: next++ }) }
    if (activation !== 'identity') next++
    if (dropout > 0) next++
    return modules
  })
}

interface WrittenTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly numbers: Float64Array
}

function tensorsOf(network: WrittenNetwork): WrittenTensor[] {
  const modules = torchModules(network.recipe)
  return writtenLayers(network).flatMap(({ inFeatures, outFeatures, weights, biases, batchNorm }, k) => {
    const { linear, batchNorm: norm } = modules[k]!
    const vector = (name: string, numbers: Float64Array): WrittenTensor => ({
      name,
      shape: [outFeatures],
      numbers,
    })
    return [
      { name: `${linear}.weight`, shape: [outFeatures, inFeatures], numbers: weights },
      vector(`${linear}.bias`, biases),
      ...(batchNorm === undefined
        ? []
        : [
            vector(`${norm}.weight`, batchNorm.gamma),
            vector(`${norm}.bias`, batchNorm.beta),
            vector(`${norm}.running_mean`, batchNorm.runningMean),
            vector(`${norm}.running_var`, batchNorm.runningVariance),
          ]),
    ]
  })
}

/** The header is a multiple of so many bytes, so that numbers are aligned. */
const ALIGNMENT = 8

/**
 * Writes a file of safetensors: eight bytes with the header's length, a header of JSON, and the numbers as float32.
 * Source: https://huggingface.co/docs/safetensors
 */
function writeSafetensors(network: WrittenNetwork): Uint8Array {
  const tensors = tensorsOf(network)
  const { shift, scale } = writtenPixels(network)
  const header: Record<string, unknown> = {
    __metadata__: {
      format: 'pt',
      backprop: writeCarriedRecipe(network),
      pixels: JSON.stringify([shift, scale]),
      input: describePixels({ shift, scale }),
      output: `${network.recipe.layers.at(-1)!.activation} outputs, one for each class`,
      ...(network.about?.classNames !== undefined && { classes: writeClassNames(network.about.classNames) }),
    },
  }
  let offset = 0
  for (const { name, shape, numbers } of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, (offset += numbers.length * 4)] }
  }
  const text = JSON.stringify(header)
  const bytes = encodeText(text)
  const padded = Math.ceil(bytes.length / ALIGNMENT) * ALIGNMENT
  const file = new Uint8Array(8 + padded + offset).fill(0x20, 8, 8 + padded)
  file.set(bytes, 8)
  const view = new DataView(file.buffer)
  view.setBigUint64(0, BigInt(padded), true)
  let at = 8 + padded
  for (const { numbers } of tensors) {
    for (const number of numbers) {
      view.setFloat32(at, number, true)
      at += 4
    }
  }
  return file
}
