import { MOST_PARAMETERS } from '../../limits.ts'
import { FormatError } from '../format-error.ts'
import { placeByStrides } from '../pickle/numpy-values.ts'
import type { TorchStorage, TorchTensor } from '../pickle/pickle-value.ts'
import { BYTES_OF_NUMBER, describeShape, lengthOf, type NamedTensor, readNumbers } from '../tensor.ts'

/** The numbers of a file's storages. */
export interface StorageBytes {
  readonly isLittleEndian: boolean
  /** Whether the file has all numbers of a storage, by its size alone. @throws FormatError */
  check(storage: TorchStorage): void
  /** @throws FormatError where the file does not have them whole */
  read(storage: TorchStorage): Uint8Array
}

/** A tensor with its numbers. */
export function nameTensor(
  name: string,
  { shape, strides, offset, storage }: TorchTensor,
  storages: StorageBytes,
): NamedTensor {
  const { numberType, start } = storage
  const count = lengthOf({ shape })
  return {
    name,
    shape,
    numberType,
    read() {
      const bytes = storages.read(storage)
      const place = placeByStrides(shape, strides, start + offset)
      return readNumbers(bytes, count, { numberType, isLittleEndian: storages.isLittleEndian }, name, place)
    },
  }
}

/** Numbers of tensors beyond those that are stored: small tensors may show one number many times. */
const SMALL = 100_000

/**
 * Views of storages cost no bytes in the file but memory once they are read: there may be twice as many numbers as are
 * stored, as tied weights have.
 * @throws FormatError
 */
export function checkTotal(
  tensors: readonly { readonly name: string; readonly value: TorchTensor }[],
  storages: StorageBytes,
): void {
  const stored = new Map<string, number>()
  for (const { value } of tensors) {
    storages.check(value.storage)
    stored.set(value.storage.key, value.storage.storedCount)
  }
  const most = Math.min(
    MOST_PARAMETERS,
    SMALL + 2 * [...stored.values()].reduce((sum, count) => sum + count, 0),
  )
  let total = 0
  for (const { name, value } of tensors) {
    total += lengthOf(value)
    if (total <= most) continue
    throw new FormatError(
      `${name}: expected at most ${most.toLocaleString('en-US')} numbers of the file's storages, got ${describeShape(value.shape)} as well`,
    )
  }
}

/** @throws FormatError where the bytes of a storage are fewer than its numbers need */
export function checkStorage({ key, numberType, storedCount }: TorchStorage, length: number): void {
  const expected = storedCount * BYTES_OF_NUMBER[numberType]!
  if (length >= expected) return
  throw new FormatError(
    `storage ${key}: expected ${expected} bytes for ${storedCount} numbers as ${numberType}, got ${length}`,
  )
}
