import { listSome } from '#core/math/list-words.ts'
import type { PartName } from '#core/data/data-set.ts'
import { type Baseline, type DataExamination, type DataFinding, isWarning } from '#core/data/examine-parts.ts'
import { formatPercent } from '#core/math/format-percent.ts'

/** Classes that a sentence names one by one, at most. */
const NAMED_CLASSES = 5

const count = (value: number): string => value.toLocaleString('en-US')
const images = (value: number): string => `${count(value)} image${value === 1 ? '' : 's'}`

/** What a part is called within a sentence. */
const PART_NAMES: Readonly<Record<PartName, string>> = {
  train: 'training',
  validation: 'validation',
  test: 'test',
}

/**
 * What a person should know of the images of a training, as one sentence or two with their full stops.
 * @param classNames of the data set, in the order of the labels
 */
export function describeDataFinding(finding: DataFinding, classNames: readonly string[]): string {
  const name = (label: number): string => `'${classNames[label] ?? label}'`
  const names = (labels: readonly number[]): string => joinNames(labels.map(name))
  switch (finding.code) {
    case 'one-class':
      return `All training images are of ${name(finding.label)}: the network can learn nothing but to answer that.`
    case 'unused-classes':
      return `No part has an image of ${names(finding.labels)}, which the data set has.`
    case 'missing-classes':
      return finding.part === 'train'
        ? `The training part has no image of ${names(finding.labels)}: the network cannot learn ${finding.labels.length === 1 ? 'it' : 'them'}.`
        : `The ${PART_NAMES[finding.part]} part has no image of ${names(finding.labels)}: its accuracy says nothing about ${finding.labels.length === 1 ? 'it' : 'them'}.`
    case 'rare-classes':
      return `The ${PART_NAMES[finding.part]} part has only ${joinNames(
        finding.classes.map(
          (each) =>
            `${images(each.count)} of ${name(each.label)} where its share is ${count(Math.round(each.expected))}`,
        ),
      )}.`
    case 'unbalanced':
      return `The training part is unbalanced: ${images(finding.largest.count)} of ${name(finding.largest.label)}, ${count(finding.smallest.count)} of ${name(finding.smallest.label)}.`
    case 'shared-images':
      return `${count(finding.count)} of the ${count(finding.total)} ${PART_NAMES[finding.part]} images ${finding.count === 1 ? 'is a training image' : 'are training images'} too, pixel for pixel: ${PART_NAMES[finding.part]} accuracy looks better than it is.`
    case 'conflicting-labels':
      return `${finding.count === 1 ? '1 image has' : `${count(finding.count)} images have`} another label than an image with the same pixels.`
    case 'no-unseen-images':
      return 'There are no validation and no test images: nothing will show how well the network reads images that it has not learned from.'
    case 'no-test-images':
      return 'There are no test images: the epoch that is chosen by validation looks a little better there than it is.'
    case 'empty-classes':
      return `The data set names ${names(finding.labels)} and has no image of ${finding.labels.length === 1 ? 'it' : 'them'}.`
  }
}

/** What any network must beat, as in `always answering '1' is right on 11.35 % of the test images`. */
export function describeBaseline({ label, part, accuracy }: Baseline, classNames: readonly string[]): string {
  return `always answering '${classNames[label] ?? label}' is right on ${formatPercent(accuracy)} of the ${PART_NAMES[part]} images`
}

function joinNames(names: readonly string[]): string {
  return listSome(names, NAMED_CLASSES)
}

/** The findings that cast doubt on a training, as sentences. @param classNames of the data set, in the order of the labels */
export function listDataWarnings(
  { findings, baseline }: DataExamination,
  classNames: readonly string[],
): string[] {
  return findings.filter(isWarning).map((finding) => {
    const sentence = describeDataFinding(finding, classNames)
    // Where accuracy alone says little, what it has to beat.
    return finding.code === 'unbalanced' || finding.code === 'one-class'
      ? `${sentence.slice(0, -1)}; ${describeBaseline(baseline, classNames)}.`
      : sentence
  })
}
