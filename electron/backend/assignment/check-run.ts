import type { Assignment, HandedRun } from '#core/assignment/assignment.ts'
import { findForbiddenChanges } from '#core/assignment/changed-fields.ts'
import type { RunDifference, WorkProblem } from '#contract/types.ts'
import type { TaskResults } from '../../worker/task-messages.ts'
import { hashFloats } from '../store/float-bytes.ts'
import { handedEpoch } from './handed-epoch.ts'
import { hashJson, personalSeed } from './seal-work.ts'

/** A run as it came out when it was trained anew. */
export type Retrained = TaskResults['retrain']

/** What of a handed-in recipe is not as the assignment and the student's own seed ask. */
export function checkRecipe(
  question: string,
  { recipe }: HandedRun,
  assignment: Assignment,
  studentId: string,
): WorkProblem[] {
  const seed = assignment.fixedSeed ? assignment.recipe.seed : personalSeed(assignment.id, studentId)
  const changes = findForbiddenChanges({ ...assignment.recipe, seed: recipe.seed }, recipe, assignment.free)
  return [
    ...(recipe.seed === seed
      ? []
      : [{ code: 'other-seed', question, expected: seed, got: recipe.seed } as const]),
    ...(changes.length === 0 ? [] : [{ code: 'forbidden-changes', question, changes } as const]),
  ]
}

/** The first thing in which a run trained anew differs; null where it is the same to the bit. */
export function findDifference(
  run: HandedRun,
  { epochs, parameters, dataSha256 }: Retrained,
): RunDifference | null {
  if (run.dataSha256 !== null && run.dataSha256 !== dataSha256) return { what: 'data' }
  if (run.epochs.length !== epochs.length)
    return { what: 'epochs', expected: epochs.length, got: run.epochs.length }
  const other = run.epochs.findIndex((handed, k) => hashJson(handed) !== hashJson(handedEpoch(epochs[k]!)))
  if (other >= 0) return { what: 'measures', epoch: epochs[other]!.epoch }
  return hashFloats(parameters) === run.weightsSha256 ? null : { what: 'weights' }
}

/** The best validation accuracy of the epochs, 0 to 1; null where none was measured. */
export function bestAccuracy(
  epochs: readonly { readonly validationAccuracy: number | null }[],
): number | null {
  const measured = epochs.flatMap(({ validationAccuracy }) => validationAccuracy ?? [])
  return measured.length === 0 ? null : measured.reduce((best, each) => Math.max(best, each))
}
