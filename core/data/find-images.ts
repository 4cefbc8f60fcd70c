import type { DataProfile } from './data-profile.ts'

/** One of the two files of a data set. */
export type DataFile = 'training' | 'test'

/**
 * Which images of a file are looked for: all; `twins`, which some other image of the data set has the same pixels as;
 * `shared`, which the other file has, too; `conflicts`, of whose twins one has another label.
 */
export const IMAGE_KINDS = ['all', 'twins', 'shared', 'conflicts'] as const
export type ImageKind = (typeof IMAGE_KINDS)[number]

export interface ImageQuery {
  readonly part: DataFile
  /** Only images of this class; null: of all. */
  readonly label: number | null
  readonly kind: ImageKind
}

/** The images of a file that are asked for: their indices in it, in its order; twins beside each other. */
export function findImages(profile: DataProfile, { part, label, kind }: ImageQuery): Uint32Array {
  const { trainingLabels, testLabels, firstTwins } = profile
  const labels = part === 'training' ? trainingLabels : testLabels
  const offset = part === 'training' ? 0 : trainingLabels.length
  const indices = Uint32Array.from(labels, (_, i) => i)
  const isOfLabel = (i: number): boolean => label === null || labels[i] === label
  if (kind === 'all') return indices.filter(isOfLabel)
  const isFound = twinTest(profile, part, kind)
  return indices
    .filter((i) => isOfLabel(i) && isFound(firstTwins[offset + i]!))
    .sort((a, b) => firstTwins[offset + a]! - firstTwins[offset + b]! || a - b)
}

/** Whether the images whose first twin is the given one are looked for. */
function twinTest(
  { trainingLabels, testLabels, firstTwins }: DataProfile,
  part: DataFile,
  kind: Exclude<ImageKind, 'all'>,
): (firstTwin: number) => boolean {
  const counts = { training: new Uint32Array(firstTwins.length), test: new Uint32Array(firstTwins.length) }
  const hasConflict = new Uint8Array(firstTwins.length)
  const labelOf = (i: number): number =>
    i < trainingLabels.length ? trainingLabels[i]! : testLabels[i - trainingLabels.length]!
  firstTwins.forEach((first, i) => {
    counts[i < trainingLabels.length ? 'training' : 'test'][first]!++
    if (labelOf(i) !== labelOf(first)) hasConflict[first] = 1
  })
  const other = counts[part === 'training' ? 'test' : 'training']
  switch (kind) {
    case 'twins':
      return (first) => counts.training[first]! + counts.test[first]! > 1
    case 'shared':
      return (first) => other[first]! > 0
    case 'conflicts':
      return (first) => hasConflict[first] === 1
  }
}
