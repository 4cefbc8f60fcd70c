import { listSome } from '#core/math/list-words.ts'
import { formatCount } from '../format.ts'

/** What is under way in the window's store when another one is to be opened. */
export interface UnderWay {
  /** Names of the trainings of this program: those that train, wait or are paused. */
  readonly trainings: readonly string[]
  /** Name of the sweep that runs; null for none. */
  readonly sweep: string | null
  readonly isDrawingCurve: boolean
  readonly isTryingValues: boolean
  readonly isDownloading: boolean
  /** The file that is exported or imported; null for none. */
  readonly fileWork: { readonly kind: 'export' | 'import'; readonly fileName: string } | null
}

/** More names would hide what is asked. */
const MOST_NAMED = 3

/** What leaving the store does to what is under way, a sentence each; empty where nothing is. */
export function describeLeaving(underWay: UnderWay): string[] {
  const { trainings, sweep, isDrawingCurve, isTryingValues, isDownloading, fileWork } = underWay
  const sentences: string[] = []
  if (trainings.length > 0) {
    const isOne = trainings.length === 1
    const count = isOne ? 'One training' : `${formatCount(trainings.length)} trainings`
    const subjects = `${count} (${listSome(trainings, MOST_NAMED)})${sweep === null ? '' : ` and the sweep ${sweep}`}`
    sentences.push(
      isOne && sweep === null
        ? `${subjects} is interrupted after its last finished epoch, and can be resumed once this store is open again.`
        : `${subjects} are interrupted after the last finished epoch, and can be resumed once this store is open again.`,
    )
  }
  if (isDrawingCurve) sentences.push('The learning curve that is drawn is given up.')
  if (isTryingValues) sentences.push('The what-if that is tried is given up.')
  if (isDownloading) sentences.push('The download of MNIST stops; what has come of it is kept.')
  if (fileWork !== null) {
    sentences.push(
      fileWork.kind === 'export'
        ? `The export to ${fileWork.fileName} is cancelled.`
        : `The import of ${fileWork.fileName} is cancelled, and nothing of it is added.`,
    )
  }
  return sentences
}
