import type { ForeignDataSet } from '#core/data/foreign/foreign-data-set.ts'

/** Names of tables; the UCI repository calls its parts `.tra` and `.tes`. */
export const CSV_FILE = /\.(csv|tsv|tra|tes)(\.gz)?$/i

/** Names of files of drawings, one a line. */
export const DRAWINGS_FILE = /\.(jsonl|ndjson)$/i

/** Files of one layout in one place. */
export interface FoundFiles {
  readonly layout: ForeignLayout
  /** Absolute paths of what is read, in a fixed order; a folder of pictures stands for all in it. */
  readonly files: readonly string[]
  /** Absolute path of the list beside them that names the classes; null where there is none. */
  readonly classList: string | null
}

export interface ReadOptions {
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** What lies in a place: the place itself where it is a file. */
export interface Place {
  readonly path: string
  /** The names in a folder, sorted; null for a file. */
  readonly names: readonly string[] | null
}

/** A way in which images and labels lie in files, other than MNIST's own. Each is one file and an entry of `layouts.ts`. */
export interface ForeignLayout {
  /** A sentence on where the images come from. */
  readonly origin: string
  /** The files of this layout in a place; null where there are none. By names alone, unless that says too little. */
  find(place: Place): Promise<readonly string[] | null>
  /**
   * Reads the files.
   * @throws DataError naming the file, the place in it, what was expected and what came; the signal's reason when aborted
   */
  read(files: readonly string[], options: ReadOptions): Promise<ForeignDataSet>
}

/** Which part a file belongs to by its name; null where it does not say. */
export function partOf(name: string): 'training' | 'test' | null {
  if (/(^|[^a-z])(test|t10k|tes)([^a-z]|$)/i.test(name)) return 'test'
  return /(^|[^a-z])(train|training|tra)([^a-z]|$)/i.test(name) ? 'training' : null
}

/**
 * The file to learn from and the one to test on among files of one kind; the second is absent where there is one alone.
 * @returns null where they are not one, or one of each part
 */
export function pickParts(paths: readonly string[], nameOf: (path: string) => string): string[] | null {
  if (paths.length === 1) return [...paths]
  const training = paths.filter((path) => partOf(nameOf(path)) === 'training')
  const test = paths.filter((path) => partOf(nameOf(path)) === 'test')
  return paths.length === 2 && training.length === 1 && test.length === 1 ? [...training, ...test] : null
}

/**
 * Four files in the order training images, training labels, test images, test labels.
 * @returns null where a name says too little, or there are more of one kind
 */
export function orderFour(names: readonly string[], isLabels: (name: string) => boolean): string[] | null {
  const four = (['training', 'test'] as const).flatMap((part) =>
    [false, true].map((labels) => names.filter((name) => partOf(name) === part && isLabels(name) === labels)),
  )
  return four.every((found) => found.length === 1) ? four.flat() : null
}
