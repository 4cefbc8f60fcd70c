import { FormatError } from '../format-error.ts'
import { describePickled, itemsOf, textOf, type TorchStorage } from '../pickle/pickle-value.ts'
import { readPickle } from '../pickle/read-pickle.ts'
import { makeStorage } from '../pickle/torch-values.ts'
import { BYTES_OF_NUMBER } from '../tensor.ts'
import type { TorchFile } from './read-pytorch.ts'
import { checkStorage } from './torch-tensors.ts'

/** The pickle of PyTorch's magic number, 0x1950a86a20f9469cfc6c. */
const MAGIC = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e]

/** Whether a file begins as torch.save wrote before 1.6. */
export const isTorchSequence = (bytes: Uint8Array): boolean =>
  // Another protocol may have been asked for; the number is the same.
  MAGIC.every((byte, k) => k === 1 || bytes[k] === byte)

/**
 * Reads a file of torch.save before 1.6: the pickles of a magic number, a version, the system, the saved object and the
 * keys of its storages; then for each key the count of its numbers, and these.
 * @throws FormatError
 */
export function readSequence(bytes: Uint8Array): TorchFile {
  const storages = new Map<string, TorchStorage>()
  const load = (id: Parameters<typeof makeStorage>[0]): TorchStorage => {
    const storage = makeStorage(id)
    const former = storages.get(storage.key)
    if (former !== undefined && former.numberType !== storage.numberType) {
      throw new FormatError(
        `storage ${storage.key}: expected one number type, got ${former.numberType} and ${storage.numberType}`,
      )
    }
    storages.set(storage.key, storage)
    return storage
  }
  const magic = readPickle(bytes)
  const version = readPickle(bytes, { from: magic.end })
  if (version.value !== 1001) {
    throw new FormatError(`expected version 1001 of torch.save, got ${describePickled(version.value)}`)
  }
  const system = readPickle(bytes, { from: version.end })
  const saved = readPickle(bytes, { from: system.end, load })
  const keys = readPickle(bytes, { from: saved.end })
  const contents = cutStorages(bytes, keys.end, itemsOf(keys.value, 'keys of storages').map(textOf), storages)
  const contentOf = (storage: TorchStorage): Uint8Array => {
    const content = contents.get(storage.key)
    if (content === undefined)
      throw new FormatError(`storage ${storage.key}: expected its numbers, found none`)
    checkStorage(storage, content.length)
    return content
  }
  return { value: saved.value, storages: { isLittleEndian: true, check: contentOf, read: contentOf } }
}

function cutStorages(
  bytes: Uint8Array,
  from: number,
  keys: readonly (string | undefined)[],
  storages: ReadonlyMap<string, TorchStorage>,
): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const contents = new Map<string, Uint8Array>()
  let at = from
  for (const key of keys) {
    const storage = key === undefined ? undefined : storages.get(key)
    if (storage === undefined)
      throw new FormatError(`keys of storages: expected those of tensors, got ${key}`)
    if (at + 8 > bytes.length)
      throw new FormatError(`storage ${key}: expected its numbers, the file is cut off`)
    const count = Number(view.getBigInt64(at, true))
    const length = count * BYTES_OF_NUMBER[storage.numberType]!
    if (count < 0 || at + 8 + length > bytes.length) {
      throw new FormatError(
        `storage ${key}: expected ${count} numbers, the file has ${bytes.length - at - 8} more bytes; it is cut off`,
      )
    }
    contents.set(storage.key, bytes.subarray(at + 8, at + 8 + length))
    at += 8 + length
  }
  return contents
}
