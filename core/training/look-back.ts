import type { Recipe } from '../recipe/recipe.ts'
import type { Schedule } from '../recipe/schedule.ts'
import { isBetterEpoch } from '../runs/best-epoch.ts'
import type { TimedEpoch } from '../runs/epoch-metrics.ts'

type RuledRecipe = Pick<Recipe, 'stopping' | 'schedule'>

interface PlateauState {
  readonly best: number
  readonly waited: number
  readonly count: number
}

/** What a `LookBack` knows of the epochs so far, as plain data that can cross to another thread. */
export interface LookBackState {
  readonly before: TimedEpoch | undefined
  readonly last: TimedEpoch
  readonly best: TimedEpoch | null
  readonly durationBeforeMs: number
  readonly plateaus: PlateauState | null
}

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

  /** @param state of the epochs that are finished already; null for none */
  constructor(recipe: RuledRecipe, state: LookBackState | null = null) {
    this.#recipe = recipe
    if (recipe.schedule.name === 'plateau') {
      this.#plateaus = new PlateauCount(recipe.schedule, state?.plateaus ?? undefined)
    }
    if (state === null) return
    this.#before = state.before
    this.#last = state.last
    this.#best = state.best
    this.#durationBeforeMs = state.durationBeforeMs
  }

  /** All that it knows, in a few numbers however many epochs there were; null before the first. */
  get state(): LookBackState | null {
    if (this.#last === undefined) return null
    return {
      before: this.#before,
      last: this.#last,
      best: this.#best,
      durationBeforeMs: this.#durationBeforeMs,
      plateaus: this.#plateaus?.state ?? null,
    }
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
  #best: number
  #waited: number
  count: number

  constructor(
    { patience }: Extract<Schedule, { name: 'plateau' }>,
    { best, waited, count }: PlateauState = { best: Infinity, waited: 0, count: 0 },
  ) {
    this.#patience = patience
    this.#best = best
    this.#waited = waited
    this.count = count
  }

  get state(): PlateauState {
    return { best: this.#best, waited: this.#waited, count: this.count }
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
