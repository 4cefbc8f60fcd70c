import type { LabelledImages, PartName } from '../data/data-set.ts'
import { createEngine, type EngineOptions } from '../engine/create-engine.ts'
import type { Engine, EngineData, MiniBatch, PassResult, Penalty, StepSettings } from '../engine/engine.ts'
import { measureStandardization } from '../engine/input-values.ts'
import { initializeParameters } from '../initializers/initialize.ts'
import { type DropoutKeys, dropoutKeys } from '../layers/dropout.ts'
import { OPTIMIZERS } from '../optimizers/optimizers.ts'
import { Random } from '../random/random.ts'
import { layerSizes } from '../network/parameters.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { Divergence, StopReason } from '../runs/reason.ts'
import { findDivergence } from './divergence.ts'
import { learningRateAt } from './learning-rate.ts'
import { LookBack, type LookBackState } from './look-back.ts'
import { EpochEvaluation } from './epoch-evaluation.ts'
import { measureLayers } from './layer-metrics.ts'
import type { TrainedEpoch } from '../runs/epoch-metrics.ts'
import { findStopReason } from './stop-reason.ts'

export type TrainingEvent =
  /** The budget is used up and there is more to do. */
  | { readonly type: 'progress' }
  /** An epoch is finished and evaluated; `checkpoint` gives its state until the next `advance`. */
  | { readonly type: 'epoch'; readonly metrics: TrainedEpoch }
  /** The loss or the weights left the range of numbers; the last checkpoint is the last good one. */
  | { readonly type: 'diverged'; readonly reason: Divergence }
  /** All epochs of the recipe are done, or one of its stopping rules says why not. */
  | { readonly type: 'completed'; readonly reason?: StopReason }

export interface TrainingPosition {
  readonly phase: 'training' | 'evaluating'
  /** The epoch at work, from 0. */
  readonly epoch: number
  /** Mini-batches done in it. */
  readonly batch: number
  readonly batches: number
  /** Training examples passed since construction. */
  readonly examplesDone: number
}

/** What the mini-batches of an epoch gave so far, each before its update. */
export interface EpochSoFar extends Readonly<PassResult> {
  /** Examples of the mini-batches that are done. */
  readonly examples: number
}

export interface TrainingOptions {
  readonly recipe: Recipe
  readonly parts: Record<PartName, LabelledImages>
  /** Where to go on; without it, from the initializer's parameters. */
  readonly start?: Checkpoint
  /** What schedules and stopping rules look back on of the epochs up to `start`. */
  readonly past?: LookBackState | null
  /** Whether each epoch tells how its layers stand, which costs more than a small epoch itself; by default it does. */
  readonly measuresLayers?: boolean
  /** How to make the recipe's engine. */
  readonly engine?: EngineOptions
  /** Makes another engine than the recipe's. */
  readonly createEngine?: (recipe: Recipe) => Engine
}

/** A larger mini-batch goes in parts, where the engine can. */
const LARGEST_STEP = 512

const NO_KEYS: DropoutKeys = new Uint32Array()

/**
 * One training of one recipe, advanced in slices by whoever owns the clock.
 *
 * Nothing is random but by the recipe's seed: first parameters and the order of each epoch are streams of their own,
 * so a training that starts from a checkpoint ends in the same bytes as one that never stopped.
 */
export class Training {
  readonly #recipe: Recipe
  readonly #engine: Engine
  readonly #train: EngineData
  readonly #evaluation: EpochEvaluation
  readonly #past: LookBack
  readonly #order: Uint32Array
  readonly #penalty: Penalty
  readonly #dropsOut: boolean
  readonly #measuresLayers: boolean
  #steps: number
  #epoch: number
  #learningRate = 0
  #nextExample = 0
  #examplesDone = 0
  #epochResult: PassResult = { lossSum: 0, correct: 0 }
  #isEvaluating = false
  /** A large mini-batch on its way, and how many of its examples have passed. */
  #step: Generator<number, PassResult> | undefined
  #passedOfStep = 0
  /** All parameters before the epoch's last step, where layers are measured. */
  #beforeLastStep: Float64Array | undefined

