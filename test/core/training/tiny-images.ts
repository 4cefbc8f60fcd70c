import type { ActivationName } from '#core/activations/names.ts'
import type { LabelledImages, PartName } from '#core/data/data-set.ts'
import { Random } from '#core/random/random.ts'
import { LECTURE_RECIPE, type Recipe, type RecipeLayer } from '#core/recipe/recipe.ts'

/** Random images with a bright spot that depends on the label, so that there is something to learn. */
export function tinyImages(count: number, seed: number, side = 5): LabelledImages {
  const random = new Random(seed, 'tiny images')
  const pixels = side * side
  const images = new Uint8Array(count * pixels)
  const labels = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    labels[i] = random.integer(10)
    for (let k = 0; k < pixels; k++) images[i * pixels + k] = random.uniform() < 0.8 ? 0 : random.integer(256)
    images[i * pixels + labels[i]!] = 255
  }
  return { count, rows: side, columns: side, images, labels }
}

export function tinyParts(): Record<PartName, LabelledImages> {
  return { train: tinyImages(103, 1), validation: tinyImages(40, 2), test: tinyImages(30, 3) }
}

/** The lecture's recipe cut down to `tinyParts`. */
export function tinyRecipe(changes: Partial<Recipe> = {}): Recipe {
  return {
    ...LECTURE_RECIPE,
    data: {
      ...LECTURE_RECIPE.data,
      trainSize: 103,
      validationSize: 40,
      testSize: 30,
    },
    inputSize: 25,
    layers: tinyLayers('sigmoid', 'sigmoid'),
    epochs: 4,
    ...changes,
  }
}

/** A hidden layer of 7 neurons and an output layer, with what a layer may have beside. */
export function tinyLayers(
  hidden: ActivationName,
  output: ActivationName,
  changes: Partial<RecipeLayer> = {},
): RecipeLayer[] {
  return [
    { units: 7, activation: hidden, batchNorm: false, dropout: 0, ...changes },
    { units: 10, activation: output, batchNorm: false, dropout: 0 },
  ]
}
