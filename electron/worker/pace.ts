/** Weight of the newest measurement per second of its length: the estimate follows the last two seconds or so. */
const FOLLOW_PER_SECOND = 0.5

/** Training that was measured before the time that is left is told, in milliseconds: sooner, it may be wrong a hundredfold. */
const LEAST_MEASURED_MS = 200

/** Moving estimate of a rate, in units per second: the mean since the start while that is short, then of late. */
class MovingRate {
  #rate: number | null = null
  #elapsed = 0

  get value(): number | null {
    return this.#rate
  }

  /** Milliseconds that were measured. */
  get elapsedMs(): number {
    return this.#elapsed
  }

  add(units: number, milliseconds: number): void {
    if (milliseconds <= 0 || units <= 0) return
    const rate = (units / milliseconds) * 1000
    this.#elapsed += milliseconds
    const recent = 1 - Math.exp((-FOLLOW_PER_SECOND * milliseconds) / 1000)
    // The first slices run before anything is compiled; the pace must not show them for seconds.
    const weight = Math.max(recent, milliseconds / this.#elapsed)
    this.#rate = this.#rate === null ? rate : this.#rate + weight * (rate - this.#rate)
  }
}

export interface PaceOptions {
  readonly epochs: number
  readonly trainCount: number
  /** Images that are evaluated after an epoch. */
  readonly evaluationCount: number
}

/** Estimates speed and remaining time from the slices of work as they go by. */
export class Pace {
  readonly #options: PaceOptions
  readonly #training = new MovingRate()
  readonly #evaluating = new MovingRate()
  #evaluated = 0

  constructor(options: PaceOptions) {
    this.#options = options
  }

  /** Notes a slice of training. */
  addTraining(examples: number, milliseconds: number): void {
    this.#evaluated = 0
    this.#training.add(examples, milliseconds)
  }

  /** Notes a slice of evaluation. @param fraction the share of one epoch's evaluation that it did, at most */
  addEvaluation(examples: number, milliseconds: number): void {
    const done = Math.min(examples, this.#options.evaluationCount - this.#evaluated)
    this.#evaluated += done
    this.#evaluating.add(done, milliseconds)
  }

  /** Training images per second, or null before anything was measured. */
  get examplesPerSecond(): number | null {
    return this.#training.value
  }

  /**
   * Milliseconds until all epochs are done, or null before enough was measured to tell.
   * @param epoch the one at work
   * @param examplesDone training images passed in it
   */
  remainingMs(epoch: number, examplesDone: number): number | null {
    const training = this.#training.value
    if (training === null || this.#training.elapsedMs < LEAST_MEASURED_MS) return null
    // Until one was measured: an evaluation has a forward pass only, a training step about three times its work.
    const evaluating = this.#evaluating.value ?? training * 3
    const { epochs, trainCount, evaluationCount } = this.#options
    const later = Math.max(0, epochs - epoch - 1)
    const trainLeft = later * trainCount + Math.max(0, trainCount - examplesDone)
    const evaluateLeft = (later + 1) * evaluationCount - this.#evaluated
    return (trainLeft / training + Math.max(0, evaluateLeft) / evaluating) * 1000
  }
}
