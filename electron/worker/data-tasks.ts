import { DataError, type LabelledImages, pickImages, sliceImages } from '#core/data/data-set.ts'
import { type MeanImages, meanImages } from '#core/data/mean-images.ts'
import { type DoubtfulLabels, findDoubtfulLabels } from '#core/experiments/doubtful-labels.ts'
import type { DataCache } from './data-cache.ts'
import type {
  DataResults,
  FindDoubtfulTask,
  MeanImagesTask,
  SampleTask,
  TakeImagesTask,
} from './data-messages.ts'
import type { TaskUpdate } from './task-messages.ts'
import { WorkProgress } from './work-progress.ts'

/** The fewest images whose labels can be doubted: each part of the cross-validation needs some of each class. */
const FEWEST_TO_DOUBT = 100

/** @throws DataError where the data set cannot be read */
export async function takeSample(
  { dataSet, part, offset, count }: SampleTask,
  data: DataCache,
): Promise<DataResults['sample']> {
  const images = (await data.load(dataSet)).dataSet[part]
  const from = Math.min(offset, images.count)
  return copyOf(sliceImages(images, from, Math.min(from + count, images.count)))
}

/** @throws DataError where the data set cannot be read, or has fewer images */
export async function takeImages(
  { dataSet, part, indices }: TakeImagesTask,
  data: DataCache,
): Promise<DataResults['takeImages']> {
  const images = (await data.load(dataSet)).dataSet[part]
  const beyond = indices.find((index) => index >= images.count)
  if (beyond !== undefined) {
    throw new DataError(
      `${dataSet}: expected one of ${images.count} ${part} images, got the one at ${beyond}`,
    )
  }
  return copyOf(pickImages(images, indices))
}

/** The data set itself stays with this thread. */
function copyOf({ rows, columns, images, labels }: LabelledImages): DataResults['sample'] {
  return { rows, columns, images: images.slice(), labels: labels.slice() }
}

/** @throws DataError where the data set cannot be read */
export async function meanImagesOf({ dataSet, part }: MeanImagesTask, data: DataCache): Promise<MeanImages> {
  const loaded = await data.load(dataSet)
  return meanImages(loaded.dataSet[part], loaded.classCount)
}

/**
 * It takes no messages meanwhile: to cancel it, its thread is terminated.
 * @throws DataError where the data set cannot be read, or has too few images
 */
export async function findDoubtful(
  { dataSet }: FindDoubtfulTask,
  data: DataCache,
  report: (update: TaskUpdate<'findDoubtful'>) => void,
): Promise<DoubtfulLabels> {
  const loaded = await data.load(dataSet)
  const { training } = loaded.dataSet
  if (training.count < FEWEST_TO_DOUBT) {
    throw new DataError(
      `${dataSet}: expected ${FEWEST_TO_DOUBT} training images at least to tell doubtful labels, got ${training.count}`,
    )
  }
  const search = findDoubtfulLabels(training, loaded.classCount)
  const progress = new WorkProgress([1])
  for (;;) {
    const { done, value } = search.next()
    if (done === true) return value
    const passed = progress.report(0, value.share)
    if (passed !== null) report({ share: passed.share })
  }
}
