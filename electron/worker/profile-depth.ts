import { DataError, defaultSizes, sliceImages, splitDataSet } from '#core/data/data-set.ts'
import { DEPTH, type DepthProfile, profileDepth } from '#core/explain/depth.ts'
import type { DataCache } from './data-cache.ts'
import type { DepthTask } from './task-messages.ts'

/** @throws DataError where the data set cannot be read or has too few validation images */
export async function profileDepthOf(
  { dataSet: name, plan }: DepthTask,
  data: DataCache,
): Promise<DepthProfile> {
  const { dataSet } = await data.load(name)
  const { validation } = splitDataSet(dataSet, defaultSizes(dataSet.training.count, dataSet.test.count))
  if (validation.count < 3) {
    throw new DataError(`${name}: expected 3 validation images at least, got ${validation.count}`)
  }
  const classes = dataSet.training.labels.reduce((most, label) => Math.max(most, label + 1), 2)
  // One more, for who wants to see the last one changed.
  return profileDepth(plan, sliceImages(validation, 0, Math.min(DEPTH.images + 1, validation.count)), classes)
}
