import { MOST_NETWORK_BYTES } from '../../limits.ts'
import { FormatError } from '../format-error.ts'
import type { TorchStorage } from '../pickle/pickle-value.ts'
import { readPickle } from '../pickle/read-pickle.ts'
import { makeStorage } from '../pickle/torch-values.ts'
import { decodeText } from '../text.ts'
import type { FormatTools } from '../weight-format.ts'
import { isZip, readZip, type ZipEntry } from '../zip/read-zip.ts'
import type { TorchFile } from './read-pytorch.ts'
import { checkStorage } from './torch-tensors.ts'

/** PyTorch stores numbers as they are; an archive that was packed anew may be a few times as large unpacked. */
const LEAST_UNPACKED = 16e6

const limitOf = (bytes: Uint8Array): number =>
  Math.min(MOST_NETWORK_BYTES, Math.max(LEAST_UNPACKED, 4 * bytes.length))

const PICKLE = /(^|\/)data\.pkl$/
const FIRST = /(^|\/)(data\.pkl|\.format_version|\.storage_alignment|byteorder|data\/\d+)$/

/** Whether a zip archive is PyTorch's, by the name of its first file, or where others were put before by any. */
export function isTorchArchive(bytes: Uint8Array): boolean {
  if (!isZip(bytes) || bytes.length < 30) return false
  const length = bytes[26]! + 256 * bytes[27]!
  if (FIRST.test(decodeText(bytes.subarray(30, 30 + length)))) return true
  try {
    return readZip(bytes, NO_TOOLS, Infinity).some(({ name }) => PICKLE.test(name))
  } catch {
    return false
  }
}

/** Names are read without unpacking. */
const NO_TOOLS: FormatTools = { inflateRaw: () => null, crc32: () => 0 }

/**
 * Reads a file of torch.save since 1.6: a zip archive with a pickle, and a file for the numbers of each storage.
 * @throws FormatError
 */
export function readArchive(bytes: Uint8Array, tools: FormatTools): TorchFile {
  const entries = readZip(bytes, tools, limitOf(bytes))
  const pickles = entries.filter(({ name }) => PICKLE.test(name))
  if (pickles.length !== 1) {
    throw new FormatError(`zip: expected one data.pkl, as torch.save writes, got ${pickles.length}`)
  }
  const folder = pickles[0]!.name.slice(0, -'data.pkl'.length)
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  const order = byName.get(`${folder}byteorder`)
  const kept = new Map<string, Uint8Array>()
  const entryOf = ({ key }: TorchStorage): ZipEntry => {
    const entry = byName.get(`${folder}data/${key}`)
    if (entry !== undefined) return entry
    throw new FormatError(`zip: expected data/${key} with the numbers of a tensor, found none`)
  }
  const { value } = readPickle(pickles[0]!.read(), { load: makeStorage })
  return {
    value,
    storages: {
      isLittleEndian: order === undefined || decodeText(order.read()).trim() !== 'big',
      check: (storage) => {
        checkStorage(storage, entryOf(storage).size)
      },
      read(storage) {
        const content = kept.get(storage.key) ?? entryOf(storage).read()
        kept.set(storage.key, content)
        checkStorage(storage, content.length)
        return content
      },
    },
  }
}
