import type { Recipe } from '../recipe/recipe.ts'
import type { EpochSummary } from './epoch-metrics.ts'
import { type MeasuredPart, measureOf, rankingPart } from './measured-part.ts'
import { knownDataSet, type WithUnknownFields } from '../recipe/unknown-fields.ts'

/** Images that something was measured on. */
export interface MeasuredImages {
  /** The data set as recipes call it. */
  readonly dataSet: string
  readonly part: MeasuredPart
  /** How many images. */
  readonly count: number
}

/** What of a run says which images its measures are of. */
export interface RunOfImages extends WithUnknownFields {
  readonly recipe: Pick<Recipe, 'data'>
  /** SHA-256 of the data set that it was trained on; null where that is not known (yet). */
  readonly dataSha256: string | null
}

/** The images that a training's own measures of a part are of; null where nothing says which. */
export function trainedImages(run: RunOfImages, part: MeasuredPart): MeasuredImages | null {
  const dataSet = knownDataSet(run)
  if (dataSet === null) return null
  const { trainSize, validationSize, testSize } = run.recipe.data
  return { dataSet, part, count: { training: trainSize, validation: validationSize, test: testSize }[part] }
}

/**
 * The same text for runs whose measures of a part are of the same images; null where nothing says which images they are.
 * Measures are only ranked where it is the same.
 */
export function imagesKey(run: RunOfImages, part: MeasuredPart): string | null {
  if (knownDataSet(run) === null) return null
  const { trainSize, validationSize, testSize, isStratified, augmentation, noise } = run.recipe.data
  const split = {
    training: [trainSize, isStratified, isStratified ? validationSize : null, augmentation, noise ?? null],
    validation: [validationSize, isStratified],
    test: [testSize],
  }[part]
  return JSON.stringify([identityOf(run), part, ...split])
}

/** The data set's content where it is known, else its name. */
function identityOf({ recipe, dataSha256 }: RunOfImages): string {
  return dataSha256 ?? recipe.data.fingerprint ?? recipe.data.dataSet
}

/** A run with the epochs that lists hold of it. */
export interface RankedRun extends RunOfImages {
  readonly best: EpochSummary | null
}

/** The images by which a run is ranked among others; null where nothing was measured. */
export function rankingImages(run: RankedRun): MeasuredImages | null {
  return run.best === null ? null : trainedImages(run, rankingPart(run.best))
}

/** As `imagesKey`, of the images by which a run is ranked; null where nothing was measured. */
export function rankingKey(run: RankedRun): string | null {
  return run.best === null ? null : imagesKey(run, rankingPart(run.best))
}

/** Whether the measured of these runs were all ranked by the same images; so it is where none or one was measured. */
export function isRankedAlike(runs: readonly RankedRun[]): boolean {
  return new Set(runs.flatMap((run) => rankingKey(run) ?? [])).size <= 1
}

/** Runs whose accuracies are of the same images, and so may be ranked. */
export interface RankedGroup {
  readonly images: MeasuredImages
  /** How many runs. */
  readonly count: number
}

/**
 * The images that accuracies of runs are of, in the order of the runs; those without one, or of which nothing says on what
 * they were measured, are left out. More than one group: they have no common order.
 * @param part by default the one that ranks each run
 */
export function groupByImages(runs: readonly RankedRun[], part: MeasuredPart | null = null): RankedGroup[] {
  const groups = new Map<string, { images: MeasuredImages; count: number }>()
  for (const run of runs) {
    if (run.best === null) continue
    const of = part ?? rankingPart(run.best)
    const [images, key] = [trainedImages(run, of), imagesKey(run, of)]
    if (images === null || key === null || measureOf(run.best, 'accuracy', of) === null) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { images, count: 1 })
    else group.count++
  }
  return [...groups.values()]
}

/** The part that ranks all of these runs; null where they differ in it, or none was measured. */
export function commonRankingPart(runs: readonly Pick<RankedRun, 'best'>[]): MeasuredPart | null {
  const parts = new Set(runs.flatMap(({ best }) => (best === null ? [] : [rankingPart(best)])))
  return parts.size === 1 ? [...parts][0]! : null
}

/**
 * The data set that all of these runs were trained on, as the first calls it; null where they differ or that of one is
 * not known.
 */
export function commonDataSet(runs: readonly RunOfImages[]): string | null {
  const [first] = runs
  if (first === undefined || runs.some((run) => knownDataSet(run) === null)) return null
  return runs.every((run) => identityOf(run) === identityOf(first)) ? knownDataSet(first) : null
}

/** A part of a data set on which finished weights can be measured. */
export type UnseenPart = 'validation' | 'test'

/** What is asked for when finished weights are to be measured. */
export interface ImageChoice {
  /** By default the one that the run was trained on. */
  readonly dataSet?: string | undefined
  /** By default test. */
  readonly part?: UnseenPart | undefined
}

/** The images that finished weights are measured on. */
export interface ChosenImages {
  readonly dataSet: string
  readonly part: UnseenPart
  /** How many, from the first; null: all of the test file. */
  readonly count: number | null
  /** Whether they are a part of the data set that the run was trained on, as its recipe divides it. */
  readonly isOwn: boolean
}

/** Why finished weights cannot be measured on what was asked for. */
export type ImageProblem =
  /** None was named, and which one the run was trained on is not known. */
  | { readonly code: 'no-data-set' }
  /** The run keeps no validation images, or the data set is not its own. */
  | { readonly code: 'no-validation'; readonly isOwn: boolean }

/**
 * Decides which images finished weights are measured on. Of the data set that a run was trained on they are those of its
 * recipe, and the whole test file where that asks for no test; of any other data set, the whole test file.
 */
export function chooseImages(
  run: WithUnknownFields & { readonly recipe: Recipe },
  { dataSet: wanted, part = 'test' }: ImageChoice,
): ChosenImages | ImageProblem {
  const own = knownDataSet(run)
  const dataSet = wanted ?? own
  if (dataSet === null) return { code: 'no-data-set' }
  const isOwn = dataSet === own
  const { validationSize, testSize } = run.recipe.data
  if (part === 'test') return { dataSet, part, count: isOwn && testSize > 0 ? testSize : null, isOwn }
  if (!isOwn || validationSize === 0) return { code: 'no-validation', isOwn }
  return { dataSet, part, count: validationSize, isOwn }
}
