import { formatAccuracy } from '#shared/measures.ts'
import type { EpochSummary } from '#core/runs/epoch-metrics.ts'
import { type Interval, wilsonInterval } from '#core/evaluation/intervals.ts'
import type { RunDetail } from '#contract/types.ts'
import { imagesKey, isRankedAlike, rankingImages, rankingKey } from '#core/runs/measured-images.ts'
import { isFieldKnown, UNKNOWN } from '#core/recipe/unknown-fields.ts'
import { dataTitleOf, describeImages } from '#shared/words/image-words.ts'
import { markup, type Markup } from './markup.ts'

/** A share of images that were read rightly, of one part at one epoch. */
export interface PartAccuracy {
  readonly correct: number
  readonly total: number
  readonly interval: Interval
}

/**
 * How many images of a part a network classified correctly; null where it was not measured. Validation is stored only
 * as a share.
 */
export function accuracyOf(
  run: Pick<RunDetail, 'recipe'>,
  epoch: EpochSummary | null,
  part: 'validation' | 'test',
): PartAccuracy | null {
  if (epoch === null) return null
  const total = part === 'test' ? epoch.testTotal : run.recipe.data.validationSize
  const correct =
    part === 'test'
      ? epoch.testCorrect
      : epoch.validationAccuracy === null
        ? null
        : Math.round(epoch.validationAccuracy * (total ?? 0))
  if (correct === null || total === null || total < 1 || correct > total) return null
  return { correct, total, interval: wilsonInterval(correct, total) }
}

const COLUMNS = [
  'Run',
  'Data',
  'Epochs',
  'Best epoch',
  'Validation, best epoch',
  'Test, best epoch',
  'Validation, last epoch',
  'Test, last epoch',
  'Time',
]

const COLUMN_PARTS = ['validation', 'test', 'validation', 'test'] as const

/**
 * What each run reached, with 95 % intervals; the best of a column is marked where several runs were measured on the same
 * images.
 */
export function renderResults(
  runs: readonly RunDetail[],
  heads: readonly Markup[],
  titleOf: (dataSet: string) => string,
): Markup {
  const cells = runs.map((run) =>
    [run.best, run.last].flatMap((epoch) => [
      accuracyOf(run, epoch, 'validation'),
      accuracyOf(run, epoch, 'test'),
    ]),
  )
  const isOfSameImages = (part: 'validation' | 'test', column: number): boolean =>
    new Set(runs.flatMap((run, k) => (cells[k]![column] === null ? [] : [imagesKey(run, part)]))).size === 1
  const best = COLUMN_PARTS.map((part, k) => {
    if (!isOfSameImages(part, k)) return -1
    const shares = cells.map((row) => (row[k] === null ? -1 : row[k]!.correct / row[k]!.total))
    const highest = Math.max(...shares)
    return runs.length > 1 && highest >= 0 && shares.filter((share) => share === highest).length === 1
      ? shares.indexOf(highest)
      : -1
  })
  const rows = runs.map(
    (run, k) =>
      markup`<tr>
        <th scope="row">${heads[k]!}</th>
        <td>${dataTitleOf(run, titleOf)}</td>
        <td>${isFieldKnown(run, 'epochs') ? `${run.epochsDone} of ${run.recipe.epochs}` : UNKNOWN}</td>
        <td>${run.best === null ? '–' : run.best.epoch}</td>
        ${cells[k]!.map((cell, column) => markup`<td${best[column] === k ? markup` class="best"` : null}>${renderAccuracy(cell)}</td>`)}
        <td>${seconds(run.durationMs)}</td>
      </tr>`,
  )
  return markup`<div class="scroll">
      <table class="numbers">
        <thead>
          <tr>
            ${COLUMNS.map((name) => markup`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${renderImages(runs, titleOf)}
    <p class="remark">
      Shares of images read rightly, with Wilson’s 95 % intervals; epochs count from 0. The best epoch is
      chosen by validation accuracy, or by validation loss where the recipe’s patience waits for that, else by test
      accuracy; a test share at an epoch that test itself chose is a little too
      high.
    </p>`
}

/** That accuracies on different images are no ranking, and which images they are of. */
function renderImages(runs: readonly RunDetail[], titleOf: (dataSet: string) => string): Markup | null {
  if (isRankedAlike(runs)) return null
  const groups = Map.groupBy(
    runs.filter((run) => rankingKey(run) !== null),
    (run) => rankingKey(run),
  )
  const lines = [...groups.values()].map((members) => {
    const names = members.map(({ name }) => name).join(', ')
    return `${names}: ${describeImages(rankingImages(members[0]!)!, titleOf)}`
  })
  return markup`<p class="remark warning">
    These runs were measured on different images, so that their accuracies are no ranking. ${lines.join('; ')}.
  </p>`
}

function renderAccuracy(cell: PartAccuracy | null): Markup {
  if (cell === null) return markup`–`
  const { correct, total, interval } = cell
  return markup`<b>${formatAccuracy(correct / total)}</b><br /><small
      >${formatAccuracy(interval.low)} to ${formatAccuracy(interval.high)}</small
    ><br /><small>${correct.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}</small>`
}

function seconds(durationMs: number): string {
  const value = durationMs / 1000
  if (value < 120) return `${value.toFixed(1)}\u00a0s`
  return value < 7200 ? `${(value / 60).toFixed(1)}\u00a0min` : `${(value / 3600).toFixed(1)}\u00a0h`
}
