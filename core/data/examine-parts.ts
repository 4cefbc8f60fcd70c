import type { DataProfile } from './data-profile.ts'
import { type PartName, type PartSizes, pickParts } from './data-set.ts'

/** A class and how many images of it there are. */
export interface ClassCount {
  /** Index of the class. */
  readonly label: number
  readonly count: number
}

/** A class that has fewer images in a part than its share of the file. */
export interface RareClass extends ClassCount {
  /** How many images the part would have of it in the file's proportions. */
  readonly expected: number
}

/** Something about the images of a training that a person should know before it. */
export type DataFinding =
  /** All training images are of one class, so nothing can be learned but to answer it. */
  | { readonly code: 'one-class'; readonly label: number }
  /** Classes that the data set names and has no image of. */
  | { readonly code: 'empty-classes'; readonly labels: readonly number[] }
  /** Classes of the data set that come in no part. */
  | { readonly code: 'unused-classes'; readonly labels: readonly number[] }
  /** Classes of the data set that do not come in a part. */
  | { readonly code: 'missing-classes'; readonly part: PartName; readonly labels: readonly number[] }
  /** Classes that a part has less than half of their share of, beyond what chance makes of a shuffled file. */
  | { readonly code: 'rare-classes'; readonly part: PartName; readonly classes: readonly RareClass[] }
  /** Training images are spread over the classes so unevenly that accuracy alone says little. */
  | { readonly code: 'unbalanced'; readonly largest: ClassCount; readonly smallest: ClassCount }
  /** Images of a part that are training images too, pixel for pixel. */
  | {
      readonly code: 'shared-images'
      readonly part: 'validation' | 'test'
      readonly count: number
      /** Images of the part. */
      readonly total: number
    }
  /** Images of all parts that have another image's pixels and another label. */
  | { readonly code: 'conflicting-labels'; readonly count: number }
  /** Neither validation nor test images. */
  | { readonly code: 'no-unseen-images' }
  /** No test images beside some validation images. */
  | { readonly code: 'no-test-images' }

/** What would mend some of the findings. */
export type DataCure = 'stratify' | 'whole-test-file'

/** What always answering the class that is most frequent in training would reach. */
export interface Baseline {
  readonly label: number
  /** The part that epochs are judged by: validation where there is one, else test, else training. */
  readonly part: PartName
  /** Share of its images, 0 to 1. */
  readonly accuracy: number
}

/** The images of the three parts of a training, as far as their labels and their being the same go. */
export interface DataExamination {
  /** Images by class, `(classes)` for each part. */
  readonly counts: Readonly<Record<PartName, readonly number[]>>
  readonly baseline: Baseline
  /** The gravest first. */
  readonly findings: readonly DataFinding[]
  /** What would mend some of them without other data. */
  readonly cures: readonly DataCure[]
}

/** The largest class of a part has at least so many times the images of the smallest, for it to be unbalanced. */
const UNBALANCED_RATIO = 3
/** How far, in standard deviations, a count lies outside what chance makes of a shuffled file. */
const BEYOND_CHANCE = 3

/**
 * Whether a finding casts doubt on what a training will show; the others are remarks.
 */
export function isWarning({ code }: DataFinding): boolean {
  return code !== 'no-test-images' && code !== 'empty-classes'
}

/**
 * Finds out how the parts of a training are made up, before it.
 * @throws DataError when a part asks for more images than there are
 */
export function examineParts(profile: DataProfile, sizes: PartSizes): DataExamination {
  const indices = pickParts(profile.trainingLabels, profile.testLabels.length, sizes)
  const counts = countClasses(profile, indices)
  const classFaults = findClassFaults(profile, counts, sizes)
  return {
    counts,
    baseline: findBaseline(counts, sizes),
    findings: [
      ...classFaults,
      ...findImbalance(counts.train),
      ...findTwins(profile, indices),
      ...findEmptyParts(sizes),
      ...findEmptyClasses(profile),
    ],
    cures: findCures(profile, sizes, countFaults(classFaults)),
  }
}

/** @param faults those of the sizes as they are */
function findCures(profile: DataProfile, sizes: PartSizes, faults: number): DataCure[] {
  if (faults === 0) return []
  const isBetter = (other: PartSizes): boolean => {
    const counts = countClasses(profile, pickParts(profile.trainingLabels, profile.testLabels.length, other))
    return countFaults(findClassFaults(profile, counts, other)) < faults
  }
  const testSize = profile.testLabels.length
  const cures: DataCure[] = []
  if (sizes.isStratified !== true && isBetter({ ...sizes, isStratified: true })) cures.push('stratify')
  if (sizes.testSize > 0 && sizes.testSize < testSize && isBetter({ ...sizes, testSize })) {
    cures.push('whole-test-file')
  }
  return cures
}

/** How many classes lack images somewhere. */
function countFaults(findings: readonly DataFinding[]): number {
  let faults = 0
  for (const finding of findings) {
    if (finding.code === 'missing-classes') faults += finding.labels.length
    else if (finding.code === 'rare-classes') faults += finding.classes.length
    // These would otherwise be missing in each part.
    else if (finding.code === 'unused-classes') faults += 3 * finding.labels.length
    else if (finding.code === 'one-class') faults += 256
  }
  return faults
}

type Indices = Readonly<Record<PartName, readonly number[]>>

type Counts = DataExamination['counts']

const countOver = (labels: Iterable<number>, classCount: number): number[] => {
  const counts = new Array<number>(classCount).fill(0)
  for (const label of labels) counts[label]!++
  return counts
}

