import type { NearestImages } from '#contract/types.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import { listAnd } from '#core/math/list-words.ts'
import { withArticle } from '../article.ts'

/** A pixel that changes by less of the way from black to white is hardly seen. */
const SEEN_CHANGE = 0.1

/**
 * What the nearest training images are: `Of the 12 nearest of 50,000 training images, 9 are labelled 7, 2 are labelled 1 and 1 is labelled 9.`
 * @param nameOf a class as a person calls it
 */
export function describeNearest(
  { nearest, compared }: Pick<NearestImages, 'nearest' | 'compared'>,
  nameOf: (label: number) => string,
): string {
  const counts = new Map<number, number>()
  for (const { label } of nearest) counts.set(label, (counts.get(label) ?? 0) + 1)
  const of = `nearest of ${compared.toLocaleString('en-US')} training images`
  if (counts.size === 1) return `All ${nearest.length} ${of} are labelled ${nameOf(nearest[0]!.label)}.`
  const said = [...counts]
    .sort(([a, m], [b, n]) => n - m || a - b)
    .map(([label, count]) => `${count} ${count === 1 ? 'is' : 'are'} labelled ${nameOf(label)}`)
  return `Of the ${nearest.length} ${of}, ${listAnd(said)}.`
}

/**
 * What a change does: `43 pixels change by more than 10 %, none by more than 31 %, and it is read as a 1.`
 * @param from `(pixels)` bytes
 * @param to as many
 */
export function describeChange(from: Uint8Array, to: Uint8Array, becomes: string): string {
  const changes = Array.from(from, (byte, i) => Math.abs(to[i]! - byte) / 255)
  const seen = changes.filter((change) => change > SEEN_CHANGE).length
  const most = formatPercent(Math.max(0, ...changes), 0, '\u00a0')
  const limit = formatPercent(SEEN_CHANGE, 0, '\u00a0')
  const count = seen === 0 ? 'No pixel changes' : seen === 1 ? 'One pixel changes' : `${seen} pixels change`
  const which = seen === 0 ? '' : seen === 1 ? `, by ${most}` : `, none by more than ${most}`
  return `${count} by more than ${limit} of the way from black to white${which}, and it is read as ${withArticle(becomes)}.`
}
