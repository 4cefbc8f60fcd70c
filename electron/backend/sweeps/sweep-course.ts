import { canPause, hasEnded, isActive } from '#core/runs/run-status.ts'
import type { RunStatus } from '#contract/types.ts'
import { type Contender, decideHalving, type HalvingState } from '#core/experiments/sweep/halving.ts'

interface RunOfCourse {
  readonly runId: string
  status: RunStatus
  /** Of each finished epoch, in order. */
  readonly accuracies: (number | null)[]
  /**
   * The status with which it ended; kept, so that what was decided by it stays, whatever a person does with it later.
   */
  outcome: RunStatus | 'deleted' | null
}

/** What the sweep may do now. */
export interface SweepState extends HalvingState {
  /** Runs that wait to be resumed or started, in order. */
  readonly candidates: readonly number[]
}

/** The runs of a sweep, and which to start, stop or resume next; it decides and does nothing itself. */
export class SweepCourse {
  readonly #runs = new Map<number, RunOfCourse>()
  readonly #indexOf = new Map<string, number>()
  readonly #count: number
  readonly #halving: { readonly eta: number; readonly rungs: readonly number[] } | null
  #started: number

  /**
   * @param count runs of the sweep
   * @param started how many of them were started, from the first; those that are not noted were deleted
   */
  constructor(
    count: number,
    started: number,
    halving: { readonly eta: number; readonly rungs: readonly number[] } | null,
  ) {
    this.#count = count
    this.#started = started
    this.#halving = halving
  }

  get started(): number {
    return this.#started
  }

  /** The run of an index in the plan; undefined before its start and where it was deleted. */
  runIdAt(index: number): string | undefined {
    return this.#runs.get(index)?.runId
  }

  /** The index of a run in the plan; undefined for a run that is not of this sweep. */
  indexOf(runId: string): number | undefined {
    return this.#indexOf.get(runId)
  }

  statusAt(index: number): RunStatus | undefined {
    return this.#runs.get(index)?.status
  }

  epochsAt(index: number): number {
    return this.#runs.get(index)?.accuracies.length ?? 0
  }

  /** Whether a run trains no further in this sweep. */
  hasEnded(index: number): boolean {
    if (index >= this.#started) return false
    const run = this.#runs.get(index)
    return run?.outcome !== null
  }

  /** Notes a run that was started, with the accuracies of its epochs so far. */
  addRun(index: number, runId: string, status: RunStatus, accuracies: readonly (number | null)[]): void {
    this.#runs.set(index, { runId, status, accuracies: [...accuracies], outcome: null })
    this.#indexOf.set(runId, index)
    this.#started = Math.max(this.#started, index + 1)
    this.noteStatus(index, status)
  }

  noteStatus(index: number, status: RunStatus): void {
    const run = this.#runs.get(index)
    if (run === undefined) return
    run.status = status
    if (hasEnded({ status })) run.outcome ??= status
  }

  /** @param epoch from 0 */
  noteEpoch(index: number, epoch: number, accuracy: number | null): void {
    const accuracies = this.#runs.get(index)?.accuracies
    if (accuracies?.length === epoch) accuracies.push(accuracy)
  }

  noteDeleted(index: number): void {
    const run = this.#runs.get(index)
    if (run !== undefined) run.outcome = 'deleted'
  }

  /** Lets a stopped or failed run be resumed after all. */
  reopen(index: number): void {
    const run = this.#runs.get(index)
    if (run?.outcome !== 'stopped' && run?.outcome !== 'failed') return
    run.outcome = null
    run.status = 'interrupted'
  }

  countAtWork(): number {
    return this.#list().filter(canPause).length
  }

  /** Whether some run is held by a worker or a person. */
  hasHeld(): boolean {
    return this.#list().some((run) => run.outcome === null && isActive(run))
  }

  decide(): SweepState {
    const state: HalvingState =
      this.#halving === null
        ? { stops: [], limit: null }
        : decideHalving(this.#halving.eta, this.#halving.rungs, this.#contenders())
    const stopped = new Set(state.stops.map(({ index }) => index))
    const candidates: number[] = []
    for (let index = 0; index < this.#count; index++) {
      if (stopped.has(index) || this.hasEnded(index)) continue
      const status = this.statusAt(index)
      const mayGoOn = state.limit === null || this.epochsAt(index) < state.limit
      if (mayGoOn && (status === undefined || status === 'interrupted')) candidates.push(index)
    }
    return { ...state, candidates }
  }

  #list(): RunOfCourse[] {
    return [...this.#runs.values()]
  }

  #contenders(): Contender[] {
    return Array.from({ length: this.#count }, (_, index) => {
      const run = this.#runs.get(index)
      const isDone = run?.outcome === 'completed'
      return {
        accuracies: run?.accuracies ?? [],
        hasEnded: this.hasEnded(index),
        isOut: this.hasEnded(index) && !isDone,
      }
    })
  }
}
