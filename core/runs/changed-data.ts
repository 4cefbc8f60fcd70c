import { knownDataSet } from '../recipe/unknown-fields.ts'
import type { RunOfImages } from './measured-images.ts'

/** A data set whose content is another than when a run was trained on it. */
export interface ChangedData {
  /** The data set as the run's recipe calls it. */
  readonly dataSet: string
  /** SHA-256 of its images and labels when the run was trained, hexadecimal. */
  readonly before: string
  /** What it is now. */
  readonly now: string
}

/**
 * Says whether the content of a run's data set is another than it was trained on; null where it is the same, where the data
 * set is another one, and where nothing is known of what it was.
 * @param measured the data set that was read and the SHA-256 of its content
 */
export function findChangedData(
  run: RunOfImages,
  measured: { readonly dataSet: string; readonly sha256: string },
): ChangedData | null {
  const { dataSet, sha256: now } = measured
  const before = run.dataSha256
  if (before === null || before === now || knownDataSet(run) !== dataSet) return null
  return { dataSet, before, now }
}
