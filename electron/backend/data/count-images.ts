import type { FileCounts } from '#core/evaluation/diagnosis/evidence.ts'
import type { DataLibrary } from './data-library.ts'

/** Images in the files of a data set as a recipe names it; null where it is not on this machine. */
export async function countImages(
  library: Pick<DataLibrary, 'describe'>,
  dataSet: string,
  fingerprint?: string,
): Promise<FileCounts | null> {
  try {
    const { state, trainingCount, testCount } = await library.describe(dataSet, fingerprint)
    return state === 'ready' ? { training: trainingCount, test: testCount } : null
  } catch {
    // A name that no source knows, as of another version: nothing is known of it.
    return null
  }
}
