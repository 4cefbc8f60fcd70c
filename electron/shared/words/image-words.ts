import type { ImageProblem, MeasuredImages, RankedGroup } from '#core/runs/measured-images.ts'
import type { MeasuredPart } from '#core/runs/measured-part.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { knownDataSet, UNKNOWN, type WithUnknownFields } from '#core/recipe/unknown-fields.ts'

/** Images of a part, in the plural. */
export const PART_IMAGES: Readonly<Record<MeasuredPart, string>> = {
  training: 'training images',
  validation: 'validation images',
  test: 'test images',
}

/** Which images, as in `4,000 validation images of Pen digits`. @param titleOf a data set as a person calls it */
export function describeImages(
  { dataSet, part, count }: MeasuredImages,
  titleOf: (dataSet: string) => string,
): string {
  const images = count === 1 ? PART_IMAGES[part].replace(/s$/, '') : PART_IMAGES[part]
  return `${count.toLocaleString('en-US')} ${images} of ${titleOf(dataSet)}`
}

/** That accuracies in an order are of different images, and of which; null where they are all of the same. */
export function describeMixedImages(
  groups: readonly RankedGroup[],
  titleOf: (dataSet: string) => string,
): string | null {
  if (groups.length < 2) return null
  const seen = new Set<string>()
  const lines = groups.map(({ images, count }) => {
    const words = describeImages(images, titleOf)
    const text = seen.has(words) ? `other ${words}` : words
    seen.add(words)
    return `${text} (${count.toLocaleString('en-US')} ${count === 1 ? 'run' : 'runs'})`
  })
  const shown = lines.length > 4 ? [...lines.slice(0, 3), `${lines.length - 3} more`] : lines
  return `These accuracies are of different images, so their order is no ranking: ${shown.join(', ')}.`
}

/** Why a run's weights cannot be measured on what was asked for, as one sentence. */
export function describeImageProblem(problem: ImageProblem, runName: string): string {
  switch (problem.code) {
    case 'no-data-set':
      return `Data set: expected the one to measure '${runName}' on, got none; what it was trained on is unknown`
    case 'no-validation':
      return problem.isOwn
        ? `Run '${runName}' keeps no validation images; expected 1 at least to inspect it on them`
        : `Images: expected the test images, as '${runName}' was not trained on this data set and has no validation part of it, got validation`
  }
}

/** A run that these sentences name. */
type NamedRun = WithUnknownFields & { readonly name: string; readonly recipe: Recipe }

/** The data set that a run was trained on as a person calls it, or that it is unknown. */
export function dataTitleOf(
  run: WithUnknownFields & { readonly recipe: Recipe },
  titleOf: (dataSet: string) => string,
): string {
  const dataSet = knownDataSet(run)
  return dataSet === null ? UNKNOWN : titleOf(dataSet)
}

/** That runs have no images in common to be compared on, and what to do. */
export function describeUncommonData(
  runs: readonly NamedRun[],
  titleOf: (dataSet: string) => string = (dataSet) => dataSet,
): string {
  const trained = runs.map((run) => `'${run.name}' on ${dataTitleOf(run, titleOf)}`).join(', ')
  return `Data set: expected the one to measure these runs on, as they were not trained on the same (${trained}), got none`
}
