import { DataError } from '#core/data/data-set.ts'
import { findEdition } from '#core/data/pen-digits/editions.ts'
import { drawStyles, type StyleGallery } from '#core/data/pen-digits/style-samples.ts'
import { PEN_DIGITS } from '#core/recipe/data-set-name.ts'
import type { DrawStylesTask } from './data-messages.ts'

/** Writes the styles of pen digits. @throws DataError for another data set */
export function drawStylesOf({ dataSet, count, seed }: DrawStylesTask): StyleGallery {
  const edition = findEdition(dataSet)
  if (edition === undefined) {
    throw new DataError(`Writing styles: expected pen digits, as ${PEN_DIGITS}, got '${dataSet}'`)
  }
  return drawStyles(edition, count, seed)
}
