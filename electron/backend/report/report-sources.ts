import { parseMix } from '#core/recipe/mixed-data-set.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import { formatAccuracy } from '#shared/measures.ts'
import { type RunInspection, type RunSummary, WorkbenchError } from '#contract/types.ts'
import type { Inspector } from '../analysis/inspector.ts'
import { markup, type Markup } from './markup.ts'

/** A run's accuracy on each of the data sets that its own mixes, on its test images. */
export type SourcesOfRun = Pick<RunInspection, 'epoch' | 'bySource'>

/**
 * Measures a run on each of the data sets that its own mixes; null where it mixes none, has no weights, or its images are not there.
 * @param inspector null: its images are not asked, as of many runs that takes too long
 */
export async function measureSourcesForReport(
  run: RunSummary,
  inspector: Pick<Inspector, 'inspect'> | null,
): Promise<SourcesOfRun | null> {
  const dataSet = knownDataSet(run)
  if (inspector === null || dataSet === null || parseMix(dataSet) === null || run.weightsSha256 === null) {
    return null
  }
  try {
    return await inspector.inspect({ runId: run.id, part: 'test' })
  } catch (error) {
    // A report is of use without the data set, too.
    if (!(error instanceof WorkbenchError) || error.code === 'store') throw error
    return null
  }
}

/** A row for each source, by its name; empty where none was measured. */
export function renderSources(measured: SourcesOfRun | null): [name: string, value: Markup][] {
  return (measured?.bySource ?? []).map(({ title, correct, total, interval }) => [
    `Right of ${title}`,
    markup`<b>${formatAccuracy(correct / total)}</b> (${formatAccuracy(interval.low)} to ${formatAccuracy(interval.high)}) of ${total.toLocaleString('en-US')} test images, epoch ${measured!.epoch}`,
  ])
}
