import type { ActivationName } from '#core/activations/names.ts'
import { createPredictor } from '#core/evaluation/predict.ts'
import type { FoundNetwork } from '#core/formats/found-network.ts'
import type { ReadNetwork, WeightWriter, WrittenNetwork } from '#core/formats/weight-format.ts'
import { findNetwork, type FoundFile } from '#core/formats/registry.ts'
import { settleNetwork } from '#core/importing/settle-network.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { tinyLayers, tinyRecipe } from '../training/tiny-images.ts'

/** A network with numbers that 32 bits hold, and batch normalization that measured something. */
export function ownNetwork(
  hidden: ActivationName = 'sigmoid',
  {
    batchNorm = false,
    normalization = 'unit',
  }: { batchNorm?: boolean; normalization?: Recipe['data']['normalization'] } = {},
): WrittenNetwork {
  const plain = tinyRecipe({
    layers: tinyLayers(hidden, 'softmax', { batchNorm }),
    loss: 'softmax-cross-entropy',
  })
  const recipe = { ...plain, data: { ...plain.data, normalization } }
  const parameters = initializeParameters(recipe)
  const measured = parameters.length - (normalization === 'standardized' ? 2 : 0)
  if (batchNorm) for (let k = measured - 14; k < measured; k++) parameters[k] = 0.3 + 0.07 * (k % 5)
  if (normalization === 'standardized') parameters.set([0.1307, 3.25], measured)
  return { recipe, unknownFields: [], parameters: Float64Array.from(Float32Array.from(parameters)) }
}

const IMAGE = Uint8Array.from({ length: 25 }, (_, k) => (k * 37) % 256)

/** What a network says of an image. */
export const answerOf = ({ recipe, parameters }: Pick<WrittenNetwork, 'recipe' | 'parameters'>): number[] => [
  ...createPredictor(recipe, parameters)(IMAGE),
]

/** Writes a network, and reads what was written. */
export async function roundTrip(
  writer: WeightWriter,
  network: WrittenNetwork,
): Promise<FoundFile & { bytes: Uint8Array; found: FoundNetwork; read: ReadNetwork }> {
  const bytes = await writer.write(network, FORMAT_TOOLS)
  const file = await findNetwork(bytes, 'download', FORMAT_TOOLS)
  return { ...file, bytes, found: file.network, read: settleNetwork(file.network) }
}
