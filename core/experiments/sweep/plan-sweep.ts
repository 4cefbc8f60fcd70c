import { z } from 'zod'
import { listAnd } from '../../math/list-words.ts'
import { Random } from '../../random/random.ts'
import { type Recipe, RecipeError } from '../../recipe/recipe.ts'
import { fromFirstWeights } from '../../recipe/starting-weights.ts'
import { findMisfits, type FollowingField, type Misfit } from '../../recipe/fitting-defaults.ts'
import { FieldPathError, findRecipeField } from './recipe-field.ts'
import { type FieldChange, setRecipeFields } from './set-recipe-field.ts'
import { roundToDigits, roundToStep, type SpacedValue, valueAt } from './spaced-values.ts'
import { checkVariation, listValues, type Variation, VariationError } from './variation.ts'

/** Runs of a sweep, at most. */
const MAX_SWEEP_RUNS = 10_000

/** Fields that a sweep varies, at most. */
export const MAX_VARIATIONS = 20

/** How combinations are chosen. */
export const sweepSearchSchema = z.discriminatedUnion('kind', [
  /** Every value of a field with every value of the others. */
  z.strictObject({ kind: z.literal('grid') }),
  /** So many drawn at random (Bergstra and Bengio 2012). The first draws of a seed are the same for any number. */
  z.strictObject({
    kind: z.literal('random'),
    count: z.int('Runs: expected a whole number').min(1, 'Runs: expected 1 or more').max(MAX_SWEEP_RUNS),
    seed: z.int('Seed: expected a whole number').min(0).max(0xffff_ffff),
  }),
])

export type SweepSearch = z.infer<typeof sweepSearchSchema>

export interface SweepPlanInput {
  /** What all runs have in common. */
  readonly recipe: Recipe
  readonly variations: readonly Variation[]
  readonly search: SweepSearch
  /** Fields that nobody chose: in each run they follow what is varied. */
  readonly free?: readonly FollowingField[] | undefined
}

export interface PlannedRun {
  /** What it differs in from the base recipe, in the order of the variations. */
  readonly changes: readonly FieldChange[]
  readonly recipe: Recipe
}

/** A combination that is no valid recipe. */
export interface LeftOutRun {
  readonly changes: readonly FieldChange[]
  /** Why, in words. */
  readonly reason: string
}

export interface SweepPlan {
  /** In the order in which they are trained. */
  readonly runs: readonly PlannedRun[]
  readonly leftOut: readonly LeftOutRun[]
  /** Paths of the fields that are not the same in all runs; all of them where there is one run. */
  readonly varied: readonly string[]
}

/** Draws for one run of a random search until it differs from those before, at most. */
const MAX_DRAWS = 100

/**
 * The recipes of a sweep. A grid counts up like a clock: its last field changes from run to run. A random search draws
 * no combination twice, so it has fewer runs than asked for where there are not as many. All runs draw first weights: those that a
 * recipe starts from know what its training is to find out.
 * @throws VariationError for what cannot be varied so, or for more than `MAX_SWEEP_RUNS`
 */
export function planSweep(input: SweepPlanInput): SweepPlan {
  const { variations, search, free } = input
  const recipe = fromFirstWeights(input.recipe)
  checkVariations(input)
  const runs: PlannedRun[] = []
  const leftOut: LeftOutRun[] = []
  for (const changes of search.kind === 'grid' ? listGrid(input) : drawRandom(input, search)) {
    try {
      runs.push({ changes, recipe: setRecipeFields(recipe, changes, free) })
    } catch (error) {
      if (!(error instanceof RecipeError) && !(error instanceof FieldPathError)) throw error
      leftOut.push({ changes, reason: error.message })
    }
  }
  if (runs.length === 0) {
    const all = leftOut.length === 1 ? 'the only combination is' : `none of ${leftOut.length} combinations is`
    const of = listAnd(variations.map(({ path }) => path))
    throw new VariationError(
      leftOut.length === 1
        ? `${of}: ${all} no valid recipe: ${leftOut[0]!.reason}`
        : `${of}: ${all} a valid recipe; the first: ${leftOut[0]!.reason}`,
    )
  }
  return { runs, leftOut, varied: listVaried(runs) }
}

/** A run of a sweep in which a field that was chosen does not suit what is varied. */
export interface MisfitRun {
  readonly changes: readonly FieldChange[]
  readonly misfit: Misfit
}

/**
 * The runs whose first weights or learning rate do not suit the other values; a varied field is what is asked about.
 * @param isDisproved whether it is known that a value does well all the same
 */
