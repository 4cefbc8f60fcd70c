import { chainTensors } from '../chain-tensors.ts'
import { FormatError } from '../format-error.ts'
import { describeLeftOut, findWeights, type PickledArray } from '../pickle/find-weights.ts'
import { tensorOfArray } from '../pickle/numpy-values.ts'
import type { PickleValue, TorchTensor } from '../pickle/pickle-value.ts'
import { mostNumbersOf, type NamedTensor, noteRounding } from '../tensor.ts'
import type { FormatTools, WeightReader } from '../weight-format.ts'
import { isTorchArchive, readArchive } from './read-archive.ts'
import { isTorchSequence, readSequence } from './read-sequence.ts'
import { isTorchTar } from './torch-tar.ts'
import { checkTotal, nameTensor, type StorageBytes } from './torch-tensors.ts'

/** What a file of torch.save has: the saved object, and its numbers. */
export interface TorchFile {
  readonly value: PickleValue
  readonly storages: StorageBytes
}

/** The tensors of a file that may be weights. */
export interface TorchTensors {
  readonly tensors: readonly NamedTensor[]
  /** A sentence on each thing that was left out. */
  readonly notes: readonly string[]
}

/** Reads a state_dict of PyTorch, alone or in a checkpoint. */
export const pytorchReader: WeightReader = {
  recognize: (bytes) => isTorchArchive(bytes) || isTorchSequence(bytes) || isTorchTar(bytes),
  read(bytes, tools) {
    const { tensors, notes } = readTorchTensors(bytes, tools)
    const network = chainTensors(tensors, 'out-in', mostNumbersOf(bytes.length))
    return { ...network, notes: [...notes, ...noteRounding(tensors), ...network.notes] }
  },
}

/**
 * Reads the tensors of a file of torch.save, without taking them for layers.
 * @throws FormatError
 */
export function readTorchTensors(bytes: Uint8Array, tools: FormatTools): TorchTensors {
  if (isTorchTar(bytes)) {
    throw new FormatError(
      'expected a file of torch.save, got the tar archive that PyTorch wrote in its first releases; open it in PyTorch with torch.load(file, weights_only=False) and save it again with torch.save',
    )
  }
  const { value, storages } = isTorchSequence(bytes) ? readSequence(bytes) : readArchive(bytes, tools)
  const weights = findWeights(value)
  checkTotal(weights.arrays.filter(isTorch), storages)
  const leftOut = [...weights.leftOut]
  const tensors: NamedTensor[] = []
  for (const array of weights.arrays) {
    const tensor = isTorch(array)
      ? nameTensor(array.name, array.value, storages)
      : array.value.kind === 'array'
        ? tensorOfArray(array.name, array.value)
        : null
    if (tensor === null) leftOut.push(array.name)
    else tensors.push(tensor)
  }
  return { tensors, notes: describeLeftOut({ ...weights, leftOut }) }
}

const isTorch = (array: PickledArray): array is PickledArray & { readonly value: TorchTensor } =>
  array.value.kind === 'tensor'
