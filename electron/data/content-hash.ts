import { createHash } from 'node:crypto'
import type { DataSet } from '#core/data/data-set.ts'

/**
 * SHA-256, hexadecimal, of a data set's content: training images, training labels, test images, test labels, one byte
 * each. Two folders with the same digits, gzipped or not, have the same hash.
 */
export function hashDataSet({ training, test }: DataSet): string {
  const hash = createHash('sha256')
  for (const part of [training, test]) hash.update(part.images).update(part.labels)
  return hash.digest('hex')
}