  /** @throws DataError when images and inputs do not fit; RangeError when `start` is of another network. */
  constructor({
    recipe,
    parts,
    start,
    past,
    measuresLayers = true,
    engine,
    createEngine: create,
  }: TrainingOptions) {
    this.#recipe = recipe
    this.#measuresLayers = measuresLayers
    this.#engine = create ? create(recipe) : createEngine(recipe, engine)
    const firstParameters = start?.parameters ?? this.#firstParameters(parts.train)
    // Last in a file, first taken: what an engine has taken in may be given back from its end on.
    this.#evaluation = new EpochEvaluation(this.#engine, parts)
    this.#train = this.#engine.prepare(parts.train)
    this.#past = new LookBack(recipe, past)
    this.#dropsOut = recipe.layers.some(({ dropout }) => dropout > 0)
    const strength = ({ lambda, convention }: Recipe['l2']): number =>
      convention === 'network2' ? lambda / parts.train.count : lambda
    this.#penalty = { l1: strength(recipe.l1), l2: strength(recipe.l2) }

    const { length, trainable } = this.#engine.layout
    if (start && start.parameters.length !== length) {
      throw new RangeError(
        `Checkpoint: expected ${length} parameters for ${layerSizes(recipe).join('-')}, got ${start.parameters.length}`,
      )
    }
    // A checkpoint without optimizer state (imported weights, another optimizer) starts that memory afresh.
    const stateLength = trainable * OPTIMIZERS[recipe.optimizer.name].slots
    const state = start?.optimizerState.length === stateLength ? start.optimizerState : undefined
    this.#engine.load(firstParameters, state)
    this.#steps = start?.steps ?? 0
    this.#epoch = (start?.epoch ?? -1) + 1
    this.#order = new Uint32Array(parts.train.count)
    if (this.#epoch < recipe.epochs) this.#beginEpoch()
  }

  get position(): TrainingPosition {
    return {
      phase: this.#isEvaluating ? 'evaluating' : 'training',
      epoch: this.#epoch,
      batch: Math.ceil(this.#nextExample / this.#recipe.batchSize),
      batches: Math.ceil(this.#train.count / this.#recipe.batchSize),
      examplesDone: this.#examplesDone,
    }
  }

  /** Of the epoch at work; at its end, its means are the epoch's training measures. */
  get epochSoFar(): EpochSoFar {
    return { ...this.#epochResult, examples: this.#nextExample }
  }

  /**
   * Does a slice of work and says what came of it.
   * @param maxExamples about how many examples to pass before returning; at least one mini-batch is done, or a part of a
   * large one
   */
  advance(maxExamples: number): TrainingEvent {
    if (this.#epoch >= this.#recipe.epochs) return { type: 'completed' }
    if (!this.#isEvaluating && this.#nextExample === 0) {
      const reason = findStopReason(this.#recipe.stopping, this.#past)
      if (reason) return { type: 'completed', reason }
    }
    const examples = Math.max(1, maxExamples)
    if (!this.#isEvaluating) return this.#trainSlice(examples)
    if (this.#evaluation.isDone) return { type: 'epoch', metrics: this.#finishEpoch() }
    this.#evaluation.advance(examples)
    return { type: 'progress' }
  }

  /** A copy of the state after the last finished epoch; call it right after an `epoch` event. */
  checkpoint(): Checkpoint {
    return {
      epoch: this.#epoch - 1,
      steps: this.#steps,
      parameters: this.#engine.readParameters(),
      optimizerState: this.#engine.readOptimizerState(),
    }
  }

  /**
   * Tells how long the last finished epoch took, which only the caller's clock knows; a time limit looks at it.
   * @param durationMs in milliseconds
   */
  noteDuration(durationMs: number): void {
    this.#past.noteDuration(durationMs)
  }

  /** Ends what the training has running beside this thread; it cannot go on after that. */
  close(): void {
    this.#engine.close()
  }

  #firstParameters({ images }: LabelledImages): Float64Array {
    const parameters = initializeParameters(this.#recipe)
    const { standardization } = this.#engine.layout
    if (standardization !== undefined) {
      const { shift, scale } = measureStandardization(images)
      parameters.set([shift, scale], standardization)
    }
    return parameters
  }

  #beginEpoch(): void {
    for (let i = 0; i < this.#order.length; i++) this.#order[i] = i
    if (this.#recipe.shuffle) new Random(this.#recipe.seed, 'shuffle', this.#epoch).shuffle(this.#order)
    this.#nextExample = 0
    this.#epochResult = { lossSum: 0, correct: 0 }
  }

  #trainSlice(examples: number): TrainingEvent {
    const { lossBound } = this.#recipe.stopping
    const end = this.#examplesDone + examples
    while (this.#nextExample < this.#train.count && this.#examplesDone < end) {
      const meanLoss = this.#trainChunk()
      if (meanLoss === undefined) continue
      const reason = findDivergence(meanLoss, lossBound, this.#epoch)
      if (reason) return { type: 'diverged', reason }
    }
    if (this.#nextExample < this.#train.count) return { type: 'progress' }
    if (!areFinite(this.#engine.readParameters())) {
      return { type: 'diverged', reason: findDivergence(NaN, lossBound, this.#epoch)! }
    }
    this.#evaluation.begin()
    this.#isEvaluating = true
    return { type: 'progress' }
  }

  /** Does a mini-batch or a part of a large one. @returns the mini-batch's mean loss before its update, when it is done */
  #trainChunk(): number | undefined {
    const from = this.#nextExample
    const to = Math.min(this.#train.count, from + this.#recipe.batchSize)
    const result = this.#passChunk(from, to)
    if (result === undefined) return undefined
    this.#examplesDone += to - from - this.#passedOfStep
    this.#step = undefined
    this.#passedOfStep = 0
    this.#nextExample = to
    this.#epochResult.lossSum += result.lossSum
    this.#epochResult.correct += result.correct
    return result.lossSum / (to - from)
  }

  /** @returns the mini-batch's result, when it is done */
  #passChunk(from: number, to: number): PassResult | undefined {
    if (this.#step === undefined) {
      const input = this.#beginStep(from, to)
      if (to - from <= LARGEST_STEP || !this.#engine.stepInChunks) return this.#engine.step(...input)
      this.#step = this.#engine.stepInChunks(...input)
    }
    const part = this.#step.next()
    if (part.done) return part.value
    this.#passedOfStep += part.value
    this.#examplesDone += part.value
    return undefined
  }

  #beginStep(from: number, to: number): [MiniBatch<EngineData>, StepSettings] {
    const recipe = this.#recipe
    const isLast = to === this.#train.count
    if (isLast && this.#measuresLayers) this.#beforeLastStep = this.#engine.readParameters()
    const { augmentation } = recipe.data
    this.#learningRate = learningRateAt(recipe, this.#epoch, to / this.#train.count, this.#past.plateaus)
    return [
      {
        data: this.#train,
        order: this.#order,
        from,
        to,
        augmentation: augmentation
          ? { settings: augmentation, seed: recipe.seed, epoch: this.#epoch }
          : undefined,
        penalty: this.#penalty,
        dropout: this.#dropsOut ? dropoutKeys(recipe.seed, this.#steps, recipe.layers.length) : NO_KEYS,
      },
      {
        learningRate: this.#learningRate,
        step: ++this.#steps,
        keepsGradient: isLast,
      },
    ]
  }

  #finishEpoch(): TrainedEpoch {
    const observed = this.#evaluation.dataOf('validation') ?? this.#train
    const metrics: TrainedEpoch = {
      epoch: this.#epoch,
      trainLoss: this.#epochResult.lossSum / this.#train.count,
      trainAccuracy: this.#epochResult.correct / this.#train.count,
      ...this.#evaluation.metrics,
      learningRate: this.#learningRate,
      layers: this.#measuresLayers ? measureLayers(this.#engine, observed, this.#beforeLastStep!) : [],
    }
    this.#beforeLastStep = undefined
    this.#past.add(metrics)
    this.#isEvaluating = false
    this.#epoch++
    if (this.#epoch < this.#recipe.epochs) this.#beginEpoch()
    return metrics
  }
}

function areFinite(values: Float64Array): boolean {
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- an iterator over all weights can take many times as long in V8
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false
  return true
}
