import { ln } from '../../math/logarithm.ts'
import { differingPaths, type FieldValue, flattenRecipe } from '../../recipe/flat-recipe.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { startsFromWeights } from '../../recipe/starting-weights.ts'
import { isRecipeKnown } from '../../recipe/unknown-fields.ts'
import { type RankedRun, rankingImages, rankingKey } from '../../runs/measured-images.ts'
import { rankingAccuracy } from '../../runs/measured-part.ts'
import type { RunStatus } from '../../runs/run-status.ts'
import { NORMAL_POINT } from '../student.ts'
import { applyCure } from './cures.ts'
import type { Cure, Diagnosed, Finding, FindingCode } from './finding.ts'

/** A recipe and what it came to. */
export interface Trial {
  readonly recipe: Recipe
  /** 0 to 1; null for one that diverged before anything was measured. */
  readonly accuracy: number | null
}

/** A run among others that were measured on the same images: what was tried beside it is evidence for and against advice. */
export interface Beside {
  /** What the run itself came to, 0 to 1; null as of a `Trial`. */
  readonly accuracy: number | null
  /** Images that the accuracies are of. */
  readonly images: number
  readonly others: readonly Trial[]
}

/** What of a run says whether it can stand beside another. */
export interface RunBeside extends RankedRun {
  readonly id: string
  readonly recipe: Recipe
  readonly status: RunStatus
  /** The run whose weights it went on from; null: it did not. */
  readonly parent: unknown
}

/** A window asks again with each change of its list, so a store of thousands of runs must not take long. */
const MOST_BESIDE = 500

/**
 * A run among those that ended by themselves, from fresh weights, and were measured on the same images; null where there is
 * none. What diverged counts as having read nothing.
 */
export function findBeside(run: RunBeside, runs: Iterable<RunBeside>): Beside | null {
  const key = rankingKey(run)
  const images = rankingImages(run)
  if (key === null || images === null) return null
  const { trainSize, dataSet } = run.recipe.data
  const others: Trial[] = []
  for (const other of runs) {
    if (others.length >= MOST_BESIDE) break
    if (other.id === run.id || startsFromWeights(other) || !isRecipeKnown(other)) continue
    if (other.status !== 'completed' && other.status !== 'diverged') continue
    const isMeasuredAlike =
      other.best === null
        ? other.recipe.data.dataSet === dataSet && other.recipe.data.trainSize === trainSize
        : rankingKey(other) === key
    if (isMeasuredAlike) others.push({ recipe: other.recipe, accuracy: rankingAccuracy(other.best) })
  }
  return others.length === 0 ? null : { accuracy: rankingAccuracy(run.best), images: images.count, others }
}

/** Findings that judge a setting, and so are wrong where the setting that they advise was tried and did no better. */
const JUDGEMENTS: ReadonlySet<FindingCode> = new Set([
  ...(['squared-outputs', 'wide-start', 'stuck-outputs', 'rate-too-high', 'rate-too-low'] as const),
  ...(['regularized-too-much', 'fading-gradient', 'large-inputs', 'too-small'] as const),
])

/**
 * Holds what one run by itself suggests against the runs beside it. A cure that was tried and did no better is left out; a
 * judgement whose first cure was tried so gives way to what was tried (`tried`, null where there is no word for it); and a
 * learning rate is advised that did better, where one did.
 */
export function giveWay(diagnosed: Diagnosed, recipe: Recipe, beside: Beside): Diagnosed | null {
  const { finding, cures: given } = diagnosed
  const cures = given.map((cure) => betterRate(cure, recipe, beside))
  const kept = cures.filter((cure) => !isRefuted(cure, recipe, beside))
  const [first] = cures
  if (first !== undefined && JUDGEMENTS.has(finding.code) && !kept.includes(first)) {
    const tried = describeTried(first, recipe, beside)
    return tried === null ? null : { finding: tried, cures: [] }
  }
  const isOfRate = finding.code === 'rate-too-high' || finding.code === 'rate-too-low'
  if (isOfRate && first?.code === 'learning-rate' && first !== given[0]) {
    return { finding: { ...finding, fitting: first.value }, cures: kept }
  }
  return { finding, cures: kept }
}

const RATE = 'optimizer.learningRate'

/** A tried value counts for an advised one where its way from the run's own is so many times as long. */
const NEAR = [0.5, 3] as const

/** Whether a recipe with the cure, or one nearly so, did no better than the run, whatever its images leave to chance. */
export function isRefuted(cure: Cure, recipe: Recipe, beside: Beside): boolean {
  const own = meanOfAlike(recipe, beside)
  const trials = findTrials(cure, recipe, beside)
  if (trials.length > 0) {
    const reached = meanOf(trials.map(({ accuracy }) => accuracy))
    const noise = Math.sqrt((own * (1 - own) + reached * (1 - reached)) / beside.images)
    return reached - own <= NORMAL_POINT * noise
  }
  // Of the best of all, whatever else the others have otherwise: none of those with about that rate is as good.
  const isBest = beside.others.every(({ accuracy }) => (accuracy ?? 0) <= (beside.accuracy ?? 0))
  return (
    isBest &&
    beside.accuracy !== null &&
    cure.code === 'learning-rate' &&
    beside.others.some(
      (other) =>
        other.recipe.optimizer.name === recipe.optimizer.name &&
        isTowards(recipe.optimizer.learningRate, cure.value, other.recipe.optimizer.learningRate),
    )
  )
}

