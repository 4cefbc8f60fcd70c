import type { LabelledImages } from '../data/data-set.ts'
import type { NetworkRecipe } from '../engine/engine.ts'
import { DenseInput } from '../engine/input-batch.ts'
import { InputValues } from '../engine/input-values.ts'
import { parameterLayout } from '../network/parameters.ts'

/** Images as a network's inputs in float64, and their wanted outputs. */
export class ImageInputs {
  readonly count: number
  /** `(count, inputSize)`, of the parameters that `update` got last. */
  readonly input: DenseInput
  /** One-hot, `(count, outputs)`. */
  readonly targets: Float64Array
  readonly #images: Uint8Array
  readonly #values: InputValues

  constructor(recipe: NetworkRecipe, { images, labels, count }: LabelledImages) {
    const outputs = recipe.layers[recipe.layers.length - 1]!.units
    this.count = count
    this.#images = images
    this.#values = new InputValues(recipe.data.normalization, parameterLayout(recipe))
    this.input = new DenseInput(new Float64Array(images.length), recipe.inputSize)
    this.targets = new Float64Array(count * outputs)
    labels.forEach((label, i) => (this.targets[i * outputs + label] = 1))
  }

  /** Standardized inputs are shifted and scaled by what is kept with the parameters. */
  update(parameters: Float64Array): void {
    this.#values.update(parameters)
    for (let i = 0; i < this.#images.length; i++) this.input.x[i] = this.#values.table[this.#images[i]!]!
  }
}

/** A network that is looked at, not trained: nothing of it is dropped. */
export function withoutDropout<Looked extends Pick<NetworkRecipe, 'layers'>>(recipe: Looked): Looked {
  return { ...recipe, layers: recipe.layers.map((layer) => ({ ...layer, dropout: 0 })) }
}
