import { z } from 'zod'
import { parameterLayout, parameterViews } from '../../network/parameters.ts'
import { decodeBase64 } from '../base64.ts'
import { takeClassNames } from '../class-names.ts'
import { describeByRecipe, OWN_NAME, readCarriedRecipe } from '../carried-recipe.ts'
import { isOwnPage } from '../foreign-file.ts'
import { FormatError } from '../format-error.ts'
import type { FoundLayer, FoundNetwork } from '../found-network.ts'
import { readJson } from '../read-json.ts'
import { decodeText } from '../text.ts'
import type { WeightReader } from '../weight-format.ts'
import { PAGE_ELEMENTS, unpackParameters } from './page-data.ts'

/** Reads the network out of a page that `htmlWriter` wrote; nothing of it is run. */
export const htmlReader: WeightReader = { recognize: isOwnPage, read: readPage }

const dataSchema = z.object({
  pixels: z.object({ shift: z.number(), scale: z.number() }),
  classNames: z.unknown().optional(),
})

/** @throws FormatError */
function readPage(bytes: Uint8Array): FoundNetwork {
  const page = decodeText(bytes)
  const data = contentOf(page, PAGE_ELEMENTS.data)
  const carried = readCarriedRecipe(data)
  const own = carried === null ? null : dataSchema.safeParse(readJson(data, 'a recipe'))
  if (carried === null || own?.data === undefined) {
    throw new FormatError("expected a network's recipe within the page, got none; it was cut off or changed")
  }
  const packed = decodeBase64(contentOf(page, PAGE_ELEMENTS.parameters))
  if (packed === null)
    throw new FormatError('expected parameters as base64 within the page, got another text')
  const { recipe } = carried
  const { pixels } = own.data
  const layout = parameterLayout(recipe)
  const layers = parameterViews(layout, unpack(packed, { recipe, pixels })).map(
    ({ batchNorm, ...views }, k): FoundLayer => ({
      name: `layer ${k + 1}`,
      inFeatures: layout.layers[k]!.inFeatures,
      outFeatures: layout.layers[k]!.outFeatures,
      ...views,
      batchNorm: batchNorm && { ...batchNorm, epsilon: recipe.batchNorm.epsilon },
      activation: null,
    }),
  )
  const classNames = takeClassNames(own.data.classNames, layers.at(-1)!.outFeatures)
  const network: FoundNetwork = {
    ...{ layers, pixels, isOrientationAssumed: false, numberTypes: ['float32'], notes: [] },
    ...(classNames !== undefined && { classNames }),
    writtenBy: OWN_NAME,
  }
  return describeByRecipe(network, carried, recipe.data.normalization === 'standardized' ? pixels : null)
}

/** @throws FormatError */
function unpack(...given: Parameters<typeof unpackParameters>): Float64Array {
  try {
    return unpackParameters(...given)
  } catch (error) {
    throw new FormatError(`page: ${(error as Error).message}`)
  }
}

/** What stands in an element; empty where there is none. */
function contentOf(page: string, { type, id }: { readonly type: string; readonly id: string }): string {
  const tag = `<script type="${type}" id="${id}">`
  const from = page.indexOf(tag)
  const end = page.indexOf('</script>', from)
  return from < 0 || end < 0 ? '' : page.slice(from + tag.length, end)
}
