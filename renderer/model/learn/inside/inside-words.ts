import type { PicturedKind } from '#core/network/layer-pictures.ts'
import { unitStanding } from '#core/explain/inside/unit-history.ts'
import type { LayerUnits, RunLayerPictures } from '#contract/types.ts'
import { formatSmall as formatPlain } from '#shared/measures.ts'
import type { InsidePage, UnitQuantity } from '../inside-state.ts'

/** A number of three digits, with a true minus sign. */
export const formatSmall = (value: number): string => formatPlain(value).replace(/^-/, '−')

export const PAGE_LABELS: Readonly<Record<InsidePage, string>> = {
  weights: 'First layer',
  units: 'All units',
  layer: 'Last hidden layer',
  decision: 'One decision',
  favourites: 'Likes most',
}

export const KIND_LABELS: Readonly<Record<PicturedKind, string>> = {
  weights: 'Weights',
  change: 'Change since the start',
}

export const QUANTITY_WORDS: Readonly<
  Record<UnitQuantity, { readonly label: string; readonly about: string }>
> = {
  weightNorm: { label: 'Weights', about: 'Length of a unit’s incoming weights (their Euclidean norm).' },
  gradientNorm: {
    label: 'Gradient',
    about:
      'Length of the gradient of these images’ mean loss by a unit’s incoming weights: near 0 it hardly learns from them.',
  },
  meanOutput: { label: 'Mean output', about: 'Mean output of a unit over these images.' },
  flatShare: {
    label: 'Flat',
    about:
      'Share of these images on which a unit’s activation is flat, below 1 % of its steepest slope: it learns nothing from them.',
  },
}

/** `epoch 3`, `before the first epoch`. */
export const epochWords = (epoch: number): string => (epoch < 0 ? 'before the first epoch' : `epoch ${epoch}`)

/** A layer as it is called: `Hidden 1`, `Output`. */
export const layerName = (layer: number, layers: number): string =>
  layer === layers - 1 ? 'Output' : `Hidden ${layer + 1}`

/** `row 2, column 3`, both from 1. */
export const pixelWords = (pixel: number, columns: number): string =>
  `row ${Math.floor(pixel / columns) + 1}, column ${(pixel % columns) + 1}`

/** A unit's pictured value of a pixel: the true one, within half a step of the 255 that there are. */
export function picturedValue(
  pictures: RunLayerPictures,
  epochIndex: number,
  unit: number,
  pixel: number,
): number {
  const { rows, columns, count, from, scale, values } = pictures
  const at = (epochIndex * count + unit - from) * rows * columns + pixel
  return ((values[at] ?? 0) * scale) / 127
}

/** The pixels that no training image has ink on; none where that is not known. */
export function pixelsWithoutInk({ ink }: Pick<RunLayerPictures, 'ink'>): number[] {
  return ink === null
    ? []
    : [...ink.counts.entries()].flatMap(([pixel, count]) => (count === 0 ? [pixel] : []))
}

/** On how many training images a pixel has ink, in words. */
export function inkWords({ ink }: Pick<RunLayerPictures, 'ink'>, pixel: number): string {
  if (ink === null) return 'the training images are not there to look at'
  const count = ink.counts[pixel] ?? 0
  const total = ink.total.toLocaleString('en-US')
  return count === 0
    ? `no training image of ${total} has ink there`
    : `${count.toLocaleString('en-US')} of ${total} training images have ink there`
}

/** What a screen reader hears of the pictures. */
export function describePictures(pictures: RunLayerPictures, epoch: number): string {
  const { units, from, count, scale, kind } = pictures
  const which = count < units ? `units ${from + 1} to ${from + count} of ${units}` : `${units} units`
  return `${KIND_LABELS[kind]} of ${which} of the first layer, ${epochWords(epoch)}; colours from −${formatSmall(scale)} to ${formatSmall(scale)}`
}

/** The units of a layer that cannot learn at an epoch, by name; the output layer's are counted, too. */
export function standingsOf(
  { units, flatShare }: LayerUnits,
  epochIndex: number,
): { readonly dead: readonly number[]; readonly saturated: readonly number[] } {
  const standing = (unit: number): string => unitStanding(flatShare[epochIndex * units + unit]!)
  const all = Array.from({ length: units }, (_, unit) => unit)
  return {
    dead: all.filter((unit) => standing(unit) === 'dead'),
    saturated: all.filter((unit) => standing(unit) === 'saturated'),
  }
}

/** `units 3, 7 and 12`, from 1; `none`. @param most are named, the rest is counted */
export function listUnits(units: readonly number[], most = 12): string {
  if (units.length === 0) return 'none'
  const named = units.slice(0, most).map((unit) => String(unit + 1))
  const more = units.length - named.length
  const list = new Intl.ListFormat('en-GB').format([...named, ...(more > 0 ? [`${more} more`] : [])])
  return `${units.length === 1 ? 'unit' : 'units'} ${list}`
}

/**
 * What no colour and full colour of a heat map stand for: shares go from 0 to 1, lengths from the smallest to the largest, and values of
 * both signs from 0.
 */
export function heatRange(
  values: Float64Array,
  quantity: UnitQuantity,
): { readonly low: number; readonly high: number } {
  if (quantity === 'flatShare') return { low: 0, high: 1 }
  const low = values.reduce((a, b) => Math.min(a, b), Infinity)
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity)
  return low < 0 ? { low: 0, high: Math.max(high, -low) } : { low, high }
}
