/** A block of steps is as long as this, in milliseconds, before its pace says something. */
const BLOCK_MS = 3
/** Blocks in one way before the other is tried for a block: few after a change, then twice as many each time it holds. */
const FEWEST_BLOCKS = 2
const MOST_BLOCKS = 64
/** A trial that lost time is made good by this many times as much before the next. */
const REST = 40
/** Weight of the newest block in a way's pace. One block of luck is not to turn the choice. */
const FOLLOW = 0.3

/** How a block of steps is done. */
type Way = 'all' | 'alone'

/**
 * Whether all threads work or the caller's alone, by what is quicker right now: threads that wait for each other in
 * small steps are slower where other programs hold the cores. The choice never shows in the results.
 */
export class ThreadChoice {
  readonly #now: () => number
  /** The way of this block, and that of the blocks between trials. */
  #way: Way = 'all'
  #better: Way = 'all'
  #steps = 0
  #startedAt: number | undefined
  /** Milliseconds of a step in each way, a moving mean; undefined before its first block. */
  readonly #paces: Record<Way, number | undefined> = { all: undefined, alone: undefined }
  #blocksToTrial = FEWEST_BLOCKS
  #blocksBetweenTrials = FEWEST_BLOCKS

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
      this.#endBlock(elapsed, this.#steps)
      this.#startedAt = now
      this.#steps = 0
    }
    this.#steps++
    return this.#way === 'all'
  }

  /** Notes that something else than training steps comes now. */
  pause(): void {
    this.#startedAt = undefined
    this.#steps = 0
  }

  #endBlock(elapsed: number, steps: number): void {
    const pace = elapsed / steps
    const before = this.#paces[this.#way]
    this.#paces[this.#way] = before === undefined ? pace : (1 - FOLLOW) * before + FOLLOW * pace
    if (this.#way !== this.#better) {
      this.#endTrial(elapsed, steps)
      return
    }
    // Slower than the other way was: that is worth a look soon.
    if (!this.#holds()) this.#blocksToTrial = Math.min(this.#blocksToTrial, FEWEST_BLOCKS)
    if (--this.#blocksToTrial <= 0) this.#way = other(this.#better)
  }

  #endTrial(elapsed: number, steps: number): void {
    const tried = this.#way
    // Where another program holds a core, the first step of all threads may wait for it longer than a block.
    const lost = elapsed - steps * this.#paces[this.#better]!
    // One quick block may be luck: it is looked at again soon, and turns the choice once the mean is quicker.
    const isClear = lost >= 0
    if (!this.#holds()) this.#better = tried
    this.#way = this.#better
    this.#blocksBetweenTrials = isClear ? Math.min(MOST_BLOCKS, 2 * this.#blocksBetweenTrials) : FEWEST_BLOCKS
    this.#blocksToTrial = Math.max(this.#blocksBetweenTrials, (REST * lost) / BLOCK_MS)
  }

  /** Whether the better way is not known to be the slower one. */
  #holds(): boolean {
    const { all, alone } = this.#paces
    if (all === undefined || alone === undefined) return true
    return this.#better === 'all' ? all <= alone : alone <= all
  }
}

const other = (way: Way): Way => (way === 'all' ? 'alone' : 'all')
