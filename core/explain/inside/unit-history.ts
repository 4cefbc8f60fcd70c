import type { LabelledImages } from '../../data/data-set.ts'
import type { NetworkRecipe } from '../../engine/engine.ts'
import { countFlat } from '../../engine/flat-neurons.ts'
import { NetworkPass } from '../../engine/network-pass.ts'
import { euclideanNorm } from '../../math/norm.ts'
import { parameterViews } from '../../network/parameters.ts'
import { ImageInputs, withoutDropout } from '../image-inputs.ts'

/** What is known of each unit of a layer at an epoch, each `(units)`. */
export interface UnitMeasures {
  /** Length of its incoming weights. */
  readonly weightNorm: Float64Array
  /** Length of the gradient of the images' mean loss by them. */
  readonly gradientNorm: Float64Array
  /** Its mean output over the images. */
  readonly meanOutput: Float64Array
  /** On what share of the images its activation is flat, 0 to 1; so it is for no unit of a softmax. */
  readonly flatShare: Float64Array
}

/** Looks at the units of a network on images that stay the same, for any of its weights. */
export class UnitWatch {
  readonly #recipe: NetworkRecipe
  readonly #pass: NetworkPass
  readonly #inputs: ImageInputs
  readonly #gradient: Float64Array

  constructor(recipe: NetworkRecipe, images: LabelledImages) {
    this.#recipe = withoutDropout(recipe)
    this.#pass = new NetworkPass(this.#recipe, images.count)
    this.#inputs = new ImageInputs(recipe, images)
    this.#gradient = new Float64Array(this.#pass.layout.length)
  }

  /** Every layer's units with these parameters, flat as `parameterLayout` says. */
  measure(parameters: Float64Array): UnitMeasures[] {
    const { input, targets, count } = this.#inputs
    this.#inputs.update(parameters)
    this.#pass.forward(parameters, input, count)
    this.#pass.backward(this.#gradient, parameters, input, targets, count, { l1: 0, l2: 0 })
    const weights = parameterViews(this.#pass.layout, parameters)
    const gradients = parameterViews(this.#pass.layout, this.#gradient)
    return this.#recipe.layers.map(({ units }, k) => {
      const { inFeatures } = this.#pass.layout.layers[k]!
      const { activation, s, a } = this.#pass.layers[k]!
      const flat = new Uint32Array(units)
      countFlat(flat, activation, s, a, count, units)
      const norms = (of: Float64Array): Float64Array =>
        Float64Array.from({ length: units }, (_, j) =>
          euclideanNorm(of.subarray(j * inFeatures, (j + 1) * inFeatures)),
        )
      const meanOutput = new Float64Array(units)
      for (let i = 0; i < count * units; i++) meanOutput[i % units]! += a[i]! / count
      return {
        weightNorm: norms(weights[k]!.weights),
        gradientNorm: norms(gradients[k]!.weights),
        meanOutput,
        flatShare: Float64Array.from(flat, (times) => times / count),
      }
    })
  }
}

/** On this share of the images flat: dead. */
const ALWAYS = 1
/** On this share at least: saturated. */
const MOSTLY = 0.9

/** How a unit stands by the share of images on which it is flat, as the layer metrics count it. */
export function unitStanding(flatShare: number): 'dead' | 'saturated' | 'learning' {
  if (flatShare >= ALWAYS) return 'dead'
  return flatShare >= MOSTLY ? 'saturated' : 'learning'
}
