import { ln } from '../math/logarithm.ts'
import { type Recipe, RecipeError } from '../recipe/recipe.ts'
import { listRecipeFields, type RecipeField, readRecipeField } from './sweep/recipe-field.ts'
import { setRecipeField } from './sweep/set-recipe-field.ts'
import { spacedValues, tidy } from './sweep/spaced-values.ts'
import { MAX_WHAT_IF_VALUES } from './what-if-plan.ts'

/** Values between two ends, both among them. */
export interface ValueRange {
  readonly from: number
  readonly to: number
  readonly count: number
  /** Whether neighbours have equal ratios instead of equal differences. */
  readonly isLogarithmic: boolean
}

/** Fields whose other values are no question of how the network learns, but of what it is given or when it ends. */
const LEFT_OUT = /^(data\.(train|validation|test)Size|inputSize|epochs|seed|stopping\..*|version)$/

/** Number fields that hold a value in a recipe and can be tried with others, in the order of its schema. */
export function whatIfFields(recipe: Recipe): RecipeField[] {
  const last = recipe.layers.length - 1
  return listRecipeFields(recipe).filter(
    ({ path, kind }) =>
      (kind === 'number' || kind === 'whole') &&
      canBeTried(path) &&
      // As many outputs as digits, and nothing left out of them.
      !path.startsWith(`layers.${last}.`) &&
      typeof readRecipeField(recipe, path) === 'number',
  )
}

/** Whether other numbers of a number field can be tried, in a recipe that holds one there. */
export function canBeTried(path: string): boolean {
  return !LEFT_OUT.test(path)
}

const USUAL_COUNT = 7
/** How far a number's usual range goes to either side, as a factor: with seven values, thrice each time. */
const NUMBER_REACH = 10 ** 1.5
const WHOLE_REACH = 10
/** A share's usual range goes to here. */
const LARGE_SHARE = 0.9

/** Where values of a setting that is off, 0, usually lie. */
const USUAL_BY_PATH: readonly [path: RegExp, from: number, to: number][] = [
  [/^optimizer\.weightDecay$/, 1e-4, 1],
  [/^data\.augmentation\.shift$/, 0.5, 4],
  [/^data\.augmentation\.rotation$/, 2, 30],
  [/^data\.augmentation\.elasticStrength$/, 5, 50],
]

/** The values that a person would usually try around the one that a recipe holds. */
export function usualRange(recipe: Recipe, field: RecipeField): ValueRange {
  const present = presentValue(recipe, field)
  const min = field.min ?? -Infinity
  const max = field.max ?? Infinity
  if (present <= 0) return { ...rangeFromOff(recipe, field), count: USUAL_COUNT }
  if (max <= 1 && present >= 0.02) {
    const to = Math.max(present, LARGE_SHARE * max)
    return { from: 0, to, count: USUAL_COUNT, isLogarithmic: false }
  }
  const isWhole = field.kind === 'whole'
  const reach = isWhole ? WHOLE_REACH : NUMBER_REACH
  const from = Math.max(tidy(present / reach), min, isWhole ? 1 : 0)
  const largest = field.path === 'batchSize' ? Math.min(max, recipe.data.trainSize) : max
  return { from, to: Math.min(tidy(present * reach), largest), count: USUAL_COUNT, isLogarithmic: true }
}

function rangeFromOff(recipe: Recipe, field: RecipeField): Omit<ValueRange, 'count'> {
  const penalty = /^(l[12])\.lambda$/.exec(field.path)?.[1] as 'l1' | 'l2' | undefined
  if (penalty !== undefined) {
    const isByImages = recipe[penalty].convention === 'network2'
    return { from: isByImages ? 0.1 : 1e-6, to: isByImages ? 100 : 1e-2, isLogarithmic: true }
  }
  const usual = USUAL_BY_PATH.find(([path]) => path.test(field.path))
  if (usual !== undefined) return { from: usual[1], to: usual[2], isLogarithmic: true }
  const max = field.max ?? 1
  // Shares as dropout; else a part of what the field can hold.
  return { from: 0, to: max <= 1 ? LARGE_SHARE * max : Math.min(max, 10), isLogarithmic: false }
}

/**
 * The values of a range, smallest first, as a person would write them, and the recipe's own among them; those that the
 * field does not take are left out. A logarithmic range that begins at 0 or below has none but the recipe's own.
 */
export function rangeValues(recipe: Recipe, field: RecipeField, range: ValueRange): number[] {
  const { from, to, count, isLogarithmic } = range
  const isWhole = field.kind === 'whole'
  const present = presentValue(recipe, field)
  const isEmpty = !(from <= to) || (isLogarithmic && !(from > 0))
  const spaced = isEmpty
    ? []
    : (spacedValues(
        {
          ...(isLogarithmic ? { kind: 'log', isTidy: true } : { kind: 'linear' }),
          ...{ from, to, count: Math.min(count, MAX_WHAT_IF_VALUES) },
        },
        isWhole,
      ) as number[])
  const values = spaced.filter((value) => allows(recipe, field.path, value))
  return takeIn(values, present, isLogarithmic).sort((a, b) => a - b)
}

/** The order in which values are tried: the recipe's own first, then the others from near to far. */
export function tryingOrder(values: readonly number[], present: number): number[] {
  const sorted = [...values].sort((a, b) => a - b)
  const own = sorted.indexOf(present)
  const distance = (value: number): number => Math.abs(sorted.indexOf(value) - Math.max(0, own))
  return [...sorted].sort((a, b) => distance(a) - distance(b) || a - b)
}

/** The number that a recipe holds in a field. @throws FieldPathError; RangeError where it holds none */
export function presentValue(recipe: Recipe, { path }: Pick<RecipeField, 'path'>): number {
  const value = readRecipeField(recipe, path)
  if (typeof value !== 'number') throw new RangeError(`${path}: expected a number, got ${String(value)}`)
  return value
}

function allows(recipe: Recipe, path: string, value: number): boolean {
  try {
    setRecipeField(recipe, path, value)
    return true
  } catch (error) {
    if (error instanceof RecipeError) return false
    throw error
  }
}

/** The recipe's own value in place of its nearest neighbour; outside of the range, beside them. */
function takeIn(values: readonly number[], present: number, isLogarithmic: boolean): number[] {
  if (values.includes(present)) return [...values]
  if (values.length < 3 || present < values[0]! || present > values[values.length - 1]!) {
    return [present, ...values].slice(0, MAX_WHAT_IF_VALUES)
  }
  const place = (value: number): number => (isLogarithmic ? ln(value) : value)
  const inner = values.slice(1, -1)
  const distances = inner.map((value) => Math.abs(place(value) - place(present)))
  const nearest = 1 + distances.indexOf(Math.min(...distances))
  return values.map((value, k) => (k === nearest ? present : value))
}
