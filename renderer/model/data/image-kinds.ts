import type { DataFile, ImageKind } from '#core/data/find-images.ts'
import type { DoubtfulLabels } from '#core/experiments/doubtful-labels.ts'
import { formatCount } from '../format.ts'

/** Which images of a file are shown: those of a kind, or of the training file those whose label may be wrong. */
export type ShownKind = ImageKind | 'doubtful'

/** What is shown of a data set. */
export interface ShownImages {
  readonly part: DataFile
  readonly kind: ShownKind
  /** Only images of this class; null: of all. */
  readonly label: number | null
}

export const ALL_IMAGES: ShownImages = { part: 'training', kind: 'all', label: null }

const KINDS: readonly { readonly value: ShownKind; readonly label: string; readonly hint: string }[] = [
  { value: 'all', label: 'All images', hint: 'In the order of the file.' },
  {
    value: 'twins',
    label: 'Twins',
    hint: 'Images that come twice or more, pixel for pixel, beside each other.',
  },
  {
    value: 'shared',
    label: 'In both files',
    hint: 'Images that are in the training file and in the test file: what is learned by heart is then tested.',
  },
  {
    value: 'conflicts',
    label: 'Two labels',
    hint: 'The same image, once with one label and once with another.',
  },
  {
    value: 'doubtful',
    label: 'Doubtful labels',
    hint: 'Images whose label networks that did not learn from them find least likely.',
  },
]

/** The kinds that a file has; labels are doubted of the training file alone. */
export const listKinds = (part: DataFile): typeof KINDS =>
  part === 'training' ? KINDS : KINDS.filter(({ value }) => value !== 'doubtful')

/** What there is none of, in words. */
export function describeNone({ part, kind, label }: ShownImages, className: string): string {
  const of = label === null ? '' : ` of ${className}`
  const file = part === 'training' ? 'the training file' : 'the test file'
  switch (kind) {
    case 'all':
      return `There is no image${of} in ${file}.`
    case 'twins':
      return `No image${of} in ${file} comes twice.`
    case 'shared':
      return `No image${of} in ${file} is in the other file, too.`
    case 'conflicts':
      return `No image${of} in ${file} has a twin with another label.`
    case 'doubtful':
      return `No label${of} is doubted.`
  }
}

/** What a search for doubtful labels found, in words. */
export function describeDoubts(
  { indices, misread }: Pick<DoubtfulLabels, 'indices' | 'misread'>,
  imageCount: number,
): string {
  const shown =
    indices.length < misread
      ? `the ${formatCount(indices.length)} most doubtful of them are shown`
      : 'the most doubtful first'
  return misread === 0
    ? 'Networks that did not learn from an image find the label of every one of them.'
    : `Networks that did not learn from an image say another class than its label for ${formatCount(misread)} of ${formatCount(imageCount)}; ${shown}. Many of these labels are right, and the image is hard to read.`
}
