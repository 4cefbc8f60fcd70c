import { setImmediate } from 'node:timers/promises'

/** Milliseconds of work at a stretch: short beside what a person notices, long beside what a turn costs. */
const STRETCH_MS = 10

/** Long work in turns: the thread answers others between two things that it does. */
export class Turns {
  #since = performance.now()

  /** Lets others have their turn where the last was long enough ago. */
  async next(): Promise<void> {
    if (performance.now() - this.#since < STRETCH_MS) return
    await setImmediate()
    this.#since = performance.now()
  }
}
