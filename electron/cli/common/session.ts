import { describeBackup } from '#backend/store/backup.ts'
import { escapeTerminalLine } from '#shared/escape-terminal.ts'
import { openWorkbench, type Workbench } from '#backend/workbench.ts'
import { resolvePaths } from '#backend/paths.ts'
import type { Output } from './output.ts'
import manifest from '../../../package.json' with { type: 'json' }

export interface StoreOptions {
  readonly store?: string | undefined
}

export interface SessionOptions extends StoreOptions {
  /** Trainings at once, at most; by default one. */
  readonly maxWorkers?: number
  /** Whether a data set stays in memory for the next training. */
  readonly keepsData?: boolean
}

/** Opens the workbench for one command and closes it after, also after an error. */
export async function withWorkbench<T>(
  options: SessionOptions,
  { terminal }: Output,
  work: (workbench: Workbench) => Promise<T>,
): Promise<T> {
  const { storePath, dataFolder, mnistFolder } = resolvePaths({ store: options.store })
  const workbench = openWorkbench({
    storePath,
    dataFolder,
    mnistFolder,
    version: manifest.version,
    maxWorkers: options.maxWorkers ?? 1,
    keepsData: options.keepsData ?? false,
    onBackup: (file) => void terminal.stderr.write(`${escapeTerminalLine(describeBackup(file))}\n`),
  })
  try {
    return await work(workbench)
  } finally {
    await workbench.close()
  }
}
