import type { LabelledImages, PartName } from '../data/data-set.ts'
import type { Engine, EngineData, PassResult } from '../engine/engine.ts'
import { SparseEngine } from '../engine/sparse.ts'
import { initializeParameters } from '../initializers/initialize.ts'
import { parameterLayout } from '../network/parameters.ts'
import { createOptimizer } from '../optimizers/optimizers.ts'
import { Random } from '../random/random.ts'
import { layerSizes, type Recipe } from '../recipe/recipe.ts'
import type { Checkpoint } from './checkpoint.ts'
import { describeDivergence } from './divergence.ts'

/** What one finished epoch measured. A part of size 0 is null. */
export interface MeasuredEpoch {
  /** From 0, as in the lecture. */
  readonly epoch: number
  /** Mean over the epoch's examples, each measured in its mini-batch before that mini-batch's update; no L2 term. */
  readonly trainLoss: number
  /** 0 to 1, measured as trainLoss is. */
  readonly trainAccuracy: number
  readonly validationLoss: number | null
  readonly validationAccuracy: number | null
  readonly testLoss: number | null
  readonly testCorrect: number | null
  readonly testTotal: number | null
}

export type TrainingEvent =
  /** The budget is used up and there is more to do. */
  | { readonly type: 'progress' }
  /** An epoch is finished and evaluated; `checkpoint` gives its state until the next `advance`. */
  | { readonly type: 'epoch'; readonly measures: MeasuredEpoch }
  /** The loss or the weights left the range of numbers; the last checkpoint is the last good one. */
  | { readonly type: 'diverged'; readonly reason: string }
  /** All epochs of the recipe are done. */
  | { readonly type: 'completed' }

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

export interface TrainingOptions {
  readonly recipe: Recipe
  readonly parts: Record<PartName, LabelledImages>
  /** Where to go on; without it, from the initializer's parameters. */
  readonly start?: Checkpoint
  /** Makes the engine; by default the sparse one. */
  readonly createEngine?: (recipe: Recipe, batchSize: number) => Engine
}

/** Images that are evaluated at a time, at least. */
const EVALUATION_CHUNK = 100

