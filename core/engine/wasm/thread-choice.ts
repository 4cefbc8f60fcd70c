/** A block of steps is as long as this, in milliseconds, before its pace says something. */
const BLOCK_MS = 3
/** Blocks in the better way, before the other is tried for one block. */
const BLOCKS_BETWEEN_TRIALS = 40
/** Weight of the newest block in the pace of the better way. */
const FOLLOW = 0.2

/**
 * Whether all threads work or the caller's alone, by what is quicker right now: threads that wait for each other in
 * small steps are slower where other programs hold the cores. The choice never shows in the results.
 */
export class ThreadChoice {
  readonly #now: () => number
  /** Whether all threads work in this block. */
  #usesAll = true
  #isTrial = false
  #steps = 0
  #startedAt: number | undefined
  /** Milliseconds of a step in the better way, a moving mean; undefined before its first block. */
  #pace: number | undefined
  #blocks = 0

  /** @param now a clock, in milliseconds */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Notes that a training step begins. @returns whether all threads are to work on it */
  begin(): boolean {
    const now = this.#now()
    this.#startedAt ??= now
    const elapsed = now - this.#startedAt
    if (this.#steps > 0 && elapsed >= BLOCK_MS) {
      this.#endBlock(elapsed / this.#steps)
      this.#startedAt = now
      this.#steps = 0
    }
    this.#steps++
    return this.#usesAll
  }

  /** Notes that something else than training steps comes now. */
  pause(): void {
    this.#startedAt = undefined
    this.#steps = 0
  }

  #endBlock(pace: number): void {
    if (this.#isTrial) {
      this.#isTrial = false
      if (this.#pace === undefined || pace < this.#pace) this.#pace = pace
      else this.#usesAll = !this.#usesAll
      return
    }
    this.#pace = this.#pace === undefined ? pace : (1 - FOLLOW) * this.#pace + FOLLOW * pace
    if (++this.#blocks % BLOCKS_BETWEEN_TRIALS !== 0) return
    this.#isTrial = true
    this.#usesAll = !this.#usesAll
  }
}
