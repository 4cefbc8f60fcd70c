import type { LabelledImages } from '../data/data-set.ts'
import { type BatchData, BatchEngine } from './batch-engine.ts'
import type { EngineRecipe } from './engine.ts'
import { DenseInput } from './input-batch.ts'

/** The float64 engine in plain loops: slow, short, and what every other engine must agree with. */
export class ReferenceEngine extends BatchEngine<BatchData> {
  protected readonly input: DenseInput

  /** @param batchSize the largest mini-batch that it will be asked for */
  constructor(recipe: EngineRecipe, batchSize = recipe.batchSize) {
    super(recipe, batchSize)
    this.input = new DenseInput(new Float64Array(batchSize * recipe.inputSize), recipe.inputSize)
  }

  protected toOwn(standard: Float64Array): Float64Array {
    return standard.slice()
  }

  protected toStandard(own: Float64Array): Float64Array {
    return own.slice()
  }

  protected take(images: LabelledImages): BatchData {
    return { count: images.count, images }
  }

  protected gatherInput({ images }: BatchData, i: number, index: number): number {
    const pixels = images.rows * images.columns
    const { table } = this.values
    for (let k = 0; k < pixels; k++) this.input.x[i * pixels + k] = table[images.images[index * pixels + k]!]!
    return images.labels[index]!
  }
}
