import { z } from 'zod'
import { IMAGE_KINDS } from '#core/data/find-images.ts'
import type { MeanImages } from '#core/data/mean-images.ts'
import type { DoubtfulLabels, DoubtProgress } from '#core/experiments/doubtful-labels.ts'
import { dataSchema } from '#core/recipe/recipe.ts'
import { call, event, longCall } from '../define-calls.ts'
import { dataSet } from '../fields.ts'
import { PATH_LIMIT } from '../limits.ts'
import type { DataSetInfo, DataSetSample, DownloadProgress, ExaminedData, StyleGallery } from '../types.ts'

const path = z
  .string()
  .min(1, 'Images: expected a path, but it is empty')
  .max(PATH_LIMIT, `Images: expected a path of at most ${PATH_LIMIT} characters`)

/** Images that one call gives at most. */
const MOST_IMAGES = 1000
const dataFile = z.enum(['training', 'test'])

const examinedData = dataSchema.pick({
  dataSet: true,
  fingerprint: true,
  trainSize: true,
  validationSize: true,
  testSize: true,
  isStratified: true,
})

/** The data sets that recipes can name. */
export const dataCalls = {
  list: call().returns<DataSetInfo[]>(),
  /** Lists a folder or file with images and labels as a data set. Fails with `data` where they are not valid. */
  addImages: call(z.strictObject({ path })).returns<DataSetInfo>(),
  /** Takes a folder or file off the list; its files stay. */
  forgetImages: call(z.strictObject({ path })).returnsNothing(),
  /** Makes pen digits or checks the files, so that the set is ready to train on. */
  prepare: call(z.strictObject({ dataSet })).returns<DataSetInfo>(),
  /**
   * How the parts of a training with these sizes would be made up, and what a person should know of them; the data set is
   * read whole the first time. Fails with `invalid` where it has fewer images.
   */
  examine: call(examinedData).returns<ExaminedData>(),
  /**
   * Downloads a data set that is not on this machine, as MNIST. A second call joins the download under way, which goes
   * on as long as one of its callers waits; what came whole before a cancel stays.
   */
  download: longCall(z.strictObject({ dataSet })).reports<DownloadProgress>().returns<DataSetInfo>(),
  getSample: call(
    z.strictObject({
      dataSet,
      part: dataFile,
      offset: z.int().min(0),
      count: z.int().min(1).max(MOST_IMAGES),
    }),
  ).returns<DataSetSample>(),
  /** Some images of a file, in the order of their indices in it. Fails with `data` where it has fewer. */
  getImages: call(
    z.strictObject({ dataSet, part: dataFile, indices: z.array(z.int().min(0)).min(1).max(MOST_IMAGES) }),
  ).returns<DataSetSample>(),
  /** Which images of a file are of a class, come twice, are in both files or have two labels; see `findImages`. */
  findImages: call(
    z.strictObject({
      dataSet,
      part: dataFile,
      label: z.int().min(0).max(255).nullable(),
      kind: z.enum(IMAGE_KINDS),
    }),
  ).returns<Uint32Array>(),
  /** The mean image of each class of a file. */
  getMeanImages: call(z.strictObject({ dataSet, part: dataFile })).returns<MeanImages>(),
  /**
   * Looks for wrong labels in the training file, by networks that did not learn from them; see `findDoubtfulLabels`. Fails with
   * `data` where it has too few images.
   */
  findDoubtfulLabels: longCall(z.strictObject({ dataSet }))
    .reports<DoubtProgress>()
    .returns<DoubtfulLabels>(),
  /** Each writing style of pen digits with its share and examples. Fails with `data` for another data set. */
  drawStyles: call(
    z.strictObject({ dataSet, count: z.int().min(1).max(50), seed: z.int().min(0).max(4_294_967_295) }),
  ).returns<StyleGallery>(),
}

export const dataEvents = {
  /** Data sets came, went or changed: all of them as they are now. */
  dataSetsChanged: event<DataSetInfo[]>(),
}
