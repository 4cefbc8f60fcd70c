import type { LabelledImages } from '../../data/data-set.ts'
import type { NetworkRecipe } from '../../engine/engine.ts'
import { largestIndex, NetworkPass } from '../../engine/network-pass.ts'
import { ImageInputs, withoutDropout } from '../image-inputs.ts'

/** What a layer gives for each of some images. */
export interface LayerOutputs {
  readonly units: number
  /** `(count, units)`, row-major. */
  readonly outputs: Float64Array
  /** The network's answers, `(count)`; −1 where its outputs are no numbers. */
  readonly answers: Int16Array
}

/** Runs images through a network up to its end and keeps what one layer gives. @param layer from 0 */
export function outputsOfLayer(
  recipe: NetworkRecipe,
  parameters: Float64Array,
  images: LabelledImages,
  layer: number,
): LayerOutputs {
  const inputs = new ImageInputs(recipe, images)
  const pass = new NetworkPass(withoutDropout(recipe), images.count)
  inputs.update(parameters)
  const last = pass.forward(parameters, inputs.input, images.count)
  const answers = Int16Array.from({ length: images.count }, (_, i) =>
    largestIndex(last, i * pass.outputs, pass.outputs),
  )
  return { units: recipe.layers[layer]!.units, outputs: pass.layers[layer]!.a.slice(), answers }
}

/** The images with a unit's largest outputs, the largest first; equal ones in their order. */
export function favouritesOf({ units, outputs }: LayerOutputs, unit: number, most: number): number[] {
  const count = outputs.length / units
  const output = (i: number): number => outputs[i * units + unit]!
  return Array.from({ length: count }, (_, i) => i)
    .sort((a, b) => output(b) - output(a) || a - b)
    .slice(0, most)
}