export function listMisfits(
  { runs }: Pick<SweepPlan, 'runs'>,
  isDisproved: (misfit: Misfit, recipe: Recipe) => boolean = () => false,
): MisfitRun[] {
  return runs.flatMap(({ changes, recipe }) =>
    findMisfits(recipe)
      .filter(({ field }) => !changes.some(({ path }) => path === field))
      .filter((misfit) => !isDisproved(misfit, recipe))
      .map((misfit) => ({ changes, misfit })),
  )
}

function listVaried(runs: readonly PlannedRun[]): string[] {
  const [first] = runs
  if (first === undefined) return []
  return first.changes.flatMap(({ path, value }, k) =>
    runs.length === 1 || runs.some(({ changes }) => changes[k]?.value !== value) ? [path] : [],
  )
}

function checkVariations({ recipe, variations }: SweepPlanInput): void {
  if (variations.length === 0) {
    throw new VariationError('Sweep: expected one field to vary at least, got none')
  }
  if (variations.length > MAX_VARIATIONS) {
    throw new VariationError(
      `Sweep: expected ${MAX_VARIATIONS} fields to vary at most, got ${variations.length}`,
    )
  }
  for (const [k, variation] of variations.entries()) {
    checkVariation(variation, recipe)
    if (variations.slice(0, k).some(({ path }) => path === variation.path)) {
      throw new VariationError(`${variation.path}: expected each field once, got it twice`)
    }
  }
}

/** @throws VariationError for more than `MAX_SWEEP_RUNS` */
function listGrid({ recipe, variations }: SweepPlanInput): FieldChange[][] {
  const values = variations.map((variation) => listValues(variation, recipe))
  const size = values.reduce((product, list) => product * list.length, 1)
  if (size > MAX_SWEEP_RUNS) {
    const limit = MAX_SWEEP_RUNS.toLocaleString('en-US')
    const factors = values.map((list) => list.length.toLocaleString('en-US')).join(' × ')
    throw new VariationError(
      `Sweep: expected ${limit} runs at most, got ${factors} = ${size.toLocaleString('en-US')}; take fewer values or a random search`,
    )
  }
  return values.reduce<FieldChange[][]>(
    (combinations, list, k) =>
      combinations.flatMap((before) =>
        list.map((value) => [...before, { path: variations[k]!.path, value }]),
      ),
    [[]],
  )
}

function drawRandom(
  { recipe, variations }: SweepPlanInput,
  { count, seed }: Extract<SweepSearch, { kind: 'random' }>,
): FieldChange[][] {
  const drawers = variations.map((variation) => makeDrawer(variation, recipe))
  const known = new Set<string>()
  const drawn: FieldChange[][] = []
  for (let k = 0; k < count; k++) {
    for (let attempt = 0; attempt < MAX_DRAWS; attempt++) {
      const random = new Random(seed, 'sweep', k, attempt)
      const changes = drawers.map(({ path, draw }) => ({ path, value: draw(random) }))
      const text = JSON.stringify(changes)
      if (known.has(text)) continue
      known.add(text)
      drawn.push(changes)
      break
    }
  }
  return drawn
}

function makeDrawer(
  { path, values }: Variation,
  recipe: Recipe,
): { path: string; draw: (random: Random) => SpacedValue } {
  if (values.kind === 'list') {
    return { path, draw: (random) => values.values[random.integer(values.values.length)]! }
  }
  const low = Math.min(values.from, values.to)
  const high = Math.max(values.from, values.to)
  const range = { kind: values.kind, from: low, to: high, count: 2 } as const
  const within = (value: number): number => Math.min(high, Math.max(low, value))
  if (findRecipeField(recipe, path).kind === 'whole') {
    // Each whole number takes the values that round to it, so both ends are as likely as the others.
    const wide = { ...range, from: range.kind === 'log' ? low : low - 0.5, to: high + 0.5 }
    return { path, draw: (random) => within(Math.round(valueAt(wide, random.uniform()))) }
  }
  return {
    path,
    draw: (random) => {
      const value = valueAt(range, random.uniform())
      return within(range.kind === 'log' ? roundToDigits(value, 4) : roundToStep(value, (high - low) / 10))
    },
  }
}

/** Changes as they are typed: `learningRate 0.1, seed 2`, each field by the end of its path. */
export function describeChanges(changes: readonly FieldChange[]): string {
  const short = (path: string): string => path.split('.').at(-1) ?? path
  return changes
    .map(({ path, value }) => {
      const isAlone = changes.every((other) => other.path === path || short(other.path) !== short(path))
      return `${isAlone ? short(path) : path} ${value === null ? 'off' : String(value)}`
    })
    .join(', ')
}
