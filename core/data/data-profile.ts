import type { DataSet, LabelledImages } from './data-set.ts'

/**
 * What of a data set decides how its parts come out, whatever their sizes: the labels in the order of the files, and which
 * images are the same. About five bytes an image.
 */
export interface DataProfile {
  /** Classes that labels can name; some may have no image. */
  readonly classCount: number
  /** `(training images)`, each the index of a class. */
  readonly trainingLabels: Uint8Array
  /** `(test images)`, each the index of a class. */
  readonly testLabels: Uint8Array
  /**
   * `(training images + test images)`, those of the training file first: for each image the index of the first one with
   * exactly the same pixels, which is its own where there is none before it.
   */
  readonly firstTwins: Uint32Array
}

/**
 * Looks through a data set once, which takes about 0.05 s for the 70,000 images of MNIST.
 * @param classCount classes that labels can name
 */
export function profileDataSet({ training, test }: DataSet, classCount: number): DataProfile {
  return {
    classCount,
    trainingLabels: training.labels.slice(),
    testLabels: test.labels.slice(),
    firstTwins: findFirstTwins([training, test]),
  }
}

/** Images are looked up by a hash in a table with open addressing, then compared byte by byte. */
function findFirstTwins(files: readonly LabelledImages[]): Uint32Array {
  const total = files.reduce((sum, { count }) => sum + count, 0)
  const twins = new Uint32Array(total)
  const size = 2 ** Math.ceil(Math.log2(2 * total + 2))
  /** Index of an image plus 1; 0 is a free slot. */
  const slots = new Uint32Array(size)
  const hashes = new Uint32Array(size)
  let index = 0
  for (const { count, rows, columns, images } of files) {
    const pixels = rows * columns
    /** An image, read four pixels at a time. */
    const bytes = new Uint8Array(4 * Math.ceil(pixels / 4))
    const words = new Uint32Array(bytes.buffer)
    for (let i = 0; i < count; i++, index++) {
      bytes.set(images.subarray(i * pixels, (i + 1) * pixels))
      const hash = hashWords(words)
      let slot = hash & (size - 1)
      while (slots[slot] !== 0 && !(hashes[slot] === hash && isSame(files, slots[slot]! - 1, index))) {
        slot = (slot + 1) & (size - 1)
      }
      if (slots[slot] === 0) {
        slots[slot] = index + 1
        hashes[slot] = hash
      }
      twins[index] = slots[slot]! - 1
    }
  }
  return twins
}

/** FNV-1a over the words that are not background alone, each with its place; 32 bits. */
function hashWords(words: Uint32Array): number {
  let hash = 0x811c9dc5
  for (let k = 0; k < words.length; k++) {
    const word = words[k]!
    if (word !== 0) hash = Math.imul(Math.imul(hash ^ k, 0x01000193) ^ word, 0x01000193)
  }
  return (hash ^ (hash >>> 15)) >>> 0
}

function isSame(files: readonly LabelledImages[], a: number, b: number): boolean {
  const first = pixelsAt(files, a)
  const second = pixelsAt(files, b)
  return first.length === second.length && first.every((pixel, p) => pixel === second[p])
}

/** @param index of all images, those of the first file first */
function pixelsAt(files: readonly LabelledImages[], index: number): Uint8Array {
  let at = index
  for (const { count, rows, columns, images } of files) {
    if (at < count) return images.subarray(at * rows * columns, (at + 1) * rows * columns)
    at -= count
  }
  return new Uint8Array(0)
}
