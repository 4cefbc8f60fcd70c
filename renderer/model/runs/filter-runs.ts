import { FilterError } from '#shared/filter/filter-language.ts'
import { parseRunFilter, type RunFilter } from '#shared/filter/run-filter.ts'
import type { RunSummary } from '#contract/types.ts'
import { dataTitleOf } from '#shared/words/image-words.ts'
import { describeSettings } from './run-format.ts'
import { STATUS_LOOKS } from './run-status.ts'

/** Recipes never change, and of imported ones the same is unknown, so what one says is put together once. */
const settingsByRecipe = new WeakMap<RunSummary['recipe'], string>()

function settingsOf(run: RunSummary): string {
  let settings = settingsByRecipe.get(run.recipe)
  if (settings === undefined) {
    settings = describeSettings(run)
    settingsByRecipe.set(run.recipe, settings)
  }
  return settings
}

/**
 * Reads a filter as it was typed: what it accepts, or what is wrong with it.
 * @param now the moment from which `today` is seen, in milliseconds since 1970
 */
export function readFilter(
  text: string,
  titleOf: (dataSet: string) => string,
  now?: () => number,
): { filter: RunFilter; problem: null } | { filter: null; problem: string } {
  try {
    const describe = (run: RunSummary): string =>
      `${settingsOf(run)}\n${STATUS_LOOKS[run.status].word}\n${dataTitleOf(run, titleOf)}`
    return { filter: parseRunFilter(text, describe, now), problem: null }
  } catch (error) {
    if (error instanceof FilterError) return { filter: null, problem: error.message }
    throw error
  }
}

/** The runs that pass; archived ones only where they are shown, or the filter speaks of them. */
export function filterRuns(
  runs: readonly RunSummary[],
  { accepts, namesArchived }: RunFilter,
  showsArchived = false,
): RunSummary[] {
  const hidesArchived = !namesArchived && !showsArchived
  return runs.filter((run) => !(hidesArchived && run.isArchived) && accepts(run))
}
