import type { Recipe } from '../recipe/recipe.ts'
import { type WritableFormat, WRITABLE_FORMATS } from './registry.ts'
import type { ChosenOptions, FormatLimit } from './weight-format.ts'

/** A format, and what it would not carry over of a network. */
export interface FormatFit {
  readonly format: WritableFormat
  readonly limits: readonly FormatLimit[]
  /** Why the format cannot hold the network, one or more sentences; null where it can. */
  readonly hindrance: string | null
}

/** How a format takes a network. */
export async function findFit(
  format: WritableFormat,
  recipe: Recipe,
  chosen?: ChosenOptions,
): Promise<FormatFit> {
  const limits = (await format.loadWriter()).findLimits(recipe, chosen)
  const blocking = limits.filter(({ isBlocking }) => isBlocking).map(({ message }) => message)
  return { format, limits, hindrance: blocking.length === 0 ? null : blocking.join(' ') }
}

/** How each format that can be written takes a network. */
export function findFits(recipe: Recipe): Promise<FormatFit[]> {
  return Promise.all(WRITABLE_FORMATS.map((format) => findFit(format, recipe)))
}

/** The format that is taken where nobody names one: the first that can hold the network. */
export function usualFormat(fits: readonly FormatFit[]): WritableFormat {
  return (fits.find(({ hindrance }) => hindrance === null) ?? fits[0]!).format
}
