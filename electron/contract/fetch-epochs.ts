import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import type { WorkbenchApi } from './api.ts'
import { EPOCHS_AT_ONCE } from './limits.ts'
import { unpackEpochs } from './packed-runs.ts'

/** Runs that one call asks for: their ids cross anew with each part of their epochs. */
const RUNS_AT_ONCE = 500

/** What is needed of the workbench, by whoever asks for epochs. */
export interface EpochSource {
  readonly runs: Pick<WorkbenchApi['runs'], 'getEpochs'>
}

/** All epochs of a run in order, in parts of `EPOCHS_AT_ONCE`; what cannot be read further on is left out. */
export async function* readEpochs(api: EpochSource, runId: string): AsyncGenerator<EpochMetrics[], void> {
  let part: EpochMetrics[] | undefined
  do {
    const [packed] = await api.runs.getEpochs({ runIds: [runId], after: part?.at(-1)!.epoch })
    part = packed === undefined ? [] : unpackEpochs(packed)
    if (part.length > 0) yield part
  } while (part.length === EPOCHS_AT_ONCE)
}

/** All epochs of runs, in as many calls as that takes; a run whose epochs cannot be read has none. */
export async function fetchEpochs(
  api: EpochSource,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, readonly EpochMetrics[]>> {
  const fetched = new Map<string, EpochMetrics[]>()
  let left = [...runIds]
  let after: number | undefined
  while (left.length > 0) {
    const asked = left.slice(0, RUNS_AT_ONCE)
    const answer = (await api.runs.getEpochs({ runIds: asked, after })).map((packed) => ({
      runId: packed.runId,
      epochs: unpackEpochs(packed),
    }))
    // What cannot be read further on is not read at all.
    if (after !== undefined && answer[0]?.runId !== left[0]) fetched.delete(left[0]!)
    for (const { runId, epochs } of answer) fetched.set(runId, (fetched.get(runId) ?? []).concat(epochs))
    const count = answer.reduce((sum, { epochs }) => sum + epochs.length, 0)
    const last = answer.at(-1)
    if (last === undefined || count < EPOCHS_AT_ONCE) {
      left = left.slice(asked.length)
      after = undefined
      continue
    }
    left = left.slice(left.indexOf(last.runId))
    after = last.epochs.at(-1)!.epoch
  }
  return fetched
}
