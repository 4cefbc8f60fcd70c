import type { ChosenOptions } from '#core/formats/weight-format.ts'
import { describeCheck } from '#shared/words/written-check-words.ts'
import { writableFormat, type WritableFormatName } from '#core/formats/registry.ts'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { type DamagedEntry, type RecordChanges, type RunSummary, WorkbenchError } from '#contract/types.ts'
import { unpackRuns } from '#contract/packed-runs.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { runColour } from '#shared/run-colours.ts'
import { fileNameOf } from '#shared/file-names.ts'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { createFrameBatch } from './frame-batch.ts'
import { useNoticesStore } from './notices.ts'
import { RunColours } from './run-colours.ts'
import { RunEpochs, type EpochEvent } from './run-epochs.ts'
import { useRunUndosStore } from './run-undos.ts'
import { useSettingsStore } from './settings.ts'

const NO_EPOCHS: readonly EpochMetrics[] = []

/** Runs that are fetched before the rest: more than a screen shows. */
const FIRST_RUNS = 200
/** Runs in each later answer, so that none of them holds up the window, however many runs there are. */
const MORE_RUNS = 2000

/** ISO 8601 sorts as text; a collator would take ten times as long. */
function compareNewestFirst(a: RunSummary, b: RunSummary): number {
  if (a.createdAt === b.createdAt) return 0
  return a.createdAt < b.createdAt ? 1 : -1
}

