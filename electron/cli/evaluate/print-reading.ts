import { readComparison } from '#core/runs/read-comparison.ts'
import type { Workbench } from '#backend/workbench.ts'
import { fetchEpochs } from '#contract/fetch-epochs.ts'
import type { RunSummary } from '#contract/types.ts'
import { describeReading } from '#shared/words/comparison-words.ts'
import { ownWord } from '#shared/words/value-names.ts'
import type { Output } from '../common/output.ts'
import { labelsById } from './compare-with-first.ts'

/** Prints in which settings compared runs differ, and which of them were still rising when they ended. */
export async function printReading(
  workbench: Workbench,
  output: Output,
  runs: readonly RunSummary[],
): Promise<void> {
  const unique = [...new Map(runs.map((run) => [run.id, run])).values()]
  if (unique.length < 2) return
  const ids = unique.map(({ id }) => id)
  const epochs = await fetchEpochs(workbench.api, ids)
  const reading = readComparison(unique.map((run) => ({ ...run, epochs: epochs.get(run.id) ?? [] })))
  const labels = labelsById(unique)
  const sentences = describeReading(reading, (id) => `'${labels.get(id)!}'`, ownWord)
  const differing = reading.differing.map(({ path, values }) => ({
    path,
    values: values.map((value) => value ?? null),
  }))
  output.result({ event: 'comparison', runIds: ids, ...reading, differing, sentences }, sentences.join('\n'))
}
