/// <reference types="vite/client" />
import { describeMeasure, parsePreset, type Preset } from '#core/recipe/preset.ts'
import { isMix } from '#core/recipe/mixed-data-set.ts'
import { DEFAULT_ENGINE } from '#core/engine/names.ts'
import { recipeSchema, type Recipe } from '#core/recipe/recipe.ts'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { formatAccuracy, measureOf } from '#shared/measures.ts'

const files: Record<string, unknown> = import.meta.glob('../../../resources/presets/*.json', {
  eager: true,
  import: 'default',
})

/** Recipes to start from: first those with a published result, in the order of its source, then those with a goal. */
export const PRESETS: readonly Preset[] = Object.values(files)
  .map(parsePreset)
  .sort(
    (a, b) =>
      b.published.kind.localeCompare(a.published.kind) ||
      chapterOf(a).localeCompare(chapterOf(b)) ||
      // A learning curve is many trainings, of which the recipe is but one.
      Number(a.published.learningCurve !== undefined) - Number(b.published.learningCurve !== undefined) ||
      a.published.value - b.published.value,
  )

/** Titles of one source share their beginning, as in 'Nielsen 1'. */
function chapterOf({ title }: Preset): string {
  return title.split(':', 1)[0]!
}

/**
 * The preset whose recipe this is, whatever the seed and the engine, which move its accuracy by chance alone; undefined
 * where it is none's. Some presets share a recipe: of these the one of the preferred name, else the first.
 */
export function presetOf(recipe: Recipe | null, preferred?: string): Preset | undefined {
  if (recipe === null) return undefined
  const found = PRESETS.filter((preset) => isSamePreset(preset.recipe, recipe))
  return found.find((preset) => preset.name === preferred) ?? found.at(0)
}

/** Whether two recipes differ in nothing but the seed and the engine. */
export function isSamePreset(a: Recipe, b: Recipe): boolean {
  const keyOf = (each: Recipe): string =>
    JSON.stringify(recipeSchema.parse({ ...each, seed: 0, engine: DEFAULT_ENGINE }))
  return keyOf(a) === keyOf(b)
}

/**
 * The preset of this name where the recipe is its own but for the data, as where another data set was chosen for it; undefined
 * otherwise.
 */
export function presetElsewhere(recipe: Recipe | null, name: string): Preset | undefined {
  const preset = PRESETS.find((each) => each.name === name)
  if (recipe === null || preset === undefined) return undefined
  const { inputSize, data } = preset.recipe
  return recipe.data.dataSet !== data.dataSet && isSamePreset(preset.recipe, { ...recipe, inputSize, data })
    ? preset
    : undefined
}

/** From so many inputs on, first weights from N(0, 1) saturate a layer and often leave it stuck. */
const WIDE_LAYER = 100

/** What a preset's settings and its number are worth on other data, in sentences. @param title of that data */
export function describeElsewhere({ published, recipe }: Preset, title: string): string {
  const number = `Its ${published.kind === 'goal' ? 'goal of' : 'published'} ${formatAccuracy(published.value)}`
  const own = isMix(recipe.data.dataSet) ? 'MNIST and pen digits together' : 'MNIST'
  const isWide =
    recipe.initializer.name === 'standard-normal' &&
    recipe.layers.slice(0, -1).some(({ units }) => units >= WIDE_LAYER)
  return [
    `${number} is for ${own} and does not hold on ${title}, where the same settings may reach much less.`,
    ...(isWide
      ? [
          `With ${WIDE_LAYER} hidden units or more, first weights from N(0, 1) may leave some answers stuck at nothing; Scaled normal ones do not.`,
        ]
      : []),
  ].join(' ')
}

/** The preset of the workbench that has this name or title, whatever its case; undefined where none has. */
export function findBuiltIn(wanted: string): Preset | undefined {
  const name = wanted.toLowerCase()
  return PRESETS.find((preset) => preset.name === name || preset.title.toLowerCase() === name)
}

/**
 * What a run reached by the measure of its preset's number, to be held against it: the result of a run may be another epoch,
 * chosen by another part. Null where no epoch has that measure.
 */
export function reachedAsPublished(
  { published }: Preset,
  epochs: readonly EpochMetrics[],
): { readonly epoch: number; readonly accuracy: number } | null {
  const part = published.measure === 'test-accuracy' ? 'test' : 'validation'
  const reached = epochs.flatMap((metrics) => {
    const accuracy = measureOf(metrics, 'accuracy', part)
    return accuracy === null ? [] : [{ epoch: metrics.epoch, accuracy }]
  })
  if (published.at === 'last-epoch') return reached.at(-1) ?? null
  return reached.toSorted((a, b) => b.accuracy - a.accuracy).at(0) ?? null
}

/** What is known of a preset, as in `Published: 95.42 % best test accuracy`. */
export function describePublished({ published }: Preset): string {
  return `${published.kind === 'goal' ? 'Goal' : 'Published'}: ${formatAccuracy(published.value)} ${describeMeasure(published)}`
}
