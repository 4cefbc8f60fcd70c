import type { EpochMetrics, EpochSummary, LayerMetrics } from '#core/runs/epoch-metrics.ts'
import { readStoredRecipe } from '#core/recipe/stored-recipe.ts'
import type { PackedEpochs, PackedRuns, RunSummary } from './types.ts'

/** A run of a list, its recipe still the JSON that the store keeps. */
export interface ListedRun extends Omit<RunSummary, 'recipe'> {
  readonly recipeText: string
}

/** What rows hold of a run, in this order. */
const ROW_FIELDS = [
  ...(['id', 'name', 'status', 'reason', 'createdAt', 'durationMs', 'epochsDone', 'keepEvery'] as const),
  ...(['weightsSha256', 'dataSha256', 'notes', 'tags', 'colour'] as const),
  ...(['isStarred', 'isArchived', 'parent', 'sweep', 'unknownFields', 'origin'] as const),
] as const satisfies readonly (keyof RunSummary)[]

type RowFields = Pick<RunSummary, (typeof ROW_FIELDS)[number]>

/** The numbers of an epoch, in this order. */
const METRIC_FIELDS = [
  ...(['epoch', 'trainLoss', 'trainAccuracy', 'validationLoss', 'validationAccuracy'] as const),
  ...(['testLoss', 'testCorrect', 'testTotal', 'durationMs', 'learningRate'] as const),
] as const satisfies readonly (keyof EpochSummary)[]

/** Numbers of one epoch. */
const METRICS_PER_EPOCH = METRIC_FIELDS.length

/** Runs in few values. */
export function packRuns(runs: readonly ListedRun[]): PackedRuns {
  const metrics = new Float64Array(runs.length * 2 * METRICS_PER_EPOCH)
  runs.forEach(({ best, last }, k) => {
    packMetrics(best, metrics, 2 * k * METRICS_PER_EPOCH)
    packMetrics(last, metrics, (2 * k + 1) * METRICS_PER_EPOCH)
  })
  return {
    rows: JSON.stringify(runs.map((run) => ROW_FIELDS.map((field) => run[field]))),
    recipes: `[${runs.map((run) => run.recipeText).join()}]`,
    metrics,
  }
}

/** The runs of `packRuns`. @throws SyntaxError or ZodError for a recipe that cannot be read */
export function unpackRuns({ rows, recipes, metrics }: PackedRuns): RunSummary[] {
  const recipeList = JSON.parse(recipes) as unknown[]
  return (JSON.parse(rows) as unknown[][]).map((row, k) => ({
    ...(Object.fromEntries(ROW_FIELDS.map((field, column) => [field, row[column]])) as unknown as RowFields),
    recipe: readStoredRecipe(recipeList[k]),
    best: unpackMetrics(metrics, 2 * k * METRICS_PER_EPOCH),
    last: unpackMetrics(metrics, (2 * k + 1) * METRICS_PER_EPOCH),
  }))
}

/** The epochs of a run in few values. @param layers of each epoch, as JSON */
export function packEpochs(
  runId: string,
  epochs: readonly EpochSummary[],
  layers: readonly (string | null)[],
): PackedEpochs {
  const metrics = new Float64Array(epochs.length * METRICS_PER_EPOCH)
  epochs.forEach((epoch, k) => packMetrics(epoch, metrics, k * METRICS_PER_EPOCH))
  return { runId, metrics, layers: `[${layers.map((text) => text ?? 'null').join()}]` }
}

/** The epochs of `packEpochs`. */
export function unpackEpochs({ metrics, layers }: PackedEpochs): EpochMetrics[] {
  return (JSON.parse(layers) as (LayerMetrics[] | null)[]).map((ofEpoch, k) => ({
    ...unpackMetrics(metrics, k * METRICS_PER_EPOCH)!,
    layers: ofEpoch,
  }))
}

/** Writes an epoch as `METRIC_FIELDS`; NaN stands for null, and for no epoch in all of them. */
function packMetrics(epoch: EpochSummary | null, into: Float64Array, offset: number): void {
  for (let field = 0; field < METRICS_PER_EPOCH; field++)
    into[offset + field] = epoch?.[METRIC_FIELDS[field]!] ?? NaN
}

function unpackMetrics(from: Float64Array, offset: number): EpochSummary | null {
  const at = (field: number): number | null => {
    const value = from[offset + field]!
    return Number.isNaN(value) ? null : value
  }
  const epoch = at(0)
  if (epoch === null) return null
  // NaN as a loss means a loss that is not a number if there is an accuracy; without one, the part was not measured.
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
