import { describeByRecipe, OWN_NAME, readCarriedRecipe } from '../carried-recipe.ts'
import { takeClassNames } from '../class-names.ts'
import { chainTensors } from '../chain-tensors.ts'
import { FormatError } from '../format-error.ts'
import type { FoundNetwork } from '../found-network.ts'
import { readPickledTensors } from '../numpy-pickle/read-numpy-pickle.ts'
import { mostNumbersOf, type NamedTensor } from '../tensor.ts'
import type { FormatTools, WeightReader } from '../weight-format.ts'
import { isZip, readZip, unpackedLimit } from '../zip/read-zip.ts'
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
  const arrays = readZip(bytes, tools, unpackedLimit(bytes.length))
    .filter(({ name }) => name.endsWith('.npy'))
    .map((entry) => readNpy(entry.read(), entry.name.slice(0, -'.npy'.length)))
  const own = arrays.find(({ name }) => name === 'backprop')
  const carried = own === undefined ? null : readCarriedRecipe(own.readTexts()?.[0] ?? '')
  const classes = arrays.find(({ name, numberType }) => name === 'classes' && numberType === 'text')
  const numbers = arrays.filter((array) => array !== classes)
  if (carried === null) {
    const notes: string[] = []
    const chained = chainTensors(unpackObjects(numbers, notes), 'out-in', mostNumbersOf(bytes.length))
    const found = nameClasses(chained, classes)
    return { ...found, notes: [...notes, ...found.notes] }
  }
  const network = chainTensors(
    numbers.filter(({ name }) => name !== 'backprop' && name !== 'pixels'),
    'out-in',
    mostNumbersOf(bytes.length),
  )
  const [shift = 0, scale = 1] = arrays.find(({ name }) => name === 'pixels')?.read() ?? []
  const described = describeByRecipe(nameClasses(network, classes), carried, { shift, scale })
  return { ...described, writtenBy: OWN_NAME }
}

function nameClasses(network: FoundNetwork, classes: NumpyArray | undefined): FoundNetwork {
  const classNames = takeClassNames(classes?.readTexts(), network.layers.at(-1)!.outFeatures)
  return { ...network, ...(classNames !== undefined && { classNames }) }
}

/**
 * Arrays of numbers as they are, and those within arrays of Python objects, as numpy.savez makes of a list of matrices.
 * @throws FormatError for objects that are more than lists of arrays
 */
function unpackObjects(arrays: readonly NumpyArray[], notes: string[]): NamedTensor[] {
  return arrays.flatMap((array) => {
    if (!array.isPickled) return [array]
    try {
      const pickled = readPickledTensors(array.content, 0, array.name)
      notes.push(...pickled.notes)
      return pickled.tensors
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      throw new FormatError(
        `${array.name}: expected numbers, got Python objects that are not read (${error.message}); save each matrix under a name of its own: numpy.savez(file, W1=weights[0], b1=biases[0], …)`,
      )
    }
  })
}
