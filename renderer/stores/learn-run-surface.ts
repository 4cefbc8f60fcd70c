import type { RunPlane, RunSlice, SliceProgress, SliceUpdate } from '#contract/types.ts'
import type { LossGrid } from '#core/explain/slice/loss-grid.ts'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { RUN_SURFACE, type RunSurfaceState } from '../model/learn/run-surface.ts'
import type { LongCallState } from '../model/long-call.ts'
import { useWorkbenchClient } from '../platform/client.ts'
import { useCurrentRunStore } from './current-run.ts'
import { outcomeOf } from './long-call.ts'

/** A surface as far as it is measured. */
interface MeasuredSurface {
  readonly call: AbortController
  readonly status: LongCallState
  /** What it is of. */
  readonly state: RunSurfaceState
  readonly runId: string
  /** The finest so far. */
  readonly grid: LossGrid | null
  readonly slice: RunSlice | null
  readonly plane: RunPlane | null
  readonly progress: SliceProgress | null
  readonly problem: string | null
}

/** The loss around the current run's weights, or on the plane of its epochs, measured in the backend. */
export const useLearnRunSurfaceStore = defineStore('learn-run-surface', () => {
  const { api } = useWorkbenchClient()
  const current = useCurrentRunStore()

  const state = shallowRef<RunSurfaceState>(RUN_SURFACE)
  const measured = shallowRef<MeasuredSurface | null>(null)

  function show(next: RunSurfaceState): void {
    cancel()
    state.value = next
  }
  const change = (part: Partial<RunSurfaceState>): void => show({ ...state.value, ...part })

  /** Measures what is chosen, of the current run; resolved when it has ended, however. */
  async function measure(): Promise<void> {
    const run = current.runWithWeights
    if (run === null) return
    cancel()
    const call = new AbortController()
    const { kind, seed, extent, count, size } = state.value
    const begun = { call, status: 'running' as const, state: state.value, runId: run.id }
    measured.value = { ...begun, grid: null, slice: null, plane: null, progress: null, problem: null }
    const options = { signal: call.signal, onProgress: (update: SliceUpdate) => hear(call, update) }
    const epoch = current.epoch ?? undefined
    const outcome =
      kind === 'slice'
        ? await outcomeOf(
            api.analysis
              .sliceRun(
                { runId: run.id, ...(epoch !== undefined && { epoch }), seed, extent, count, size },
                options,
              )
              .then((slice) => ({ slice, plane: null, grid: slice.grid })),
          )
        : await outcomeOf(
            api.analysis
              .planeOfRun({ runId: run.id, count, size }, options)
              .then((plane) => ({ slice: null, plane, grid: plane.grid })),
          )
    update(call, {
      ...{ status: outcome.state, progress: null },
      ...(outcome.state === 'done' && outcome.result),
      problem: outcome.state === 'failed' ? outcome.problem : null,
    })
  }

  function cancel(): void {
    if (measured.value?.status === 'running') measured.value.call.abort()
  }

  function hear(call: AbortController, change: SliceUpdate): void {
    update(call, change.type === 'progressed' ? { progress: change.progress } : { grid: change.grid })
  }
  function update(call: AbortController, to: Partial<MeasuredSurface>): void {
    if (measured.value?.call === call) measured.value = { ...measured.value, ...to }
  }

  return { state, measured, show, change, measure, cancel }
})