/** In which fields but the seed each of the others differs from a recipe, kept for all that is asked of the same run. */
const differences = new WeakMap<Beside, { readonly recipe: Recipe; readonly paths: readonly string[][] }>()

function differencesOf(recipe: Recipe, beside: Beside): readonly string[][] {
  const known = differences.get(beside)
  if (known?.recipe === recipe) return known.paths
  const own = flattenRecipe(recipe)
  const paths = beside.others.map((other) =>
    differingPaths(own, flattenRecipe(other.recipe)).filter((path) => path !== 'seed'),
  )
  differences.set(beside, { recipe, paths })
  return paths
}

/** Runs with the cure in them and all else the same but the seed. */
export function findTrials(cure: Cure, recipe: Recipe, beside: Beside): Trial[] {
  const cured = applyCure(recipe, cure)
  if (cured === null) return []
  const own = flattenRecipe(recipe)
  const wanted = flattenRecipe(cured)
  const changed = differingPaths(own, wanted)
  if (changed.length === 0) return []
  const isNumber = (path: string): boolean =>
    typeof own.get(path) === 'number' && typeof wanted.get(path) === 'number'
  const choices = changed.filter((path) => !isNumber(path))
  // The rate that comes with another choice may be any.
  const numbers = choices.length > 0 ? [] : changed
  const differing = differencesOf(recipe, beside)
  return beside.others.filter((other, k) => {
    if (!differing[k]!.every((path) => changed.includes(path))) return false
    const tried = flattenRecipe(other.recipe)
    return (
      choices.every((path) => tried.get(path) === wanted.get(path)) &&
      numbers.every((path) => isTowards(own.get(path)!, wanted.get(path)!, tried.get(path)!))
    )
  })
}

/** Whether a tried number lies about where the advised one does, seen from the run's own. */
function isTowards(own: FieldValue, wanted: FieldValue, tried: FieldValue): boolean {
  if (typeof own !== 'number' || typeof wanted !== 'number' || typeof tried !== 'number') return false
  const isRatio = own > 0 && wanted > 0 && tried > 0
  const way = (to: number): number => (isRatio ? ln(to / own) : to - own)
  const share = way(tried) / way(wanted)
  return share >= NEAR[0] && share <= NEAR[1]
}

/** What a run and those of the same recipe with other seeds came to, 0 to 1. */
export function meanOfAlike(recipe: Recipe, beside: Beside): number {
  const differing = differencesOf(recipe, beside)
  const alike = beside.others.filter((_, k) => differing[k]!.length === 0)
  return meanOf([beside.accuracy, ...alike.map(({ accuracy }) => accuracy)])
}

/** A cure with the learning rate that did best beside the run, on the side that the cure points to; else as it is. */
function betterRate(cure: Cure, recipe: Recipe, beside: Beside): Cure {
  if (cure.code !== 'learning-rate' || findTrials(cure, recipe, beside).length === 0) return cure
  const own = recipe.optimizer.learningRate
  const best = sameButRate(recipe, beside)
    .filter(({ rate }) => Math.sign(rate - own) === Math.sign(cure.value - own))
    .toSorted((a, b) => b.accuracy - a.accuracy)
    .at(0)
  return best === undefined || best.rate === cure.value || best.accuracy <= (beside.accuracy ?? 0)
    ? cure
    : { code: 'learning-rate', value: best.rate }
}

/** Rates of runs that have all else the same but the seed. */
function sameButRate(recipe: Recipe, beside: Beside): { rate: number; accuracy: number }[] {
  const differing = differencesOf(recipe, beside)
  return beside.others.flatMap((other, k) => {
    const [first, ...more] = differing[k]!
    return first === RATE && more.length === 0
      ? [{ rate: other.recipe.optimizer.learningRate, accuracy: other.accuracy ?? 0 }]
      : []
  })
}

/** That a value did at least as well as those that were tried beside it; null where a cure changes more than a number. */
function describeTried(cure: Cure, recipe: Recipe, beside: Beside): Finding | null {
  const cured = applyCure(recipe, cure)
  if (cured === null) return null
  const own = flattenRecipe(recipe)
  const [path, ...more] = differingPaths(own, flattenRecipe(cured))
  const value = path === undefined ? null : own.get(path)
  if (path === undefined || more.length > 0 || typeof value !== 'number') return null
  const trials = findTrials(cure, recipe, beside)
  const tried = (trials.length > 0 ? trials : beside.others).flatMap((other) => {
    const one = flattenRecipe(other.recipe).get(path)
    return typeof one === 'number' && one !== value ? [one] : []
  })
  return { code: 'tried', path, value, others: [...new Set(tried)].sort((a, b) => a - b) }
}

const meanOf = (accuracies: readonly (number | null)[]): number =>
  accuracies.reduce<number>((sum, accuracy) => sum + (accuracy ?? 0), 0) / accuracies.length
