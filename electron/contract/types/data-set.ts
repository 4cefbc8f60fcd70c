export type { NamedShare, StyleGallery, StyleSample } from '#core/data/pen-digits/style-samples.ts'
import type { DataExamination } from '#core/data/examine-parts.ts'

export interface DataSetInfo {
  /** What a recipe calls it: `pen-digits-2`, `mnist`, a folder's absolute path, or several as in `mnist+pen-digits-2`. */
  readonly name: string
  /** What a person reads. */
  readonly title: string
  /** A sentence or two on what the images are. */
  readonly origin: string
  /** `absent`: not downloaded or located yet, or a folder that is gone. */
  readonly state: 'ready' | 'absent' | 'broken'
  /** What is missing or wrong and what to do, null where state is `ready`. */
  readonly problem: string | null
  /** What has to be done before it is used: a `ready` one is made on first use, another is fetched, brought back or drawn. */
  readonly needs: 'download' | 'folder' | 'making' | 'drawing' | null
  /** Whether a person opened it and can take it off the list. */
  readonly isRemovable: boolean
  /** Folder of the files; null for pen digits before they were made. */
  readonly folder: string | null
  readonly trainingCount: number
  readonly testCount: number
  /** Pixels of one image. */
  readonly rows: number
  readonly columns: number
  /** Values of a pixel: 1 for grey. */
  readonly channels: number
  /** The names of its classes, in the order of their labels; empty while they are not known. */
  readonly classNames: readonly string[]
  /** What a mixed data set is made of, in the order of its name; absent for one that is not mixed. */
  readonly sources?: readonly MixedSourceInfo[]
}

/** One of the data sets that a mixed one is made of. */
export interface MixedSourceInfo {
  /** What a recipe calls it alone. */
  readonly name: string
  readonly title: string
  /** Training images that the mix takes of it; more than `availableCount` repeat them. */
  readonly trainingCount: number
  /** Images of its training file. */
  readonly availableCount: number
  readonly testCount: number
}

/** How the parts of a training would be made up. */
export interface ExaminedData extends DataExamination {
  /** Of the images and labels of the whole data set, hexadecimal. */
  readonly sha256: string
}

/** How far a download is; at most 10 reports a second. */
export interface DownloadProgress {
  /** The file at work, as in `train-images-idx3-ubyte.gz`. */
  readonly file: string
  /** Of all files together. */
  readonly receivedBytes: number
  readonly totalBytes: number
  /** The mirror at work, its host name. */
  readonly mirror: string
}

/** A few images of a data set, for the window to show. */
export interface DataSetSample {
  readonly rows: number
  readonly columns: number
  /** `(count, rows × columns)`, 0 to 255. */
  readonly images: Uint8Array
  readonly labels: Uint8Array
}