function countClasses({ classCount, trainingLabels, testLabels }: DataProfile, indices: Indices): Counts {
  const count = (labels: Uint8Array, chosen: readonly number[]): number[] =>
    countOver(
      chosen.map((index) => labels[index]!),
      classCount,
    )
  return {
    train: count(trainingLabels, indices.train),
    validation: count(trainingLabels, indices.validation),
    test: count(testLabels, indices.test),
  }
}

const PARTS: readonly PartName[] = ['train', 'validation', 'test']

function findClassFaults(profile: DataProfile, counts: Counts, sizes: PartSizes): DataFinding[] {
  const findings: DataFinding[] = []
  const { classCount } = profile
  const training = countOver(profile.trainingLabels, classCount)
  const test = countOver(profile.testLabels, classCount)
  const labels = training.map((_, label) => label)
  const isUsed = (label: number): boolean => PARTS.some((part) => counts[part][label]! > 0)
  const trained = labels.filter((label) => counts.train[label]! > 0)
  if (trained.length === 1) findings.push({ code: 'one-class', label: trained[0]! })
  const unused = labels.filter((label) => training[label]! + test[label]! > 0 && !isUsed(label))
  if (unused.length > 0) findings.push({ code: 'unused-classes', labels: unused })
  for (const part of PARTS) {
    const size = sizes[`${part}Size`]
    if (size === 0) continue
    // That a training part of one class lacks all others goes without saying.
    const goesWithoutSaying = part === 'train' && trained.length === 1
    const missing = labels.filter((label) => isUsed(label) && counts[part][label] === 0)
    if (missing.length > 0 && !goesWithoutSaying) {
      findings.push({ code: 'missing-classes', part, labels: missing })
    }
    const rare = findRare(counts[part], part === 'test' ? test : training, size)
    if (rare.length > 0) findings.push({ code: 'rare-classes', part, classes: rare })
  }
  return findings
}

function findEmptyClasses({ classCount, trainingLabels, testLabels }: DataProfile): DataFinding[] {
  const counts = countOver([...trainingLabels, ...testLabels], classCount)
  const labels = counts.flatMap((count, label) => (count === 0 ? [label] : []))
  return labels.length === 0 ? [] : [{ code: 'empty-classes', labels }]
}

/** Classes with less than half of their share, where drawing from a shuffled file would hardly give so few. */
function findRare(counts: readonly number[], file: readonly number[], size: number): RareClass[] {
  const total = file.reduce((sum, count) => sum + count, 0)
  return counts.flatMap((count, label) => {
    const share = file[label]! / total
    const expected = size * share
    // Of the hypergeometric distribution: images are drawn without being put back.
    const variance = total > 1 ? (expected * (1 - share) * (total - size)) / (total - 1) : 0
    const isRare = count > 0 && count < expected / 2 && expected - count > BEYOND_CHANCE * Math.sqrt(variance)
    return isRare ? [{ label, count, expected }] : []
  })
}

/** By Pearson's χ² against equal shares, whose standard deviation is √(2 (classes − 1)). */
function findImbalance(counts: readonly number[]): DataFinding[] {
  const present = counts.map((count, label) => ({ label, count })).filter(({ count }) => count > 0)
  if (present.length < 2) return []
  const largest = present.reduce((most, each) => (each.count > most.count ? each : most))
  const smallest = present.reduce((least, each) => (each.count < least.count ? each : least))
  const mean = present.reduce((sum, { count }) => sum + count, 0) / present.length
  const chiSquared = present.reduce((sum, { count }) => sum + (count - mean) ** 2 / mean, 0)
  const degrees = present.length - 1
  const isBeyondChance = chiSquared > degrees + BEYOND_CHANCE * Math.sqrt(2 * degrees)
  return isBeyondChance && largest.count >= UNBALANCED_RATIO * smallest.count
    ? [{ code: 'unbalanced', largest, smallest }]
    : []
}

function findTwins({ firstTwins, trainingLabels, testLabels }: DataProfile, indices: Indices): DataFinding[] {
  const findings: DataFinding[] = []
  const trained = new Set(indices.train.map((index) => firstTwins[index]!))
  const offsets = { train: 0, validation: 0, test: trainingLabels.length }
  for (const part of ['validation', 'test'] as const) {
    const count = indices[part].filter((index) => trained.has(firstTwins[offsets[part] + index]!)).length
    if (count > 0) findings.push({ code: 'shared-images', part, count, total: indices[part].length })
  }
  /** The label of the first image met of each kind of twins. */
  const labels = new Map<number, number>()
  let conflicts = 0
  for (const part of ['train', 'validation', 'test'] as const) {
    const ofFile = part === 'test' ? testLabels : trainingLabels
    for (const index of indices[part]) {
      const twin = firstTwins[offsets[part] + index]!
      const known = labels.get(twin)
      if (known === undefined) labels.set(twin, ofFile[index]!)
      else if (known !== ofFile[index]) conflicts++
    }
  }
  if (conflicts > 0) findings.push({ code: 'conflicting-labels', count: conflicts })
  return findings
}

function findEmptyParts({ validationSize, testSize }: PartSizes): DataFinding[] {
  if (testSize > 0) return []
  return [{ code: validationSize > 0 ? 'no-test-images' : 'no-unseen-images' }]
}

function findBaseline(counts: Counts, { validationSize, testSize, trainSize }: PartSizes): Baseline {
  const label = counts.train.indexOf(Math.max(...counts.train))
  const part = validationSize > 0 ? 'validation' : testSize > 0 ? 'test' : 'train'
  const size = { train: trainSize, validation: validationSize, test: testSize }[part]
  return { label, part, accuracy: counts[part][label]! / size }
}
