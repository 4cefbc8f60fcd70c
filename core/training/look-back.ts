import type { Recipe } from '../recipe/recipe.ts'
import type { Schedule } from '../recipe/schedule.ts'
import { isBetterEpoch } from '../runs/best-epoch.ts'
import type { TimedEpoch } from '../runs/epoch-metrics.ts'

type RuledRecipe = Pick<Recipe, 'stopping' | 'schedule'>

/**
 * What schedules and stopping rules look back on. It follows from the finished epochs alone, and takes each of them in
 * once, as going through all of them at each epoch or mini-batch would make long trainings slower and slower.
 */
export class LookBack {
  readonly #recipe: RuledRecipe
  #before: TimedEpoch | undefined
  #last: TimedEpoch | undefined
  #best: TimedEpoch | null = null
  #durationBeforeMs = 0
  readonly #plateaus: PlateauCount | undefined

  /** @param epochs those that are finished already, in order */
  constructor(recipe: RuledRecipe, epochs: readonly TimedEpoch[] = []) {
    this.#recipe = recipe
    if (recipe.schedule.name === 'plateau') this.#plateaus = new PlateauCount(recipe.schedule)
    for (const epoch of epochs) this.add(epoch)
  }

  /** The newest finished epoch. */
  get last(): TimedEpoch | undefined {
    return this.#last
  }

  /** The finished epoch before `last`. */
  get before(): TimedEpoch | undefined {
    return this.#before
  }

  /** The best of the epochs with a validation part, as the recipe's patience compares them; null for none. */
  get best(): TimedEpoch | null {
    return this.#best
  }

  /** Of all epochs whose duration is known, in milliseconds. */
  get durationMs(): number {
    return this.#durationBeforeMs + (this.#last?.durationMs ?? 0)
  }

  /** How often the schedule's measure went `patience` epochs without a new best; 0 with any other schedule. */
  get plateaus(): number {
    return this.#plateaus?.count ?? 0
  }

  /** Takes in the next finished epoch. */
  add(epoch: TimedEpoch): void {
    this.#durationBeforeMs = this.durationMs
    this.#before = this.#last
    this.#last = epoch
    if (epoch.validationAccuracy !== null && isBetterEpoch(this.#recipe, epoch, this.#best))
      this.#best = epoch
    this.#plateaus?.add(epoch.validationLoss ?? epoch.trainLoss)
  }

  /** Notes how long the last epoch took, in milliseconds. */
  noteDuration(durationMs: number): void {
    if (this.#last !== undefined) this.#last = { ...this.#last, durationMs }
  }
}

/** Counts how often a loss went `patience` epochs without a new best; each time the count of epochs begins anew. */
class PlateauCount {
  readonly #patience: number
  #best = Infinity
  #waited = 0
  count = 0

  constructor({ patience }: Extract<Schedule, { name: 'plateau' }>) {
    this.#patience = patience
  }

  add(loss: number): void {
    if (loss < this.#best) {
      this.#best = loss
      this.#waited = 0
    } else if (++this.#waited >= this.#patience) {
      this.count++
      this.#waited = 0
    }
  }
}
