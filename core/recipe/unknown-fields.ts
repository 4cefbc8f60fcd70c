import type { Recipe } from './recipe.ts'

/** A run, or whatever else has a recipe of which only a part may be known. */
export interface WithUnknownFields {
  /**
   * Fields of the recipe of which nothing is known, by their paths as in `optimizer` or `data.trainSize`; a path stands
   * for all that lies within. Empty for a run that was trained here. The recipe of an imported network has placeholders
   * there, which are neither shown nor used.
   */
  readonly unknownFields: readonly string[]
}

/** How a value that is not known is shown and asked for. */
export const UNKNOWN = 'unknown'

/**
 * All fields that say how a network was trained and on what. A file with a network alone tells none of them: only its
 * inputs, its layers, how pixels become inputs and, in some formats, its loss.
 */
export const TRAINING_FIELDS: readonly string[] = [
  ...['data.dataSet', 'data.fingerprint', 'data.trainSize', 'data.validationSize', 'data.testSize'],
  ...[
    'data.isStratified',
    'data.augmentation',
    'data.noise',
    'layers.*.dropout',
    'initializer',
    'startsFrom',
    'optimizer',
    'schedule',
  ],
  ...['warmupEpochs', 'gradientClipping', 'l1', 'l2', 'batchNorm', 'batchSize', 'epochs', 'shuffle', 'seed'],
  ...['engine', 'stopping'],
]

/** Whether a field of a run's recipe is known. @param path as in `data.dataSet`; of layers, `layers.*.dropout` */
export function isFieldKnown({ unknownFields }: WithUnknownFields, path: string): boolean {
  return !unknownFields.some((unknown) => unknown === path || path.startsWith(`${unknown}.`))
}

/** A field's value; null where it is not known. */
export function ifKnown<Value>(run: WithUnknownFields, path: string, value: Value): Value | null {
  return isFieldKnown(run, path) ? value : null
}

/** Whether all of a run's recipe is known, so that it can be trained again. */
export function isRecipeKnown({ unknownFields }: WithUnknownFields): boolean {
  return unknownFields.length === 0
}

/** The data set that a run was trained on, as its recipe calls it; null where that is not known. */
export function knownDataSet(
  run: WithUnknownFields & { readonly recipe: Pick<Recipe, 'data'> },
): string | null {
  return ifKnown(run, 'data.dataSet', run.recipe.data.dataSet)
}

/** What is known of a run's recipe, as plain JSON; fields of which nothing is known are missing. */
export function knownRecipe({
  recipe,
  ...run
}: WithUnknownFields & { readonly recipe: Recipe }): Readonly<Record<string, unknown>> {
  return pickKnown(recipe, '', run) as Record<string, unknown>
}

function pickKnown(value: unknown, path: string, run: WithUnknownFields): unknown {
  if (Array.isArray(value)) return value.map((item) => pickKnown(item, `${path}.*`, run))
  if (typeof value !== 'object' || value === null) return value
  const known = Object.entries(value)
    .map(([key, inner]) => ({ key, inner: inner as unknown, at: path === '' ? key : `${path}.${key}` }))
    .filter(({ at }) => isFieldKnown(run, at))
  return Object.fromEntries(known.map(({ key, inner, at }) => [key, pickKnown(inner, at, run)]))
}
