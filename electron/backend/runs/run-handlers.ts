import { EPOCHS_AT_ONCE } from '#contract/limits.ts'
import type { runCalls } from '#contract/calls/runs.ts'
import type { HandlersOf } from '#contract/define-calls.ts'
import type { Store } from '../store/store.ts'
import type { RunRegistry } from './run-registry.ts'
import type { RunLifecycle } from './run-lifecycle.ts'

/** Carries out the calls on runs. */
export function runHandlers({
  store,
  registry,
  lifecycle,
}: {
  readonly store: Pick<Store, 'thinner' | 'giveBackSpace'>
  readonly registry: RunRegistry
  readonly lifecycle: RunLifecycle
}): HandlersOf<typeof runCalls> {
  return {
    list: () => registry.list(),
    getList: (part) => registry.listPacked(part),
    getDamaged: () => registry.listDamaged(),
    get: ({ runId }) => registry.summarize(runId),
    getEpochs: ({ runIds, after }) => registry.packEpochs(runIds, { after, most: EPOCHS_AT_ONCE }),
    start: (input) => lifecycle.startFromRun(input),
    pause: ({ runId }) => lifecycle.pause(runId),
    resume: (input) => lifecycle.resume(input),
    step: (input) => lifecycle.step(input),
    stop: ({ runId }) => lifecycle.stop(runId),
    rename: ({ runId, name }) => registry.rename(runId, name),
    edit: ({ runIds, changes }) => registry.edit(runIds, changes),
    getKeptEpochs: ({ runIds }) => store.thinner.listKept(runIds),
    planThinning: ({ runIds, keepEvery }) => store.thinner.plan(runIds, keepEvery),
    thin: async ({ runIds, keepEvery }) => {
      const done = registry.thin(runIds, keepEvery)
      await store.giveBackSpace()
      return done
    },
    delete: ({ runIds }) => lifecycle.delete(runIds),
    restore: ({ runIds }) => registry.restore(runIds),
  }
}
