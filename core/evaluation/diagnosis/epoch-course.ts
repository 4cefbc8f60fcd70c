import type { EpochMetrics, EpochSummary, LayerMetrics, TrainedEpoch } from '../../runs/epoch-metrics.ts'

/** Of an epoch all but its layers and what a clock measured. */
type Measures = Omit<EpochSummary, 'durationMs'>
/** An epoch that was trained and measured. */
type MeasuredEpoch = Measures & { readonly trainLoss: number; readonly trainAccuracy: number }

/**
 * What a diagnosis needs of the epochs of a run: a number for each, and the last of them whole. So a run of many epochs is
 * diagnosed while they are read, and never held as a whole.
 */
export class EpochCourse {
  /** Training losses of the measured epochs, in order. */
  readonly losses: number[] = []
  /** How each layer stood at the end of the last measured epoch; null where nobody looked. */
  layers: readonly LayerMetrics[] | null = null
  #last: MeasuredEpoch | null = null
  #lastUnseenLoss: number | null = null
  #leastUnseenLoss = Infinity

  static of(epochs: readonly (EpochMetrics | TrainedEpoch)[]): EpochCourse {
    const course = new EpochCourse()
    for (const epoch of epochs) course.add(epoch)
    return course
  }

  /** Takes in the next epoch; one that was not trained, as the first of an imported network, is passed over. */
  add(epoch: Measures & { readonly layers?: readonly LayerMetrics[] | null }): void {
    const { layers = null } = epoch
    if (!isMeasured(epoch)) return
    this.losses.push(epoch.trainLoss)
    this.layers = layers
    this.#last = epoch
    const unseen = epoch.validationLoss ?? epoch.testLoss
    if (unseen === null) return
    this.#lastUnseenLoss = unseen
    this.#leastUnseenLoss = Math.min(this.#leastUnseenLoss, unseen)
  }

  /** The last measured epoch; null before the first. */
  get last(): MeasuredEpoch | null {
    return this.#last
  }

  /** The last loss on images that were not learned from over the smallest; 1 where it is the smallest, null without one. */
  get unseenRise(): number | null {
    return this.#lastUnseenLoss === null ? null : this.#lastUnseenLoss / this.#leastUnseenLoss
  }
}

const isMeasured = (epoch: Measures): epoch is MeasuredEpoch =>
  epoch.trainLoss !== null && epoch.trainAccuracy !== null
