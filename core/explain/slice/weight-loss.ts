import { type LabelledImages, sliceImages } from '../../data/data-set.ts'
import { createEngine, type EngineOptions } from '../../engine/create-engine.ts'
import type { Engine } from '../../engine/engine.ts'
import { NetworkPass } from '../../engine/network-pass.ts'
import { parameterViews } from '../../network/parameters.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { EpochEvaluation } from '../../training/epoch-evaluation.ts'
import { ImageInputs, withoutDropout } from '../image-inputs.ts'

/**
 * The loss of a network on some images for any of its weights, taken on its own engine as after an epoch, without
 * regularization. With batch normalization the running statistics are of other weights: those of the images take their place.
 */
export class WeightLoss {
  readonly #engine: Engine
  readonly #evaluation: EpochEvaluation
  readonly #statistics: BatchStatistics | null

  /** @throws DataError when the images' pixels are not the network's inputs */
  constructor(recipe: Recipe, images: LabelledImages, options?: EngineOptions) {
    // With the recipe's own mini-batch, as sums are made in its order.
    this.#engine = createEngine(recipe, options)
    this.#evaluation = new EpochEvaluation(this.#engine, {
      validation: images,
      test: sliceImages(images, 0, 0),
    })
    this.#statistics = usesBatchStatistics(recipe) ? new BatchStatistics(recipe, images) : null
  }

  /** The mean loss with these parameters, flat as `parameterLayout` says; they are left as they are. */
  of(parameters: Float64Array): number {
    this.#engine.load(this.#statistics?.replaceIn(parameters) ?? parameters)
    this.#evaluation.begin()
    this.#evaluation.advance(Infinity)
    return this.#evaluation.metrics.validationLoss!
  }

  /** The loss of each image with these parameters, `(count)`. */
  each(parameters: Float64Array): Float64Array {
    this.#engine.load(this.#statistics?.replaceIn(parameters) ?? parameters)
    const data = this.#evaluation.dataOf('validation')!
    const losses = new Float64Array(data.count)
    this.#engine.predict(data, (index, _outputs, loss) => void (losses[index] = loss))
    return losses
  }

  /** Ends the engine's threads. */
  close(): void {
    this.#engine.close()
  }
}

/** Whether a network's losses here are taken with the statistics of the images, as it has batch normalization. */
export function usesBatchStatistics({ layers }: Pick<Recipe, 'layers'>): boolean {
  return layers.some(({ batchNorm }) => batchNorm)
}

/** Means and variances of what batch normalization gets on some images. */
class BatchStatistics {
  readonly #pass: NetworkPass
  readonly #inputs: ImageInputs

  constructor(recipe: Recipe, images: LabelledImages) {
    this.#pass = new NetworkPass(withoutDropout(recipe), images.count)
    this.#inputs = new ImageInputs(recipe, images)
  }

  /** A copy of the parameters whose running statistics are those of the images. */
  replaceIn(parameters: Float64Array): Float64Array {
    this.#inputs.update(parameters)
    this.#pass.forward(parameters, this.#inputs.input, this.#inputs.count, NOTHING_DROPPED)
    const replaced = parameters.slice()
    parameterViews(this.#pass.layout, replaced).forEach(({ batchNorm }, k) => {
      const { normalization } = this.#pass.layers[k]!
      if (!batchNorm || !normalization) return
      batchNorm.runningMean.set(normalization.mean)
      batchNorm.runningVariance.set(normalization.variance)
    })
    return replaced
  }
}

const NOTHING_DROPPED = new Uint32Array()
