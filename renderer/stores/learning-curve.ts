import type { LearningCurveUpdate, RunSummary } from '#contract/types.ts'
import { type LearningCurvePlan, USUAL_SHARES, usualSizes } from '#core/experiments/learning-curve-plan.ts'
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import type { RunCurve } from '../model/inspect/run-curve.ts'
import { outcomeOf } from './long-call.ts'

const DEFAULT_SEEDS = 3
const SEED_RANGE = 2 ** 32

/** Learning curves of runs, one under way at most; kept while the window is open. */
export const useLearningCurveStore = defineStore('learning-curve', () => {
  const client = useWorkbenchClient()

  const byRun = shallowReactive(new Map<string, RunCurve>())
  const runningRunId = shallowRef<string | null>(null)

  /** Shares of the run's training images that are tried. */
  const shares = ref<readonly number[]>(USUAL_SHARES)
  const seedCount = ref(DEFAULT_SEEDS)
  const equal = ref<LearningCurvePlan['equal']>('steps')
  /** Epochs asked for, of one run. */
  const chosenEpochs = shallowRef<{ readonly runId: string; readonly epochs: number } | null>(null)

  const curveOf = (runId: string): RunCurve | null => byRun.get(runId) ?? null
  /** The curve under way. */
  const running = computed(() => (runningRunId.value === null ? null : curveOf(runningRunId.value)))

  function epochsOf({ id, recipe }: RunSummary): number {
    return chosenEpochs.value?.runId === id ? chosenEpochs.value.epochs : recipe.epochs
  }

  function chooseEpochs({ id }: RunSummary, epochs: number): void {
    chosenEpochs.value = { runId: id, epochs }
  }

  /** Takes a share in, or leaves it out. */
  function toggleShare(share: number): void {
    shares.value = shares.value.includes(share)
      ? shares.value.filter((other) => other !== share)
      : [...shares.value, share].sort((a, b) => a - b)
  }

  /** What is chosen, for a run: its own seed is the first. */
  function planFor(run: RunSummary): LearningCurvePlan {
    const { data, seed } = run.recipe
    return {
      sizes: usualSizes(data.trainSize)
        .filter(({ share }) => shares.value.includes(share))
        .map(({ size }) => size),
      seeds: Array.from({ length: seedCount.value }, (_, k) => (seed + k) % SEED_RANGE),
      epochs: epochsOf(run),
      equal: equal.value,
    }
  }

  /** Draws the curve of a run in place of an earlier one; resolved when it has ended, however. */
  async function draw(run: RunSummary): Promise<void> {
    cancel()
    const call = new AbortController()
    const runId = run.id
    const plan = planFor(run)
    runningRunId.value = runId
    byRun.set(runId, { call, plan, points: [], state: 'running', progress: null, problem: null })
    const outcome = await outcomeOf(
      client.api.analysis.drawLearningCurve(
        { runId, plan },
        { signal: call.signal, onProgress: (change) => hear(call, change) },
      ),
    )
    const { state } = outcome
    if (state === 'done') end(call, { state, points: outcome.result })
    else end(call, outcome)
  }

  /** Ends the curve under way, if there is one; its points stay. */
  function cancel(): void {
    const curve = running.value
    if (curve === null) return
    curve.call.abort()
    end(curve.call, { state: 'cancelled' })
  }

  /** Ends the curve under way unless it is that of a run. */
  function keepOnly(runId: string | null): void {
    if (runningRunId.value !== runId) cancel()
  }

  function hear(call: AbortController, change: LearningCurveUpdate): void {
    const curve = running.value
    if (curve?.call !== call) return
    if (change.type === 'progressed') update(call, { progress: change.progress })
    else update(call, { points: [...curve.points, change.point] })
  }

  function end(call: AbortController, change: Partial<RunCurve>): void {
    const runId = update(call, { progress: null, ...change })
    if (runId !== null && runId === runningRunId.value) runningRunId.value = null
  }

  /** @returns the curve's run; null for a curve that another one has taken the place of */
  function update(call: AbortController, change: Partial<RunCurve>): string | null {
    for (const [runId, curve] of byRun) {
      if (curve.call !== call) continue
      byRun.set(runId, { ...curve, ...change })
      return runId
    }
    return null
  }

  return {
    shares,
    seedCount,
    equal,
    running,
    runningRunId,
    curveOf,
    epochsOf,
    chooseEpochs,
    toggleShare,
    planFor,
    draw,
    cancel,
    keepOnly,
  }
})
