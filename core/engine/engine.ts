import type { BatchAugmentation } from '../data/augmentation.ts'
import type { LabelledImages } from '../data/data-set.ts'
import type { DropoutKeys } from '../layers/dropout.ts'
import type { ParameterLayout } from '../network/parameters.ts'
import type { Recipe } from '../recipe/recipe.ts'

/** The fields of a recipe that the arithmetic of a network depends on. */
export type NetworkRecipe = Pick<Recipe, 'inputSize' | 'layers' | 'loss' | 'batchNorm'> & {
  readonly data: Pick<Recipe['data'], 'normalization'>
}

/** What a pass over some examples says of them. */
export interface PassResult {
  /** Sum of the examples' losses, without regularization. */
  lossSum: number
  /** How many had their largest output at their label; never for outputs that are not numbers. */
  correct: number
}

/** Strengths of the penalty on weights: the loss gains l1 Σ |w| + l2/2 Σ w². Biases are exempt. */
export interface Penalty {
  readonly l1: number
  readonly l2: number
}

/** How many of a hidden layer's neurons cannot learn from some examples, their activation being flat there. */
export interface LayerActivity {
  /** Flat on every example, as a ReLU at 0 always is. */
  readonly dead: number
  /** Flat on nine of ten examples, but not on every one. */
  readonly saturated: number
}

/** The images an engine works on; how it stores them is its own affair. */
export interface EngineData {
  readonly count: number
}

/** One mini-batch: examples `order[from]` to `order[to − 1]` of `data`. */
export interface MiniBatch<Data extends EngineData> {
  readonly data: Data
  readonly order: Uint32Array
  readonly from: number
  readonly to: number
  /** How its images are varied; without it, they are taken as they are. */
  readonly augmentation?: BatchAugmentation | undefined
  readonly penalty: Penalty
  /** What dropout's choices follow from. */
  readonly dropout: DropoutKeys
}

/** How an optimizer's step is to be taken. */
export interface StepSettings {
  readonly learningRate: number
  /** Number of the step, from 1. */
  readonly step: number
  /** Whether `readGradient` will be asked for this step's gradient. */
  readonly keepsGradient: boolean
}

/** The fields of a recipe that an engine which trains depends on. */
export type EngineRecipe = NetworkRecipe & Pick<Recipe, 'optimizer' | 'gradientClipping' | 'batchSize'>

/**
 * The arithmetic of one network: steps of its training, and passes over examples. It holds the parameters and the
 * optimizer's memory, in a layout and a precision of its own; what goes in and comes out is laid out as
 * `parameterLayout` says.
 */
export interface Engine<Data extends EngineData = EngineData> {
  readonly layout: ParameterLayout
  /**
   * Takes in images.
   * @throws DataError when their pixels are not the inputs
   */
  prepare(images: LabelledImages): Data
  /**
   * Takes over all parameters and the optimizer's memory, `(slots, trainable)` flat; without it, the memory is 0, as
   * before the first step.
   */
  load(parameters: Float64Array, optimizerState?: Float64Array): void
  /** A copy of all parameters. */
  readParameters(): Float64Array
  /** A copy of the optimizer's memory, `(slots, trainable)` flat. */
  readOptimizerState(): Float64Array
  /**
   * One step of the optimizer by the gradient of the mini-batch's mean loss and of the penalty, clipped as the recipe
   * says. Moves batch normalization's running statistics.
   * @returns the examples' losses before the step
   */
  step(batch: MiniBatch<Data>, settings: StepSettings): PassResult
  /**
   * As `step`, in parts, so that there are stops on the way through a large mini-batch: yields how many examples each part
   * has passed. Until its end nothing else may be asked of the engine.
   */
  stepInChunks?(batch: MiniBatch<Data>, settings: StepSettings): Generator<number, PassResult>
  /**
   * A copy of the last step's gradient as the optimizer got it, clipped; 0 for what is not trained. Only after a step
   * that was to keep it.
   */
  readGradient(): Float64Array
  /** Runs examples `from` to `to − 1` of `data` through the network. */
  evaluate(data: Data, from: number, to: number): PassResult
  /**
   * Runs all examples of `data` through the network, each told by itself.
   * @param visit hears of example `index`; its outputs, `(outputs)`, are valid until it returns
   */
  predict(data: Data, visit: (index: number, outputs: ArrayLike<number>, loss: number) => void): void
  /** What the neurons do on the first `count` examples of `data`, hidden layer by hidden layer. */
  observe(data: Data, count: number): LayerActivity[]
  /** Ends what it has running beside this thread; it must not be used any more. */
  close(): void
}
