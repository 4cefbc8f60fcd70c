import type { WorkbenchApi } from '#contract/types.ts'
import { promised } from '../promised.ts'
import type { RunRegistry } from './run-registry.ts'
import type { Store } from '../store/store.ts'

/** The calls that thin out the weights of runs. */
export function thinningCalls({
  store,
  registry,
}: {
  store: Store
  registry: RunRegistry
}): Pick<WorkbenchApi, 'getKeptEpochs' | 'planThinning' | 'thinRuns'> {
  return {
    getKeptEpochs: ({ runIds }) => promised(() => store.thinner.listKept(runIds)),
    planThinning: ({ runIds, keepEvery }) => promised(() => store.thinner.plan(runIds, keepEvery)),
    thinRuns: async ({ runIds, keepEvery }) => {
      const done = registry.thin(runIds, keepEvery)
      await store.giveBackSpace()
      return done
    },
  }
}
