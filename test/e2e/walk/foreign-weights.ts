import { safetensorsWriter } from '#core/formats/safetensors/write-safetensors.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { withoutRecipe } from '../../electron/file-without-recipe.ts'

const [hidden, output] = LECTURE_RECIPE.layers
const recipe: Recipe = {
  ...LECTURE_RECIPE,
  layers: [
    { ...hidden!, units: 60, activation: 'relu', batchNorm: true },
    { ...hidden!, activation: 'relu' },
    output!,
  ],
}

/** A network that was never trained, under PyTorch's names and with nothing said beside the weights: all questions are open. */
export async function makeForeignWeights(): Promise<Uint8Array> {
  const network = { recipe, unknownFields: [], parameters: initializeParameters(recipe) }
  return withoutRecipe(await safetensorsWriter.write(network, FORMAT_TOOLS))
}