/** Every run of the store, kept current by events; epochs of a run are fetched when first asked for. */
export const useRunsStore = defineStore('runs', () => {
  const client = useWorkbenchClient()
  const { api } = client
  const notices = useNoticesStore()
  const undos = useRunUndosStore()
  const settings = useSettingsStore()

  const byId = shallowRef<ReadonlyMap<string, RunSummary>>(new Map())
  /** Newest first. */
  const list = computed(() => [...byId.value.values()].sort(compareNewestFirst))
  /** Runs and sweeps that no list has, as something of them cannot be read. */
  const damaged = shallowRef<readonly DamagedEntry[]>([])
  /** Whether the list has arrived, all of it. */
  const isLoaded = ref(false)
  const epochs = new RunEpochs(api, (error) => notices.fail('The epochs of a run could not be read', error))
  const colours = new RunColours()

  /** Fetches the list again, the first screen of it before the rest: at the start and after each reconnection. */
  async function load(): Promise<void> {
    const before = new Set(byId.value.keys())
    const first = await api.runs.getList({ count: FIRST_RUNS })
    const newest = unpackRuns(first.runs)
    colours.assign(first.ids.toReversed())
    putAll(newest)
    damaged.value = first.damaged
    const listed = new Set(first.ids)
    // The ids of all are known at once, so each part begins behind the last run of the part before.
    for (let count = FIRST_RUNS; count < first.ids.length; count += MORE_RUNS) {
      const more = await api.runs.getList({ before: first.ids[count - 1], count: MORE_RUNS })
      putAll(unpackRuns(more.runs))
      damaged.value = [...damaged.value, ...more.damaged]
    }
    // What was there before and is not listed now is gone; runs that events brought meanwhile stay.
    forget([...before].filter((id) => !listed.has(id)))
    isLoaded.value = true
    epochs.refetch((id) => byId.value.has(id))
  }

  /** Puts runs into the list with one change. */
  function putAll(changed: readonly RunSummary[]): void {
    const next = new Map(byId.value)
    for (const run of changed) next.set(run.id, run)
    byId.value = next
  }

  /** The run's metrics in order of epochs; empty until they arrive, then live. Safe in a computed. */
  function epochsOf(runId: string): readonly EpochMetrics[] {
    return byId.value.has(runId) ? epochs.of(runId) : NO_EPOCHS
  }

  /** The run's own colour, counted from 1: the chosen one, else the one given in order. */
  const ownColour = (runId: string): number => byId.value.get(runId)?.colour ?? colours.of(runId)

  /** The same as a CSS value, `var(--run-3)`, wherever runs are not compared. */
  const colourOf = (runId: string): string => runColour(ownColour(runId))

  const takeChanges = createFrameBatch<RunSummary>(putAll)
  const takeEpochs = createFrameBatch<EpochEvent>((events) => epochs.take(events))

  function forget(runIds: readonly string[]): void {
    const next = new Map(byId.value)
    for (const id of runIds) {
      next.delete(id)
      epochs.forget(id)
    }
    byId.value = next
  }

  client.subscribe({
    runChanged: takeChanges,
    runsDeleted: ({ runIds }) => forget(runIds),
    damageFound: (entry) => {
      damaged.value = [...damaged.value.filter(({ id }) => id !== entry.id), entry]
    },
    epochFinished: takeEpochs,
  })
  client.onState((state) => {
    if (state === 'ready') void notices.attempt('The runs could not be read', load)
  })

  /** Puts a run that a call returned into the list, before its event arrives. */
  function put(run: RunSummary): RunSummary {
    putAll([run])
    return run
  }

  /** Starts a training. @throws WorkbenchError `invalid` with the fields at fault, and others. */
  async function start(
    recipe: Recipe,
    options: { name?: string; from?: { runId: string; epoch?: number } } = {},
  ): Promise<RunSummary> {
    const { threads, keepEvery } = settings
    return put(await api.runs.start({ recipe, ...options, threads, keepEvery }))
  }

  const control = (failure: string, call: (input: { runId: string }) => Promise<void>) => (runId: string) =>
    notices.attempt(failure, () => call({ runId }))
  const pause = control('The run could not be paused', (input) => api.runs.pause(input))
  const resume = control('The run could not be resumed', (input) =>
    api.runs.resume({ ...input, threads: settings.threads }),
  )
  const step = control('The run could not train one epoch', (input) =>
    api.runs.step({ ...input, threads: settings.threads }),
  )
  const stop = control('The run could not be stopped', (input) => api.runs.stop(input))

  /** Gives a run another name; the change can be undone. */
  async function rename(runId: string, name: string): Promise<void> {
    const before = byId.value.get(runId)?.name
    const trimmed = name.trim()
    if (before === undefined || trimmed === '' || trimmed === before) return
    const isDone = await notices.attempt('The run could not be renamed', async () => {
      await api.runs.rename({ runId, name: trimmed })
      return true
    })
    if (isDone !== true) return
    undos.offer(
      `Renamed ${before} to ${trimmed}`,
      () =>
        void notices.attempt('The name could not be brought back', () =>
          api.runs.rename({ runId, name: before }),
        ),
    )
  }

  /** Changes the records of runs: tags, notes, colour, star. @throws WorkbenchError */
  async function edit(runIds: readonly string[], changes: RecordChanges): Promise<void> {
    if (runIds.length > 0) await api.runs.edit({ runIds: [...runIds], changes })
  }

  /** The same for what has no place to show an error. @returns whether it was done; else a notice says why */
  async function mark(
    runIds: readonly string[],
    changes: Pick<RecordChanges, 'isStarred' | 'isArchived'>,
  ): Promise<boolean> {
    const isDone = await notices.attempt('The change could not be kept', async () => {
      await edit(runIds, changes)
      return true
    })
    return isDone === true
  }

  /** Hides runs from the list, or shows them there again, and offers to undo it. */
  async function archive(runIds: readonly string[], isArchived: boolean): Promise<void> {
    const changed = runIds.filter((id) => byId.value.get(id)?.isArchived === !isArchived)
    if (changed.length === 0 || !(await mark(changed, { isArchived }))) return
    const what =
      changed.length === 1 ? (byId.value.get(changed[0]!)?.name ?? 'the run') : `${changed.length} runs`
    undos.offer(
      isArchived ? `Archived ${what}` : `Took ${what} out of the archive`,
      () => void mark(changed, { isArchived: !isArchived }),
    )
  }

  /** Asks where to save a file, has it written there, and says so in a notice. */
  async function saveFile(
    refusal: string,
    suggestedName: string,
    write: (fileId: string) => Promise<void>,
  ): Promise<void> {
    await notices.attempt(refusal, async () => {
      const saved = await client.files.saveFile(suggestedName, write)
      if (saved !== null) notices.saySaved(saved)
    })
  }

  /** The runs by their ids, as far as they are there. */
  const find = (runIds: readonly string[]): RunSummary[] => runIds.flatMap((id) => byId.value.get(id) ?? [])

  /** Saves all metrics of runs as a CSV file. */
  function exportMeasures(runIds: readonly string[]): Promise<void> {
    return saveFile('The measures could not be exported', fileNameOf.measures(find(runIds)), (fileId) =>
      api.files.exportMeasures({ fileId, runIds: [...runIds] }),
    )
  }

  /** Saves a report of runs as an HTML page. @param colours of each run, counted from 1 */
  function exportReport(runIds: readonly string[], colours: readonly number[]): Promise<void> {
    return saveFile('The report could not be written', fileNameOf.report(find(runIds)), (fileId) =>
      api.files.exportReport({ fileId, runIds: [...runIds], colours: [...colours] }),
    )
  }

  /** Deletes runs, and offers to undo it. */
  async function remove(runIds: readonly string[]): Promise<void> {
    if (runIds.length === 0) return
    const names = runIds.map((id) => byId.value.get(id)?.name ?? id)
    const isDone = await notices.attempt('The runs could not be deleted', async () => {
      await api.runs.delete({ runIds: [...runIds] })
      return true
    })
    if (isDone !== true) return
    forget(runIds)
    undos.offer(
      names.length === 1 ? `Deleted ${names[0]}` : `Deleted ${names.length} runs`,
      () => void restore(runIds),
    )
  }

  /** Brings deleted runs back. */
  async function restore(runIds: readonly string[]): Promise<void> {
    await notices.attempt('The runs could not be brought back', async () => {
      await api.runs.restore({ runIds: [...runIds] })
      await load()
    })
  }

  /**
   * Saves the weights of an epoch, by default the result's, as a file.
   * @returns whether it was saved; false where the person cancelled
   * @throws WorkbenchError where it could not be written
   */
  async function exportWeights({
    runId,
    format,
    epoch,
    options,
  }: {
    readonly runId: string
    readonly format: WritableFormatName
    readonly epoch?: number | undefined
    readonly options?: ChosenOptions | undefined
  }): Promise<boolean> {
    const run = byId.value.get(runId)
    if (run === undefined) throw new WorkbenchError('not-found', 'The run is no longer there')
    const name = fileNameOf.weights(run, epoch ?? -1, writableFormat(format).extension)
    const saved = await client.files.saveFile(name, (fileId) =>
      api.files.exportWeights({ fileId, runId, epoch, format, options }),
    )
    if (saved === null) return false
    notices.saySaved(saved, saved.result === null ? {} : { description: describeCheck(saved.result) })
    return true
  }

  return {
    byId,
    damaged,
    list,
    isLoaded,
    epochsOf,
    ownColour,
    colourOf,
    load,
    start,
    pause,
    resume,
    step,
    stop,
    rename,
    edit,
    mark,
    archive,
    exportMeasures,
    exportReport,
    remove,
    restore,
    exportWeights,
    put,
  }
})
