import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { choosingMeasure } from '#core/runs/best-epoch.ts'
import { defaultEpoch } from '#core/runs/default-epoch.ts'
import type { RunSummary } from '#contract/types.ts'
import {
  epochTitle,
  formatMeasure,
  measureOf,
  rankingPart,
  type MeasuredPart,
  type MeasureName,
} from '#shared/measures.ts'
import { commonRankingPart, imagesKey, trainedImages } from '#core/runs/measured-images.ts'
import { describeCount } from '#shared/words/count-words.ts'
import { describeImages } from '#shared/words/image-words.ts'
import { formatDuration } from './run-format.ts'

/** One result of runs side by side. */
export interface ResultRow {
  readonly label: string
  /** One text per run. */
  readonly texts: readonly string[]
  /** At which epoch, and on which images where runs differ in that. */
  readonly notes: readonly string[]
  /** The count behind an accuracy, for who points at it; empty where there is none. */
  readonly titles: readonly string[]
  /** Index of the run that does best here; null where none stands out, or they cannot be compared. */
  readonly winner: number | null
  /** What the winner is best in, as `Best test accuracy of these runs, on 4,000 test images of Pen digits`; null without one. */
  readonly winnerWords: string | null
}

export interface RunWithEpochs {
  readonly run: RunSummary
  /** In order; empty until they are known. */
  readonly epochs: readonly EpochMetrics[]
}

/** Which epoch of a run a row shows. */
type Moment = 'Best' | 'Last'

interface RowOfMeasure {
  readonly measure: MeasureName
  /** Null: the part that ranks the run's epochs. */
  readonly part: MeasuredPart | null
}

/** Best and last of each measure, and the durations. */
export function resultRows(
  runs: readonly RunWithEpochs[],
  titleOf: (dataSet: string) => string = (name) => name,
): ResultRow[] {
  const isRankedBy = (part: MeasuredPart): boolean =>
    runs.some(({ run }) => run.last !== null && rankingPart(run.last) === part)
  const hasTest = runs.some(({ run }) => run.last?.testTotal)
  const rows: RowOfMeasure[] = [
    { measure: 'accuracy', part: null },
    // Where validation ranks, the test is the answer to another question.
    ...(isRankedBy('validation') && hasTest ? [{ measure: 'accuracy', part: 'test' } as const] : []),
    { measure: 'loss', part: null },
  ]
  return [
    ...rows.flatMap((row) =>
      (['Best', 'Last'] as const).map((moment) => makeRow(runs, row, moment, titleOf)),
    ),
    {
      label: 'Duration',
      texts: runs.map(({ run }) => (run.durationMs > 0 ? formatDuration(run.durationMs) : '–')),
      ...{ notes: [], titles: [] },
      ...{ winner: null, winnerWords: null },
    },
  ]
}

function makeRow(
  runs: readonly RunWithEpochs[],
  { measure, part }: RowOfMeasure,
  moment: Moment,
  titleOf: (dataSet: string) => string,
): ResultRow {
  // Which part it is, where that is the same for all.
  const named = part ?? commonRankingPart(runs.map(({ run }) => run))
  const found = runs.map((run) => findEpoch(run, measure, part, moment))
  const values = found.map((each) => each?.value ?? null)
  // Only what was measured on the same images has a best.
  const keys = new Set(
    found.flatMap((each, k) => (each === null ? [] : [imagesKey(runs[k]!.run, each.part)])),
  )
  const hasMixedImages = keys.size > 1 || keys.has(null)
  // Each loss has a scale of its own.
  const areComparable = measure === 'accuracy' || new Set(runs.map(({ run }) => run.recipe.loss)).size === 1
  const winner = areComparable && !hasMixedImages ? indexOfBest(values, measure) : null
  return {
    label:
      part === 'test' && moment === 'Best'
        ? 'Test accuracy at best validation'
        : `${moment} ${named === null ? '' : `${named} `}${measure}`,
    texts: values.map((value) => formatMeasure(measure, value)),
    notes: found.map((each, k) => {
      if (each === null) return ''
      const title = epochTitle(each.epoch).toLowerCase()
      const images = trainedImages(runs[k]!.run, each.part)
      return hasMixedImages && images !== null ? `${title}, ${describeImages(images, titleOf)}` : title
    }),
    titles: found.map((each) => each?.count ?? ''),
    winner,
    winnerWords:
      winner === null ? null : describeWinner(runs[winner]!.run, found[winner]!.part, measure, titleOf),
  }
}

function describeWinner(
  run: RunSummary,
  part: MeasuredPart,
  measure: MeasureName,
  titleOf: (dataSet: string) => string,
): string {
  const images = trainedImages(run, part)
  const of = `${measure === 'accuracy' ? 'Best' : 'Lowest'} ${part} ${measure} of these runs`
  return images === null ? of : `${of}, on ${describeImages(images, titleOf)}`
}

interface FoundEpoch {
  readonly epoch: number
  readonly part: MeasuredPart
  readonly value: number
  /** The images behind an accuracy; null of a loss. */
  readonly count: string | null
}

function findEpoch(
  { run, epochs }: RunWithEpochs,
  measure: MeasureName,
  part: MeasuredPart | null,
  moment: Moment,
): FoundEpoch | null {
  // Where patience waits for the loss, the epoch that stands for the run is not the one with the best accuracy.
  const isByLoss = run.best !== null && choosingMeasure(run.recipe, run.best).measure === 'loss'
  const isOfChoice = run.best !== null && part !== null && part !== rankingPart(run.best)
  // What the summary knows need not wait for the epochs.
  const isKnown = moment === 'Last' || (measure === 'accuracy' && (!isByLoss || isOfChoice))
  // A test must not choose its own epoch where validation can: that would make it look better than on new images.
  const isChosen = run.best !== null && (part === null || defaultEpoch(run)?.choice !== 'last')
  const known = [moment === 'Best' && isChosen ? run.best : run.last].filter((epoch) => epoch !== null)
  const all = (isKnown ? known : epochs).flatMap((epoch): FoundEpoch[] => {
    const of = part ?? rankingPart(epoch)
    const value = measureOf(epoch, measure, of)
    const count = measure === 'accuracy' ? describeCount(run, epoch, of) : null
    return value === null ? [] : [{ epoch: epoch.epoch, part: of, value, count }]
  })
  const k = indexOfBest(
    all.map(({ value }) => value),
    measure,
    'first',
  )
  return k === null ? null : all[k]!
}

/** The best value's index; null where there is none or, but for `first`, more than one or nothing to beat. */
function indexOfBest(
  values: readonly (number | null)[],
  measure: MeasureName,
  ties: 'none' | 'first' = 'none',
): number | null {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return null
  const best = measure === 'loss' ? Math.min(...known) : Math.max(...known)
  const holders = values.flatMap((value, k) => (value === best ? [k] : []))
  return ties === 'first' || (holders.length === 1 && values.length > 1) ? holders[0]! : null
}
