import type { SourceAccuracy } from '#core/evaluation/by-source.ts'
import { differenceInterval, type Interval } from '#core/evaluation/intervals.ts'
import { MY_DIGITS } from '#core/recipe/data-set-name.ts'

/** How well a network reads its own kind of images, and a person's digits. */
export interface HandGap {
  /** Of all images that are not the person's. */
  readonly originals: { readonly titles: string; readonly correct: number; readonly total: number }
  /** Null where there are none to test on. */
  readonly own: Pick<SourceAccuracy, 'correct' | 'total'> | null
  /** How much larger the share on the originals is. */
  readonly gap: { readonly share: number; readonly interval: Interval } | null
}

/** The gap between a mixed data set's images and own digits. @param bySource of its test images */
export function handGapOf(bySource: readonly SourceAccuracy[]): HandGap {
  const others = bySource.filter(({ dataSet }) => dataSet !== MY_DIGITS)
  const own = bySource.find(({ dataSet }) => dataSet === MY_DIGITS) ?? null
  const originals = {
    titles: others.map(({ title }) => title).join(' + '),
    correct: others.reduce((sum, { correct }) => sum + correct, 0),
    total: others.reduce((sum, { total }) => sum + total, 0),
  }
  const gap =
    own === null || originals.total === 0
      ? null
      : {
          share: originals.correct / originals.total - own.correct / own.total,
          interval: differenceInterval(originals, own),
        }
  return { originals, own, gap }
}
