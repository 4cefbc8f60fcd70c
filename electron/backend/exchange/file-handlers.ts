import type { fileCalls } from '#contract/calls/files.ts'
import type { HandlersOf } from '#contract/define-calls.ts'
import type { RunDetail, RunSummary } from '#contract/types.ts'
import type { NewRun } from '../store/run-store.ts'
import type { Store } from '../store/store.ts'
import type { HeldFiles } from './held-files.ts'
import { writeMeasuresFile } from './measures-file.ts'
import { nameOfFile, readNetworkFile, writeNetworkFile } from './network-files.ts'

/** Carries out the calls that bring files in and out. */
export function fileHandlers({
  store,
  registry,
  heldFiles,
}: {
  readonly store: Pick<Store, 'checkpoints'>
  readonly registry: {
    get(runId: string): RunDetail
    summarize(runId: string): RunSummary
    create(run: NewRun): RunSummary
  }
  readonly heldFiles: HeldFiles
}): HandlersOf<typeof fileCalls> {
  return {
    exportMeasures: ({ runIds }) => writeMeasuresFile(runIds.map((runId) => registry.get(runId))),
    exportWeights: ({ runId, epoch, format }) => {
      const run = registry.summarize(runId)
      return writeNetworkFile(run, store.checkpoints.read(run, epoch), format)
    },
    importNetwork: async ({ fileName, bytes }) => {
      const { recipe, parameters } = await readNetworkFile(fileName, bytes)
      return registry.create({ name: nameOfFile(fileName), status: 'imported', recipe, parameters })
    },
    ...heldFiles.handlers,
  }
}