interface Evaluation {
  readonly part: 'validation' | 'test'
  readonly data: EngineData
  done: number
  readonly result: PassResult
}

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
  readonly #evaluated: { part: 'validation' | 'test'; data: EngineData }[]
  readonly #optimizer: ReturnType<typeof createOptimizer>
  readonly #parameters: Float64Array
  readonly #gradient: Float64Array
  readonly #optimizerState: Float64Array
  readonly #order: Uint32Array
  readonly #decay: number
  #steps: number
  #epoch: number
  #nextExample = 0
  #examplesDone = 0
  #epochResult: PassResult = { lossSum: 0, correct: 0 }
  #evaluations: Evaluation[] | undefined

  /** @throws DataError when images and inputs do not fit; RangeError when `start` is of another network. */
  constructor({ recipe, parts, start, createEngine }: TrainingOptions) {
    this.#recipe = recipe
    this.#engine = (createEngine ?? ((r, batchSize) => new SparseEngine(r, batchSize)))(
      recipe,
      recipe.batchSize,
    )
    this.#train = this.#engine.prepare(parts.train)
    this.#evaluated = (['validation', 'test'] as const)
      .filter((part) => parts[part].count > 0)
      .map((part) => ({ part, data: this.#engine.prepare(parts[part]) }))
    this.#optimizer = createOptimizer(recipe.optimizer)
    const { lambda, convention } = recipe.l2
    this.#decay = convention === 'network2' ? lambda / parts.train.count : lambda

    const sizes = layerSizes(recipe)
    const { length } = parameterLayout(sizes)
    const stateLength = length * this.#optimizer.slots
    if (start && start.parameters.length !== length) {
      throw new RangeError(
        `Checkpoint: expected ${length} parameters for ${sizes.join('-')}, got ${start.parameters.length}`,
      )
    }
    this.#parameters = this.#engine.load(
      start?.parameters ?? initializeParameters(sizes, recipe.initializer.name, recipe.seed),
    )
    this.#gradient = new Float64Array(length)
    // A checkpoint without optimizer state (imported weights, another optimizer) starts that memory afresh.
    this.#optimizerState = new Float64Array(stateLength)
    if (start?.optimizerState.length === stateLength) {
      for (let slot = 0; slot < this.#optimizer.slots; slot++) {
        const from = slot * length
        this.#optimizerState.set(this.#engine.load(start.optimizerState.slice(from, from + length)), from)
      }
    }
    this.#steps = start?.steps ?? 0
    this.#epoch = (start?.epoch ?? -1) + 1
    this.#order = new Uint32Array(parts.train.count)
    if (this.#epoch < recipe.epochs) this.#beginEpoch()
  }

  get position(): TrainingPosition {
    return {
      phase: this.#evaluations ? 'evaluating' : 'training',
      epoch: this.#epoch,
      batch: Math.ceil(this.#nextExample / this.#recipe.batchSize),
      batches: Math.ceil(this.#train.count / this.#recipe.batchSize),
      examplesDone: this.#examplesDone,
    }
  }

  /**
   * Does a slice of work and says what came of it.
   * @param maxExamples about how many examples to pass before returning; at least one mini-batch is done
   */
  advance(maxExamples: number): TrainingEvent {
    if (this.#epoch >= this.#recipe.epochs) return { type: 'completed' }
    if (!this.#evaluations) {
      const end = Math.min(this.#train.count, this.#nextExample + Math.max(1, maxExamples))
      while (this.#nextExample < end) {
        const loss = this.#trainBatch()
        const reason = describeDivergence(loss, this.#epoch)
        if (reason) return { type: 'diverged', reason }
      }
      if (this.#nextExample < this.#train.count) return { type: 'progress' }
      if (this.#parameters.some((value) => !Number.isFinite(value))) {
        return { type: 'diverged', reason: describeDivergence(NaN, this.#epoch)! }
      }
      this.#evaluations = this.#evaluated.map((entry) => ({
        ...entry,
        done: 0,
        result: { lossSum: 0, correct: 0 },
      }))
      return { type: 'progress' }
    }
    const pending = this.#evaluations.find(({ done, data }) => done < data.count)
    if (pending) {
      this.#evaluateSlice(pending, Math.max(1, maxExamples))
      return { type: 'progress' }
    }
    return { type: 'epoch', measures: this.#finishEpoch(this.#evaluations) }
  }

  /** A copy of the state after the last finished epoch; call it right after an `epoch` event. */
  checkpoint(): Checkpoint {
    const { slots } = this.#optimizer
    const { length } = this.#parameters
    const optimizerState = new Float64Array(slots * length)
    for (let slot = 0; slot < slots; slot++) {
      const from = slot * length
      optimizerState.set(this.#engine.store(this.#optimizerState.slice(from, from + length)), from)
    }
    return {
      epoch: this.#epoch - 1,
      steps: this.#steps,
      parameters: this.#engine.store(this.#parameters),
      optimizerState,
    }
  }

  #beginEpoch(): void {
    for (let i = 0; i < this.#order.length; i++) this.#order[i] = i
    if (this.#recipe.shuffle) new Random(this.#recipe.seed, 'shuffle', this.#epoch).shuffle(this.#order)
    this.#nextExample = 0
    this.#epochResult = { lossSum: 0, correct: 0 }
  }

  /** @returns the mini-batch's mean loss before its update */
  #trainBatch(): number {
    const from = this.#nextExample
    const to = Math.min(this.#train.count, from + this.#recipe.batchSize)
    const result = this.#engine.gradient(
      this.#gradient,
      this.#parameters,
      this.#train,
      this.#order,
      from,
      to,
      this.#decay,
    )
    this.#steps++
    this.#optimizer.step(this.#parameters, this.#gradient, this.#optimizerState, this.#steps)
    this.#nextExample = to
    this.#examplesDone += to - from
    this.#epochResult.lossSum += result.lossSum
    this.#epochResult.correct += result.correct
    return result.lossSum / (to - from)
  }

  /** Adds up in chunks that do not depend on the slices: a sum's last bit follows from its order. */
  #evaluateSlice(evaluation: Evaluation, count: number): void {
    const { data, result } = evaluation
    const end = Math.min(data.count, evaluation.done + count)
    while (evaluation.done < end) {
      const to = Math.min(data.count, evaluation.done + EVALUATION_CHUNK)
      const { lossSum, correct } = this.#engine.evaluate(this.#parameters, data, evaluation.done, to)
      result.lossSum += lossSum
      result.correct += correct
      evaluation.done = to
    }
  }

  #finishEpoch(evaluations: readonly Evaluation[]): MeasuredEpoch {
    const validation = evaluations.find(({ part }) => part === 'validation')
    const test = evaluations.find(({ part }) => part === 'test')
    const measures: MeasuredEpoch = {
      epoch: this.#epoch,
      trainLoss: this.#epochResult.lossSum / this.#train.count,
      trainAccuracy: this.#epochResult.correct / this.#train.count,
      validationLoss: validation ? validation.result.lossSum / validation.data.count : null,
      validationAccuracy: validation ? validation.result.correct / validation.data.count : null,
      testLoss: test ? test.result.lossSum / test.data.count : null,
      testCorrect: test ? test.result.correct : null,
      testTotal: test ? test.data.count : null,
    }
    this.#evaluations = undefined
    this.#epoch++
    if (this.#epoch < this.#recipe.epochs) this.#beginEpoch()
    return measures
  }
}
