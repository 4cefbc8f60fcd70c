import type { runCalls } from '#contract/calls/runs.ts'
import type { HandlersOf } from '#contract/define-calls.ts'
import type { Store } from '../store/store.ts'
import type { RunRegistry } from './run-registry.ts'
import type { Trainings } from './trainings.ts'

/** Carries out the calls on runs. */
export function runHandlers({
  store,
  registry,
  trainings,
}: {
  readonly store: Pick<Store, 'thinner' | 'giveBackSpace'>
  readonly registry: RunRegistry
  readonly trainings: Trainings
}): HandlersOf<typeof runCalls> {
  return {
    list: () => registry.list(),
    getList: (part) => registry.listPacked(part),
    get: ({ runId }) => registry.get(runId),
    getEpochs: ({ runIds }) => registry.packEpochs(runIds),
    start: (input) => trainings.startFromRun(input),
    pause: ({ runId }) => trainings.pause(runId),
    resume: (input) => trainings.resume(input),
    step: (input) => trainings.step(input),
    stop: ({ runId }) => trainings.stop(runId),
    rename: ({ runId, name }) => registry.rename(runId, name),
    edit: ({ runIds, changes }) => registry.edit(runIds, changes),
    getKeptEpochs: ({ runIds }) => store.thinner.listKept(runIds),
    planThinning: ({ runIds, keepEvery }) => store.thinner.plan(runIds, keepEvery),
    thin: async ({ runIds, keepEvery }) => {
      const done = registry.thin(runIds, keepEvery)
      await store.giveBackSpace()
      return done
    },
    delete: ({ runIds }) => trainings.delete(runIds),
    restore: ({ runIds }) => registry.restore(runIds),
  }
}
