import { findFitProblems } from '#core/runs/recipe-fit.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import { describeFitProblem, shapeOf } from '#shared/words/fit-words.ts'
import type { DataSetInfo, RunSummary } from '#contract/types.ts'

/** A data set on which networks may be measured. */
export interface FittingDataSet {
  readonly name: string
  /** Why it cannot be used, in words; null where it can. */
  readonly problem: string | null
  /** Whether one of the networks was trained on it. */
  readonly isOwn: boolean
}

/**
 * The data sets to measure networks on: those that the runs were trained on first, then all others that are listed; those
 * that do not fit come last, with the reason.
 */
export function fittingDataSets(
  runs: readonly RunSummary[],
  list: readonly DataSetInfo[],
): readonly FittingDataSet[] {
  const own = new Set(runs.flatMap((run) => knownDataSet(run) ?? []))
  // The backend may find a data set that is not listed, as one whose folder was moved.
  const unlisted = [...own].filter((name) => !list.some((info) => info.name === name))
  const all = [
    ...unlisted.map((name): FittingDataSet => ({ name, problem: null, isOwn: true })),
    ...list.map((info) => ({
      name: info.name,
      problem: findProblem(runs, info),
      isOwn: own.has(info.name),
    })),
  ]
  const rank = ({ problem, isOwn }: FittingDataSet): number => (problem !== null ? 2 : isOwn ? 0 : 1)
  return all.sort((a, b) => rank(a) - rank(b))
}

function findProblem(runs: readonly RunSummary[], info: DataSetInfo): string | null {
  if (info.state !== 'ready') return info.problem ?? 'It is not on this computer yet'
  for (const { recipe } of runs) {
    const outputUnits = recipe.layers.at(-1)!.units
    // Whole files are measured, so how a recipe divides its own data does not matter.
    const fitted = { inputSize: recipe.inputSize, outputUnits, trainSize: 0, validationSize: 0, testSize: 0 }
    const [problem] = findFitProblems(fitted, shapeOf(info))
    if (problem !== undefined) return describeFitProblem(problem, info)
  }
  return null
}
