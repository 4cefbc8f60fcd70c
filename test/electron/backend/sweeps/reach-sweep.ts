import type { SweepDetail, SweepSettings, SweepStatus, SweepSummary } from '#contract/types.ts'
import type { Workbench } from '#backend/workbench.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { parseVariation } from '#core/experiments/sweep/variation.ts'
import { nextEvent } from '../tiny-workbench.ts'

/** The grid of a recipe's variations, written as for `--vary`. */
export function settingsOf(
  recipe: Recipe,
  texts: readonly string[],
  others: Partial<SweepSettings> = {},
): SweepSettings {
  const variations = texts.map((text) => parseVariation(text, recipe))
  return {
    ...{ recipe, variations, search: { kind: 'grid' }, halving: null, workers: null, keepEvery: 1 },
    ...others,
  }
}

/** Waits until a sweep is as wished, and answers it with its runs. */
export async function reachSweep(
  workbench: Workbench,
  sweepId: string,
  isReached: (sweep: SweepSummary) => boolean,
): Promise<SweepDetail> {
  const reached = nextEvent(workbench, 'sweepChanged', (sweep) => sweep.id === sweepId && isReached(sweep))
  if (!isReached(await workbench.api.sweeps.get({ sweepId }))) await reached
  return workbench.api.sweeps.get({ sweepId })
}

/** Whether a sweep has one of these statuses. */
export const hasStatus =
  (...statuses: SweepStatus[]) =>
  (sweep: SweepSummary): boolean =>
    statuses.includes(sweep.status)
