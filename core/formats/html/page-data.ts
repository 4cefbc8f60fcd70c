import type { CarriedRecipe } from '../carried-recipe.ts'

/** What a page holds besides the words, as JSON; its weights stand beside it. */
export interface PageData extends CarriedRecipe {
  /** What each output stands for. */
  readonly classNames: readonly string[]
  /** Side of the images that the network takes, in pixels. */
  readonly side: number
}

/** Ids of the elements that hold data: those of the network, and its parameters as 32-bit numbers in base64. */
export const PAGE_IDS = { data: 'network', parameters: 'parameters' } as const

/** Parameters as 32-bit numbers with the lowest byte first. */
export function packParameters(parameters: Float64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * parameters.length))
  parameters.forEach((parameter, k) => view.setFloat32(4 * k, parameter, true))
  return new Uint8Array(view.buffer)
}

/** Parameters as `packParameters` packs them. */
export function unpackParameters(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Float64Array.from({ length: Math.floor(bytes.length / 4) }, (_, k) => view.getFloat32(4 * k, true))
}
