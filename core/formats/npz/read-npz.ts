import { MOST_NETWORK_BYTES } from '../../limits.ts'
import { describeByRecipe, readCarriedRecipe } from '../carried-recipe.ts'
import { chainTensors } from '../chain-tensors.ts'
import { FormatError } from '../format-error.ts'
import type { FoundNetwork } from '../found-network.ts'
import type { FormatTools, WeightReader } from '../weight-format.ts'
import { isZip, readZip } from '../zip/read-zip.ts'
import { type NumpyArray, readNpy } from './npy.ts'

/** Reads archives of NumPy's arrays. */
export const npzReader: WeightReader = {
  recognize: (bytes) => isZip(bytes) && /^[^/]*\.npy$/.test(firstName(bytes)),
  read: (bytes, tools) => readNpz(bytes, tools),
}

/** The name of a zip's first file, which is all of an archive's kind that must be known beforehand. */
function firstName(bytes: Uint8Array): string {
  if (bytes.length < 30) return ''
  const length = bytes[26]! + 256 * bytes[27]!
  return String.fromCharCode(...bytes.subarray(30, 30 + Math.min(length, 300)))
}

/** @throws FormatError */
function readNpz(bytes: Uint8Array, tools: FormatTools): FoundNetwork {
  const arrays = readZip(bytes, tools, MOST_NETWORK_BYTES)
    .filter(({ name }) => name.endsWith('.npy'))
    .map((entry) => readNpy(entry.read(), entry.name.slice(0, -'.npy'.length)))
  const own = arrays.find(({ name }) => name === 'backprop')
  const carried = own === undefined ? null : readCarriedRecipe(own.readText() ?? '')
  if (carried === null) return chainTensors(arrays.map(checkNumbers), 'out-in')
  const network = chainTensors(
    arrays.filter(({ name }) => name !== 'backprop' && name !== 'pixels').map(checkNumbers),
    'out-in',
  )
  const [shift = 0, scale = 1] = arrays.find(({ name }) => name === 'pixels')?.read() ?? []
  return describeByRecipe(network, carried, { shift, scale })
}

/** @throws FormatError for an array that no weights can be */
function checkNumbers(array: NumpyArray): NumpyArray {
  if (!array.isPickled) return array
  throw new FormatError(
    `${array.name}: expected numbers, got Python objects, as numpy.savez makes of a list of matrices; save each matrix under a name of its own: numpy.savez(file, W1=weights[0], b1=biases[0], …)`,
  )
}
