import type { SweepFinding } from '#core/evaluation/diagnosis/diagnose-sweep.ts'
import { isSweepActive } from '#core/runs/sweep-status.ts'
import { isRankedAlike } from '#core/runs/measured-images.ts'
import { rankRuns } from '#core/runs/rank-runs.ts'
import { rankingAccuracy } from '#shared/measures.ts'
import type { MissingRuns, RunSummary, SweepDetail, SweepSettings, SweepSummary } from '#contract/types.ts'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { useNoticesStore } from './notices.ts'
import { useRunsStore } from './runs.ts'

/** The run of a sweep that is best so far. */
export interface BestOfSweep {
  readonly run: RunSummary
  /** The accuracy that ranks it, 0 to 1. */
  readonly accuracy: number
}

/** Every sweep of the store, kept current by events, and the one that is looked at. */
export const useSweepsStore = defineStore('sweeps', () => {
  const client = useWorkbenchClient()
  const { api } = client
  const notices = useNoticesStore()
  const runs = useRunsStore()

  const byId = shallowRef<ReadonlyMap<string, SweepSummary>>(new Map())
  /** Newest first. */
  const list = computed(() => [...byId.value.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)))
  const isLoaded = ref(false)
  const chosenId = ref<string | null>(null)
  /** The chosen sweep, else the newest; null where there is none. */
  const shown = computed(() => byId.value.get(chosenId.value ?? '') ?? list.value.at(0) ?? null)
  /** The plan of the sweep that is shown: which run has which values; null until it is there. */
  const plan = shallowRef<SweepDetail | null>(null)
  /** What holds back runs of the sweep that is shown; empty while it goes on. */
  const causes = shallowRef<readonly SweepFinding[]>([])
  /** The best run of each sweep by the list of runs, which a sweep's own events follow a little later. */
  const bestById = computed(() => {
    const own = Map.groupBy(
      runs.list.filter((run) => run.sweep !== null),
      (run) => run.sweep!.id,
    )
    return new Map(
      [...own].flatMap(([id, members]): [string, BestOfSweep][] => {
        // Oldest first: of equal ones the first is the best, as in the sweep's verdict.
        const ordered = members.toSorted((a, b) => a.sweep!.index - b.sweep!.index)
        const [best] = isRankedAlike(ordered) ? rankRuns(ordered) : []
        const accuracy = rankingAccuracy(best?.best ?? null)
        return best === undefined || accuracy === null ? [] : [[id, { run: best, accuracy }]]
      }),
    )
  })
  /** Null before any run of it was measured, and where its runs were measured on different images. */
  const bestOf = (sweepId: string): BestOfSweep | null => bestById.value.get(sweepId) ?? null
  const running = computed(() => list.value.find(({ status }) => status === 'running') ?? null)

  async function load(): Promise<void> {
    const sweeps = await api.sweeps.list()
    byId.value = new Map(sweeps.map((sweep) => [sweep.id, sweep]))
    isLoaded.value = true
  }

  function put(sweep: SweepSummary): void {
    byId.value = new Map(byId.value).set(sweep.id, sweep)
  }

  function forget(sweepId: string): void {
    const next = new Map(byId.value)
    next.delete(sweepId)
    byId.value = next
  }

  client.subscribe({ sweepChanged: put, sweepDeleted: ({ sweepId }) => forget(sweepId) })
  client.onState((state) => {
    if (state === 'ready') void notices.attempt('The sweeps could not be read', load)
  })

  // A plan never changes; which of its runs exist follows from the list of runs.
  watch(
    () => shown.value?.id ?? null,
    async (sweepId) => {
      plan.value = null
      if (sweepId === null) return
      const detail = await notices.attempt('The sweep could not be read', () => api.sweeps.get({ sweepId }))
      if (detail !== undefined && shown.value?.id === sweepId) plan.value = detail
    },
    { immediate: true },
  )

  // Asked again when a sweep that went on comes to rest, and when more runs come home.
  watch(
    [
      () => (shown.value === null || isSweepActive(shown.value) ? null : shown.value.id),
      () => (shown.value?.status === 'elsewhere' ? shown.value.counts.waiting : 0),
    ],
    async ([sweepId], [formerId]) => {
      if (sweepId !== formerId) causes.value = []
      if (sweepId === null) return
      const found = await notices.attempt('What holds back runs of the sweep could not be found out', () =>
        api.sweeps.diagnose({ sweepId }),
      )
      if (found !== undefined && shown.value?.id === sweepId) causes.value = found
    },
    { immediate: true },
  )

  function show(sweepId: string): void {
    chosenId.value = sweepId
  }

  /** Starts a sweep and shows it. @throws WorkbenchError */
  async function start(settings: SweepSettings, name?: string): Promise<SweepSummary> {
    const sweep = await api.sweeps.start({ ...settings, ...(name !== undefined && { name }) })
    put(sweep)
    show(sweep.id)
    return sweep
  }

  const control =
    (failure: string, call: (input: { sweepId: string }) => Promise<void>) => (sweepId: string) =>
      notices.attempt(failure, () => call({ sweepId }))
  const pause = control('The sweep could not be paused', (input) => api.sweeps.pause(input))
  const resume = control('The sweep could not be resumed', (input) => api.sweeps.resume(input))
  const stop = control('The sweep could not be stopped', (input) => api.sweeps.stop(input))

  /** What trains the runs that have not come home; undefined where that could not be read. @param most null for all */
  const listMissing = (sweepId: string, most: number | null): Promise<MissingRuns | undefined> =>
    notices.attempt('The missing runs could not be listed', () => api.sweeps.listMissing({ sweepId, most }))

  /** Gives a sweep, and its runs, another name. */
  async function rename(sweepId: string, name: string): Promise<void> {
    const trimmed = name.trim()
    if (trimmed === '' || trimmed === byId.value.get(sweepId)?.name) return
    await notices.attempt('The sweep could not be renamed', () =>
      api.sweeps.rename({ sweepId, name: trimmed }),
    )
  }

  /** Deletes a sweep that does not run; its runs stay. */
  async function remove(sweepId: string): Promise<void> {
    const name = byId.value.get(sweepId)?.name ?? ''
    const isDone = await notices.attempt('The sweep could not be deleted', async () => {
      await api.sweeps.delete({ sweepId })
      return true
    })
    if (isDone !== true) return
    forget(sweepId)
    notices.say({
      tone: 'neutral',
      title: `Deleted ${name}`,
      description: 'Its runs are kept; they are in Runs.',
    })
  }

  return {
    byId,
    list,
    isLoaded,
    shown,
    plan,
    causes,
    bestOf,
    running,
    show,
    start,
    pause,
    resume,
    stop,
    listMissing,
    rename,
    remove,
  }
})
