import type { RunSummary } from '#contract/types.ts'
import { describeSettings, formatSizes } from './run-format.ts'
import { STATUS_LOOKS } from './run-status.ts'

/** The runs that hold every word of the filter in their name, status, data set, sizes or settings. */
export function filterRuns(
  runs: readonly RunSummary[],
  filter: string,
  titleOf: (dataSet: string) => string,
): RunSummary[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...runs]
  return runs.filter((run) => {
    const text = [
      run.name,
      STATUS_LOOKS[run.status].word,
      run.recipe.data.dataSet,
      titleOf(run.recipe.data.dataSet),
      formatSizes(run.recipe),
      describeSettings(run.recipe),
    ]
      .join('\n')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
