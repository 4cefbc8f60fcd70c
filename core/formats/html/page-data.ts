import { parameterLayout } from '../../network/parameters.ts'
import type { CarriedRecipe } from '../carried-recipe.ts'
import type { PixelScale } from '../found-network.ts'

/** What a page holds besides the words, as JSON; its weights stand beside it. */
export interface PageData extends CarriedRecipe {
  /** How pixels become inputs: of standardized ones with all digits, of which 32 bits hold half. */
  readonly pixels: PixelScale
  /** What each output stands for; absent where that is not known. */
  readonly classNames?: readonly string[] | undefined
  /** Side of the images that the network takes, in pixels. */
  readonly side: number
}

/** Elements that hold data, by their type and id: what stands in `PageData`, and parameters as 32-bit numbers in base64. */
export const PAGE_ELEMENTS = {
  data: { type: 'application/json', id: 'network' },
  parameters: { type: 'application/octet-stream', id: 'parameters' },
} as const

/** Parameters as 32-bit numbers with the lowest byte first. */
export function packParameters(parameters: Float64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * parameters.length))
  parameters.forEach((parameter, k) => view.setFloat32(4 * k, parameter, true))
  return new Uint8Array(view.buffer)
}

/**
 * The parameters of a page, flat, as `parameterLayout` says.
 * @param bytes as `packParameters` gives them
 * @throws Error in words, where they are not those of the recipe
 */
export function unpackParameters(
  bytes: Uint8Array,
  { recipe, pixels }: Pick<PageData, 'recipe' | 'pixels'>,
): Float64Array {
  const { length, standardization } = parameterLayout(recipe)
  if (bytes.length !== 4 * length) {
    throw new RangeError(`expected ${length} parameters of the network, got ${Math.floor(bytes.length / 4)}`)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parameters = Float64Array.from({ length }, (_, k) => view.getFloat32(4 * k, true))
  if (standardization !== undefined) parameters.set([pixels.shift, pixels.scale], standardization)
  return parameters
}
