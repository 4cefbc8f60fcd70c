import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DataError } from '#core/data/data-set.ts'
import {
  readIdxHeader,
  readIdxImages,
  readIdxLabels,
  writeIdxImages,
  writeIdxLabels,
} from '#core/data/idx.ts'

const bytesOf = (...values: number[]): Uint8Array => Uint8Array.from(values)

describe('IDX', () => {
  it('is laid out as the page of MNIST says', () => {
    // magic number 2051, 2 images of 1 row and 3 columns, 6 pixels; magic number 2049, 2 labels
    const images = bytesOf(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 9, 8, 7, 6, 5, 4)
    const labels = bytesOf(0, 0, 8, 1, 0, 0, 0, 2, 7, 0)
    expect(readIdxImages(images, 'a')).toEqual({
      count: 2,
      rows: 1,
      columns: 3,
      images: bytesOf(9, 8, 7, 6, 5, 4),
    })
    expect(readIdxLabels(labels, 'b', 10)).toEqual(bytesOf(7, 0))
    expect(writeIdxImages(readIdxImages(images, 'a'))).toEqual(images)
    expect(writeIdxLabels(bytesOf(7, 0))).toEqual(labels)
  })

  it('gives plain arrays of a Buffer, whose slices are copies', () => {
    const labels = readIdxLabels(Buffer.from(writeIdxLabels(bytesOf(7, 0))), 'b', 10)
    const copy = labels.slice()
    copy[0] = 9
    expect(labels).toEqual(bytesOf(7, 0))
    expect(Buffer.isBuffer(labels)).toBe(false)
  })

  it('reads what it writes, wherever the bytes lie in their buffer', () => {
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (count, rows, columns) => {
          const images = Uint8Array.from({ length: count * rows * columns }, (_, k) => (k * 31) % 256)
          const file = writeIdxImages({ count, rows, columns, images })
          const shifted = new Uint8Array(file.length + 5).subarray(5)
          shifted.set(file)
          expect(readIdxImages(shifted, 'images')).toEqual({ count, rows, columns, images })
          const labels = Uint8Array.from({ length: count }, (_, k) => k % 10)
          expect(readIdxLabels(writeIdxLabels(labels), 'labels', 10)).toEqual(labels)
        },
      ),
    )
  })

  it('tells what is in a file from its head alone', () => {
    const file = writeIdxImages({ count: 3, rows: 5, columns: 4, images: new Uint8Array(60) })
    expect(readIdxHeader(file.subarray(0, 16), 'images', 'a')).toEqual({ count: 3, rows: 5, columns: 4 })
  })

  const images = writeIdxImages({ count: 2, rows: 2, columns: 2, images: new Uint8Array(8) })
  const labels = writeIdxLabels(bytesOf(1, 2, 3))
  const longer = (file: Uint8Array): Uint8Array => bytesOf(...file, 0)
  const refused: [string, () => unknown, string][] = [
    [
      'labels for images',
      () => readIdxImages(labels, 'f'),
      'f: expected the magic number 0x00000803 (images) of an IDX file, got 0x00000801 (labels)',
    ],
    [
      'images for labels',
      () => readIdxLabels(images, 'f', 10),
      'f: expected the magic number 0x00000801 (labels) of an IDX file, got 0x00000803 (images)',
    ],
    [
      'a file that is still gzipped',
      () => readIdxLabels(bytesOf(0x1f, 0x8b, 8, 0, 0, 0, 0, 0), 'f', 10),
      'f: expected the magic number 0x00000801 (labels) of an IDX file, got 0x1f8b0800',
    ],
    [
      'nothing',
      () => readIdxLabels(bytesOf(), 'f', 10),
      'f: expected an IDX header of 8 bytes, got 0 bytes in all',
    ],
    [
      'a head cut short',
      () => readIdxImages(images.subarray(0, 15), 'f'),
      'f: expected an IDX header of 16 bytes, got 15 bytes in all',
    ],
    [
      'images cut short',
      () => readIdxImages(images.subarray(0, 23), 'f'),
      'f: expected 8 bytes for 2 images of 2 × 2, got 7; the file is cut short',
    ],
    [
      'bytes after the images',
      () => readIdxImages(longer(images), 'f'),
      'f: expected 8 bytes for 2 images of 2 × 2, got 9; the file has bytes left over',
    ],
    [
      'labels cut short',
      () => readIdxLabels(labels.subarray(0, 9), 'f', 10),
      'f: expected 3 bytes for 3 labels, got 1; the file is cut short',
    ],
    [
      'a label that is no digit',
      () => readIdxLabels(writeIdxLabels(bytesOf(9, 0, 10)), 'f', 10),
      'f: expected labels from 0 to 9, got 10 at index 2',
    ],
    [
      'images without pixels',
      () => readIdxImages(writeIdxImages({ count: 1, rows: 0, columns: 2, images: bytesOf() }), 'f'),
      'f: expected images of 1 to 10000 pixels a side, got 0 × 2',
    ],
  ]

  it.each(refused)('refuses %s', (_, read, message) => {
    expect(read).toThrow(new DataError(message))
  })
})
