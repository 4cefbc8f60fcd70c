import { readZip } from '#core/formats/zip/read-zip.ts'
import { writeZip } from '#core/formats/zip/write-zip.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'

/** Bytes of a pickle, a character for each. */
export const pickle = (...parts: readonly string[]): Uint8Array =>
  Uint8Array.from(parts.join(''), (character) => character.charCodeAt(0))

/** A number of 32 bits, lowest byte first. */
export const uint32 = (value: number): string =>
  String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24)

/** A text of a pickle. */
export const text = (value: string): string => `X${uint32(value.length)}${value}`

/** A whole number of a pickle. */
export const integer = (value: number): string => `J${uint32(value)}`

/** A tuple of a pickle. */
export const tuple = (...items: readonly string[]): string => `(${items.join('')}t`

/** A tensor as torch.save writes it, of numbers of the storage with that key. */
export const tensor = (
  key: string,
  count: number,
  shape: readonly number[],
  strides: readonly number[],
  offset = 0,
  type = 'FloatStorage',
): string =>
  `ctorch._utils\n_rebuild_tensor_v2\n${tuple(
    `${tuple(text('storage'), `ctorch\n${type}\n`, text(key), text('cpu'), integer(count))}Q`,
    integer(offset),
    tuple(...shape.map(integer)),
    tuple(...strides.map(integer)),
    '\x89',
    'N',
  )}R`

/** A dict of a pickle. */
export const dict = (entries: Readonly<Record<string, string>>): string =>
  `}(${Object.entries(entries)
    .map(([key, value]) => text(key) + value)
    .join('')}u`

/** An archive as torch.save writes it. */
export const archive = (
  pickled: Uint8Array,
  storages: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array =>
  writeZip(
    [
      { name: 'archive/data.pkl', bytes: pickled },
      ...Object.entries(storages).map(([key, bytes]) => ({ name: `archive/data/${key}`, bytes })),
    ],
    FORMAT_TOOLS,
  )

/** An archive's pickle, and the archive around another. */
export function openArchive(bytes: Uint8Array): {
  pickled: Uint8Array
  around: (pickled: Uint8Array) => Uint8Array
} {
  const files = readZip(bytes, FORMAT_TOOLS, 1e6).map((entry) => ({
    name: entry.name,
    bytes: Uint8Array.from(entry.read()),
  }))
  const isPickle = ({ name }: { name: string }): boolean => name.endsWith('data.pkl')
  return {
    pickled: files.find(isPickle)!.bytes,
    around: (pickled) =>
      writeZip(
        files.map((file) => (isPickle(file) ? { ...file, bytes: pickled } : file)),
        FORMAT_TOOLS,
      ),
  }
}
