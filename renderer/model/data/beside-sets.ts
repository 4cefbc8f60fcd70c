import type { MeanImages } from '#core/data/mean-images.ts'
import type { DataSetInfo } from '#contract/types.ts'
import { formatCount } from '../format.ts'

/** What of a data set decides how it stands beside another. */
type SetBeside = Pick<DataSetInfo, 'title' | 'rows' | 'columns' | 'classNames'>

/** A class in each of several data sets. */
export interface ClassRow {
  /** What the first set that has it calls it. */
  readonly name: string
  /** Its label in each set; null where a set does not have it. */
  readonly labels: readonly (number | null)[]
}

const key = (name: string): string => name.trim().toLowerCase()

/** Classes go together by their names where those of one set are all among the other's, else by their labels. */
export function goByName(first: readonly string[], other: readonly string[]): boolean {
  const [fewer, more] = first.length <= other.length ? [first, other] : [other, first]
  const known = new Set(more.map(key))
  return fewer.every((name) => known.has(key(name)))
}

/** The classes of several data sets, in the order of the first; what it does not have comes after them. */
export function listClassRows(sets: readonly Pick<SetBeside, 'classNames'>[]): ClassRow[] {
  const [first, ...others] = sets
  if (first === undefined) return []
  const rows = first.classNames.map((name, label) => ({ name, labels: [label] as (number | null)[] }))
  for (const [k, { classNames }] of others.entries()) {
    const isByName = goByName(first.classNames, classNames)
    const rest = new Set(classNames.keys())
    for (const row of rows) {
      const ofFirst = row.labels[0] ?? null
      const label = isByName
        ? classNames.findIndex((name) => key(name) === key(row.name))
        : ofFirst !== null && ofFirst < classNames.length
          ? ofFirst
          : -1
      row.labels.push(label < 0 || !rest.delete(label) ? null : label)
    }
    for (const label of rest) {
      rows.push({ name: classNames[label]!, labels: [...Array.from({ length: k + 1 }, () => null), label] })
    }
  }
  return rows
}

/** What a person must know to compare a data set with the first one, in sentences. */
export function describeMisfits(first: SetBeside, other: SetBeside): string[] {
  const sizes = [first, other].map(({ rows, columns }) => `${rows} × ${columns}`)
  const counts = [first, other].map(({ classNames }) => formatCount(classNames.length))
  return [
    ...(sizes[0] === sizes[1]
      ? []
      : [
          `${first.title} has images of ${sizes[0]} pixels, ${other.title} of ${sizes[1]}: there is no difference of them.`,
        ]),
    ...(counts[0] === counts[1]
      ? []
      : [`${first.title} has ${counts[0]} classes, ${other.title} ${counts[1]}.`]),
    ...(goByName(first.classNames, other.classNames)
      ? []
      : [
          `The classes of ${other.title} have other names than those of ${first.title}; they go together by their labels, the first with the first.`,
        ]),
  ]
}

/** The mean image of a class; null for a class without images, and for one that is not there. */
export function meanOf(
  { counts, rows, columns, images }: MeanImages,
  label: number | null,
): Uint8Array | null {
  if (label === null || (counts[label] ?? 0) === 0) return null
  const pixels = rows * columns
  return images.subarray(label * pixels, (label + 1) * pixels)
}

export interface MeanDifference {
  /** The other's pixels less the first's, as shares of full brightness. */
  readonly values: Float32Array
  /** The mean of them without their signs. */
  readonly distance: number
}

/** How a mean image differs from the first set's; null where one is missing or they have other sizes. */
export function meanDifference(first: Uint8Array | null, other: Uint8Array | null): MeanDifference | null {
  if (first === null || first.length !== other?.length) return null
  const values = Float32Array.from(first, (brightness, p) => (other[p]! - brightness) / 255)
  return { values, distance: values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length }
}

/** A class of one data set beside the same class of others. */
export interface ComparedClass {
  /** Its label in this set; null where the set does not have it. */
  readonly label: number | null
  /** What this set calls it, where the row has another name. */
  readonly ownName: string | null
  readonly mean: Uint8Array | null
  readonly count: number
  /** Of all images of the file, 0 to 1. */
  readonly share: number
  /** From the first set's mean image; null for the first itself. */
  readonly difference: MeanDifference | null
}

export interface ComparedRow extends ClassRow {
  /** One for each set. */
  readonly cells: readonly ComparedClass[]
}

/** Whether two sets have images of one size, so that their mean images can be subtracted. */
export function hasSizeOf(first: SetBeside, other: SetBeside): boolean {
  return first.rows === other.rows && first.columns === other.columns
}

/** @param means of one file of each set, in the order of the sets */
export function listComparedRows(sets: readonly SetBeside[], means: readonly MeanImages[]): ComparedRow[] {
  const totals = means.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0))
  return listClassRows(sets).map(({ name, labels }) => {
    const first = meanOf(means[0]!, labels[0] ?? null)
    const cells = labels.map((label, k): ComparedClass => {
      const mean = meanOf(means[k]!, label)
      const own = label === null ? name : sets[k]!.classNames[label]!
      const count = label === null ? 0 : (means[k]!.counts[label] ?? 0)
      return {
        ...{ label, mean, count },
        ownName: own === name ? null : own,
        share: count / Math.max(1, totals[k]!),
        difference: k > 0 && hasSizeOf(sets[0]!, sets[k]!) ? meanDifference(first, mean) : null,
      }
    })
    return { name, labels, cells }
  })
}
