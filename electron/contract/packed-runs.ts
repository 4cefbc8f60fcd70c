import type { LayerMeasures } from '#core/training/measured-epoch.ts'
import { readStoredRecipe } from '#core/recipe/stored-recipe.ts'
import type { EpochMarks, EpochMeasures, PackedEpochs, PackedRuns, RunSummary } from './types.ts'

/** A run of a list, its recipe still the JSON that the store keeps. */
export interface ListedRun extends Omit<RunSummary, 'recipe'> {
  readonly recipeText: string
}

/** What rows hold of a run, in this order. */
const ROW_FIELDS = [
  ...(['id', 'name', 'status', 'reason', 'createdAt', 'durationMs', 'epochsDone', 'keepEvery'] as const),
  ...(['weightsSha256', 'dataSha256', 'notes', 'tags', 'colour'] as const),
  ...(['isStarred', 'isArchived', 'parent', 'sweep'] as const),
] as const satisfies readonly (keyof RunSummary)[]

type RowFields = Pick<RunSummary, (typeof ROW_FIELDS)[number]>

/** The numbers of an epoch, in this order. */
const MARK_FIELDS = [
  ...(['epoch', 'trainLoss', 'trainAccuracy', 'validationLoss', 'validationAccuracy'] as const),
  ...(['testLoss', 'testCorrect', 'testTotal', 'durationMs', 'learningRate'] as const),
] as const satisfies readonly (keyof EpochMarks)[]

/** Numbers of one epoch. */
const MARKS = MARK_FIELDS.length

/** Runs in few values. */
export function packRuns(runs: readonly ListedRun[]): PackedRuns {
  const marks = new Float64Array(runs.length * 2 * MARKS)
  runs.forEach(({ best, last }, k) => {
    packMarks(best, marks, 2 * k * MARKS)
    packMarks(last, marks, (2 * k + 1) * MARKS)
  })
  return {
    rows: JSON.stringify(runs.map((run) => ROW_FIELDS.map((field) => run[field]))),
    recipes: `[${runs.map((run) => run.recipeText).join()}]`,
    marks,
  }
}

/** The runs of `packRuns`. @throws SyntaxError or ZodError for a recipe that cannot be read */
export function unpackRuns({ rows, recipes, marks }: PackedRuns): RunSummary[] {
  const recipeList = JSON.parse(recipes) as unknown[]
  return (JSON.parse(rows) as unknown[][]).map((row, k) => ({
    ...(Object.fromEntries(ROW_FIELDS.map((field, column) => [field, row[column]])) as unknown as RowFields),
    recipe: readStoredRecipe(recipeList[k]),
    best: unpackMarks(marks, 2 * k * MARKS),
    last: unpackMarks(marks, (2 * k + 1) * MARKS),
  }))
}

/** The epochs of a run in few values. @param layers of each epoch, as JSON */
export function packEpochs(
  runId: string,
  epochs: readonly EpochMarks[],
  layers: readonly (string | null)[],
): PackedEpochs {
  const marks = new Float64Array(epochs.length * MARKS)
  epochs.forEach((epoch, k) => packMarks(epoch, marks, k * MARKS))
  return { runId, marks, layers: `[${layers.map((text) => text ?? 'null').join()}]` }
}

/** The epochs of `packEpochs`. */
export function unpackEpochs({ marks, layers }: PackedEpochs): EpochMeasures[] {
  return (JSON.parse(layers) as (LayerMeasures[] | null)[]).map((ofEpoch, k) => ({
    ...unpackMarks(marks, k * MARKS)!,
    layers: ofEpoch,
  }))
}

/** Writes an epoch as `MARK_FIELDS`; NaN stands for null, and for no epoch in all of them. */
function packMarks(epoch: EpochMarks | null, into: Float64Array, offset: number): void {
  for (let field = 0; field < MARKS; field++) into[offset + field] = epoch?.[MARK_FIELDS[field]] ?? NaN
}

function unpackMarks(from: Float64Array, offset: number): EpochMarks | null {
  const at = (field: number): number | null => {
    const value = from[offset + field]
    return Number.isNaN(value) ? null : value
  }
  const epoch = at(0)
  if (epoch === null) return null
  // A loss that is not a number stands beside an accuracy that is there; without one, the part was left out.
  const loss = (field: number): number | null => at(field) ?? (at(field + 1) === null ? null : NaN)
  return {
    epoch,
    trainLoss: loss(1),
    trainAccuracy: at(2),
    validationLoss: loss(3),
    validationAccuracy: at(4),
    testLoss: loss(5),
    testCorrect: at(6),
    testTotal: at(7),
    durationMs: at(8) ?? 0,
    learningRate: at(9),
  }
}
