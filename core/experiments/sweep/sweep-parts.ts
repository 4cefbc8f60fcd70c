import type { Recipe } from '../../recipe/recipe.ts'
import { planSweep, type SweepPlanInput } from './plan-sweep.ts'
import type { FieldChange } from './set-recipe-field.ts'

/** What of a recipe decides which images each part has. */
type RecipeParts = Pick<
  Recipe['data'],
  'dataSet' | 'fingerprint' | 'trainSize' | 'validationSize' | 'testSize' | 'isStratified'
>

function partsOf({ data }: Recipe): RecipeParts {
  const { dataSet, fingerprint, trainSize, validationSize, testSize, isStratified } = data
  return { dataSet, fingerprint, trainSize, validationSize, testSize, isStratified }
}

/** One way in which runs of a sweep divide the images. */
export interface WayToDivide {
  /** Of these runs, what they change of it. */
  readonly changes: readonly FieldChange[]
  readonly parts: RecipeParts
}

const PART_PATHS: ReadonlySet<string> = new Set([
  ...['data.dataSet', 'data.fingerprint', 'data.trainSize', 'data.validationSize'],
  ...['data.testSize', 'data.isStratified'],
])

/** Whether the runs of a sweep divide the images in different ways. */
const variesParts = ({ variations }: Pick<SweepPlanInput, 'variations'>): boolean =>
  variations.some(({ path }) => PART_PATHS.has(path))

/**
 * The ways in which the runs of a sweep divide the images, each once, in the order of the runs; one where nothing of it varies.
 * @throws VariationError as `planSweep`
 */
export function listWaysToDivide(input: SweepPlanInput): WayToDivide[] {
  if (!variesParts(input)) return [{ changes: [], parts: partsOf(input.recipe) }]
  const ways = new Map<string, WayToDivide>()
  for (const run of planSweep(input).runs) {
    const parts = partsOf(run.recipe)
    const key = JSON.stringify(parts)
    if (ways.has(key)) continue
    ways.set(key, { changes: run.changes.filter(({ path }) => PART_PATHS.has(path)), parts })
  }
  return [...ways.values()]
}
