import { crc32 } from 'node:zlib'
import { PNG } from 'pngjs'
import { writeZip } from '#core/formats/zip/write-zip.ts'

/** Pixels of `count` images, no two of them alike. */
export const pixelsOf = (count: number, pixels: number, seed = 0): number[] =>
  Array.from({ length: count * pixels }, (_, k) => (k * 37 + seed + (k >> 8)) % 256)

/** An array as NumPy writes it, of a type with one byte an element or of float32. */
export function npy(numbers: readonly number[], shape: readonly number[], type = '|u1'): Uint8Array {
  const dict = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`
  const head = dict.padEnd(117) + '\n'
  const content =
    type === '<f4' ? new Uint8Array(Float32Array.from(numbers).buffer) : Uint8Array.from(numbers)
  const bytes = new Uint8Array(10 + head.length + content.length)
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, head.length, 0])
  bytes.set(new TextEncoder().encode(head), 10)
  bytes.set(content, 10 + head.length)
  return bytes
}

/** An archive of arrays by their names. */
export function npz(arrays: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const files = Object.entries(arrays).map(([name, bytes]) => ({ name: `${name}.npy`, bytes }))
  return writeZip(files, { crc32 })
}

/** A picture in shades of grey, `(rows × columns)`, as PNG. */
export const grey = (columns: number, rows: number, pixels: readonly number[]): Buffer => {
  const png = new PNG({ width: columns, height: rows })
  pixels.forEach((pixel, k) => png.data.set([pixel, pixel, pixel, 255], 4 * k))
  return PNG.sync.write(png)
}
