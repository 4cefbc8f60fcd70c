import { DataError, type DataSet, type LabelledImages } from './data-set.ts'

/*
 * Several data sets as one. Images of the sources take turns in proportion to how many there are of each, so that the first
 * so many images and the last so many, of which a recipe makes its parts, hold the sources in proportion as well.
 */

/** A data set that is mixed with others. */
export interface MixedSource {
  readonly dataSet: DataSet
  /** Images of its training file; more than there are repeat them, see `pickRepeated`. Null: all. */
  readonly count: number | null
}

/** Of repeated training images, the last sixth is made of the file's last sixth: so validation images are no training images. */
const LAST_SHARE = 6

/**
 * Whose turn it is, for each image of a mix.
 * @param counts images of each source
 * @returns `(sum of counts)`, each the index of a source
 */
export function mixOrder(counts: readonly number[]): Uint8Array {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const taken = counts.map(() => 0)
  return Uint8Array.from({ length: total }, (_, place) => {
    // The source that is furthest behind its share of the images so far; of equals the first.
    let next = 0
    let furthest = -Infinity
    counts.forEach((count, source) => {
      const behind = count * (place + 1) - taken[source]! * total
      if (behind > furthest) [next, furthest] = [source, behind]
    })
    taken[next]!++
    return next
  })
}

/**
 * Which of a file's images are taken, in order: the first `count`; where there are fewer, the first five sixths of them over and over,
 * then the last sixth over and over, in the same proportion.
 * @param available images of the file
 */
export function pickRepeated(available: number, count: number): (place: number) => number {
  const held = Math.floor(available / LAST_SHARE)
  if (count <= available || held === 0) return (place) => place % available
  const lasts = Math.floor(count / LAST_SHARE)
  const firsts = count - lasts
  return (place) =>
    place < firsts ? place % (available - held) : available - held + ((place - firsts) % held)
}

/**
 * Mixes data sets; the test files are taken whole. Each image knows its source. Nothing of the sources is shared.
 * @param isUsedUp whether the images give back their memory while an engine copies them, see `LabelledImages.dropFrom`
 * @throws DataError where their images differ in size, or one has no training images to repeat
 */
export function mixDataSets(sources: readonly MixedSource[], isUsedUp = false): DataSet {
  const counts = sources.map(({ dataSet: { training }, count }) => count ?? training.count)
  return {
    training: mixImages(
      sources.map(({ dataSet }) => dataSet.training),
      counts,
      isUsedUp,
    ),
    test: mixImages(
      sources.map(({ dataSet }) => dataSet.test),
      sources.map(({ dataSet }) => dataSet.test.count),
      isUsedUp,
    ),
  }
}

function mixImages(
  files: readonly LabelledImages[],
  counts: readonly number[],
  isUsedUp: boolean,
): LabelledImages {
  const { rows, columns } = files[0]!
  const pixels = rows * columns
  const other = files.find((file) => file.rows !== rows || file.columns !== columns)
  if (other !== undefined) {
    throw new DataError(
      `Mixed data set: expected images of ${rows} × ${columns} as in the first, got ${other.rows} × ${other.columns}`,
    )
  }
  if (files.some((file, k) => file.count === 0 && counts[k]! > 0)) {
    throw new DataError('Mixed data set: expected training images of each data set, got one without any')
  }
  const sources = mixOrder(counts)
  const count = sources.length
  const buffer = new ArrayBuffer(count * pixels, { maxByteLength: count * pixels })
  const images = new Uint8Array(buffer)
  const labels = new Uint8Array(count)
  const picks = files.map((file, k) => pickRepeated(file.count, counts[k]!))
  const taken = files.map(() => 0)
  sources.forEach((source, place) => {
    const file = files[source]!
    const index = picks[source]!(taken[source]!++)
    images.set(file.images.subarray(index * pixels, (index + 1) * pixels), place * pixels)
    labels[place] = file.labels[index]!
  })
  const mixed = { count, rows, columns, images, labels, sources }
  if (!isUsedUp) return mixed
  return { ...mixed, dropFrom: (index) => buffer.resize(Math.min(buffer.byteLength, index * pixels)) }
}
