import { z } from 'zod'
import { describeValue } from '../../recipe/describe-value.ts'
import { describeByRecipe, OWN_NAME, readCarriedRecipe } from '../carried-recipe.ts'
import { readClassNames } from '../class-names.ts'
import { chainTensors } from '../chain-tensors.ts'
import { FormatError } from '../format-error.ts'
import type { FoundNetwork, PixelScale } from '../found-network.ts'
import { readJson } from '../read-json.ts'
import { BYTES_OF_NUMBER, describeShape, mostNumbersOf, type NamedTensor, readNumbers } from '../tensor.ts'
import { decodeText } from '../text.ts'
import type { WeightReader } from '../weight-format.ts'

/** Reads files of safetensors. */
export const safetensorsReader: WeightReader = {
  recognize: (bytes) => {
    const length = headerLength(bytes)
    return length !== null && bytes[8] === 0x7b
  },
  read: (bytes) => readSafetensors(bytes),
}

/** Bytes of a header, as the format allows. */
const ALLOWED_HEADER = 100_000_000
/** Those that are read: a header of a thousand tensors has a hundred kilobytes. */
const LONGEST_HEADER = 10_000_000

/** The length that a file states of its header; null where none can be. */
function headerLength(bytes: Uint8Array): number | null {
  if (bytes.length < 10) return null
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)
  return length >= 2n && length <= BigInt(ALLOWED_HEADER) ? Number(length) : null
}

const TYPES: Readonly<Record<string, string>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U64: 'uint64',
  U32: 'uint32',
  U16: 'uint16',
  U8: 'uint8',
  BOOL: 'bool',
}

const index = z.int().nonnegative()
const tensorSchema = z.object({
  dtype: z.string(),
  shape: z.array(index).max(16),
  data_offsets: z.tuple([index, index]),
})

/** @throws FormatError */
function readSafetensors(bytes: Uint8Array): FoundNetwork {
  const length = headerLength(bytes) ?? 0
  if (length > LONGEST_HEADER) {
    throw new FormatError(
      `safetensors: expected a header of at most ${LONGEST_HEADER / 1e6} MB, got ${Math.ceil(length / 1e6)} MB`,
    )
  }
  if (8 + length > bytes.length) {
    throw new FormatError(
      `safetensors: expected a header of ${length} bytes, the file is cut off after ${bytes.length}`,
    )
  }
  const header = readJson(decodeText(bytes.subarray(8, 8 + length)), 'a header of safetensors as JSON')
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new FormatError(`safetensors: expected a header that names tensors, got ${describeValue(header)}`)
  }
  const { __metadata__: metadata, ...tensors } = header as Record<string, unknown>
  const numbers = bytes.subarray(8 + length)
  const network = chainTensors(
    Object.entries(tensors).map(([name, entry]) => tensorOf(name, entry, numbers)),
    'out-in',
    mostNumbersOf(bytes.length),
  )
  return describeByMetadata(network, metadata)
}

function tensorOf(name: string, entry: unknown, bytes: Uint8Array): NamedTensor {
  const parsed = tensorSchema.safeParse(entry)
  if (!parsed.success) {
    throw new FormatError(`${name}: expected dtype, shape and data_offsets, got ${describeValue(entry)}`)
  }
  const { dtype, shape, data_offsets: offsets } = parsed.data
  const numberType = TYPES[dtype] ?? dtype
  return {
    name,
    shape,
    numberType,
    read: () => {
      const count = shape.reduce((product, side) => product * side, 1)
      const [from, to] = offsets
      if (to > bytes.length)
        throw new FormatError(`${name}: expected numbers up to byte ${to}, the file is cut off`)
      if (to - from !== count * (BYTES_OF_NUMBER[numberType] ?? NaN)) {
        throw new FormatError(
          `${name}: expected ${describeShape(shape)} numbers as ${dtype}, got ${to - from} bytes`,
        )
      }
      return readNumbers(bytes.subarray(from, to), count, { numberType, isLittleEndian: true }, name)
    },
  }
}

const classesSchema = z.object({ classes: z.string() })
const metadataSchema = z.object({ backprop: z.string(), pixels: z.string() })
const pixelsSchema = z.tuple([z.number(), z.number()])

/** What this program wrote beside the weights; other programs write other things there. */
function describeByMetadata(network: FoundNetwork, metadata: unknown): FoundNetwork {
  const classes = readClassNames(
    classesSchema.safeParse(metadata).data?.classes,
    network.layers.at(-1)!.outFeatures,
  )
  const named: FoundNetwork = { ...network, ...(classes !== undefined && { classNames: classes }) }
  const own = metadataSchema.safeParse(metadata)
  const carried = own.success ? readCarriedRecipe(own.data.backprop) : null
  if (!own.success || carried === null) return named
  return { ...describeByRecipe(named, carried, parsePixels(own.data.pixels)), writtenBy: OWN_NAME }
}

function parsePixels(text: string): PixelScale | null {
  try {
    const [shift, scale] = pixelsSchema.parse(readJson(text, 'shift and scale'))
    return { shift, scale }
  } catch {
    return null
  }
}
