import { z } from 'zod'
import { activationOf } from '../activations/settings.ts'
import { layerSizes } from '../network/parameters.ts'
import { checkRecipe, parseRecipe, type Recipe } from '../recipe/recipe.ts'
import type { FoundNetwork, PixelScale } from './found-network.ts'
import { readJson } from './read-json.ts'
import type { WrittenNetwork } from './weight-format.ts'

/** What this program calls itself in the files that it writes. */
export const OWN_NAME = 'Backprop Workbench'

/** A network's recipe in a file beside its weights, and what of it is not known. */
export interface CarriedRecipe {
  readonly recipe: Recipe
  readonly unknownFields: readonly string[]
}

const carriedSchema = z.object({ recipe: z.unknown(), unknownFields: z.array(z.string()) })

/** The recipe as a file carries it, one line of JSON. */
export function writeCarriedRecipe({ recipe, unknownFields }: WrittenNetwork): string {
  return JSON.stringify({ recipe, unknownFields })
}

/** The recipe that a file carries; null for a text that is none, as another program may have written it. */
export function readCarriedRecipe(text: string): CarriedRecipe | null {
  let value: unknown
  try {
    value = readJson(text, 'a recipe')
  } catch {
    return null
  }
  const carried = carriedSchema.safeParse(value)
  if (!carried.success || checkRecipe(carried.data.recipe).length > 0) return null
  return { recipe: parseRecipe(carried.data.recipe), unknownFields: carried.data.unknownFields }
}

/**
 * A network with what its recipe says: activations, dropout, loss and how pixels become inputs. A recipe of a network of
 * another shape is left out, with a note.
 * @param pixels that the file states beside its recipe; for inputs as `p` or `p/255` the recipe alone says it
 */
export function describeByRecipe(
  network: FoundNetwork,
  carried: CarriedRecipe,
  pixels: PixelScale | null,
): FoundNetwork {
  const { recipe } = carried
  const sizes = [network.layers[0]!.inFeatures, ...network.layers.map(({ outFeatures }) => outFeatures)]
  const isSame =
    layerSizes(recipe).join() === sizes.join() &&
    recipe.layers.every(({ batchNorm }, k) => batchNorm === (network.layers[k]!.batchNorm !== undefined))
  if (!isSame) {
    return {
      ...network,
      notes: [...network.notes, 'The recipe in the file is of another network, and left out.'],
    }
  }
  const { epsilon } = recipe.batchNorm
  return {
    ...network,
    layers: network.layers.map((layer, k) => ({
      ...layer,
      batchNorm: layer.batchNorm && { ...layer.batchNorm, epsilon },
      activation: activationOf(recipe.layers[k]!),
      dropout: recipe.layers[k]!.dropout,
    })),
    pixels: pixels ?? pixelsOf(recipe),
    isOrientationAssumed: false,
    loss: recipe.loss,
    carried,
  }
}

/** Null where inputs are standardized, as two parameters of the network say it. */
function pixelsOf({ data }: Recipe): PixelScale | null {
  if (data.normalization === 'standardized') return null
  return { shift: 0, scale: data.normalization === 'none' ? 255 : 1 }
}
