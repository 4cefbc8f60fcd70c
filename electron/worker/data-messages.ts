import type { DataProfile } from '#core/data/data-profile.ts'
import type { DataFile } from '#core/data/find-images.ts'
import type { MeanImages } from '#core/data/mean-images.ts'
import type { StyleGallery } from '#core/data/pen-digits/style-samples.ts'
import type { DoubtfulLabels, DoubtProgress } from '#core/experiments/doubtful-labels.ts'

/** Takes images of a file of a data set that follow each other. */
export interface SampleTask {
  readonly type: 'sample'
  readonly dataSet: string
  readonly part: DataFile
  readonly offset: number
  readonly count: number
}

/** Takes some images of a file of a data set. */
export interface TakeImagesTask {
  readonly type: 'takeImages'
  readonly dataSet: string
  readonly part: DataFile
  readonly indices: readonly number[]
}

/** Takes the mean image of each class of a file of a data set. */
export interface MeanImagesTask {
  readonly type: 'meanImages'
  readonly dataSet: string
  readonly part: DataFile
}

/** Looks for wrong labels in the training file of a data set by cross-validation. */
export interface FindDoubtfulTask {
  readonly type: 'findDoubtful'
  readonly dataSet: string
}

/** Writes the styles of pen digits. */
export interface DrawStylesTask {
  readonly type: 'drawStyles'
  readonly dataSet: string
  /** Images of each style. */
  readonly count: number
  readonly seed: number
}

/** Looks through a data set for what decides how its parts come out. */
export interface ProfileTask {
  readonly type: 'profile'
  readonly dataSet: string
}

/** Reads a data set whole, making pen digits where they are not there yet. */
export interface PrepareTask {
  readonly type: 'prepare'
  readonly dataSet: string
}

export type DataTask =
  SampleTask | TakeImagesTask | MeanImagesTask | FindDoubtfulTask | DrawStylesTask | ProfileTask | PrepareTask

/** Images with their labels. */
interface TakenImages {
  readonly rows: number
  readonly columns: number
  /** `(count, rows × columns)` */
  readonly images: Uint8Array
  /** `(count)` */
  readonly labels: Uint8Array
}

export interface DataResults {
  readonly sample: TakenImages
  readonly takeImages: TakenImages
  readonly meanImages: MeanImages
  readonly findDoubtful: DoubtfulLabels
  readonly drawStyles: StyleGallery
  readonly profile: { readonly sha256: string; readonly profile: DataProfile }
  readonly prepare: { readonly sha256: string }
}

export interface DataUpdates {
  readonly findDoubtful: DoubtProgress
}
