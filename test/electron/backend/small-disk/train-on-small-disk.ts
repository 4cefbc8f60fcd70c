import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { checkStore } from '#backend/store/check-store.ts'
import { openReadOnly } from '#backend/store/open-database.ts'
import { openWorkbench } from '#backend/workbench.ts'
import type { RunSummary } from '#contract/types.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { fillDisk } from './fill-disk.ts'

/** What came of a training on a disk that was too small for it. */
export interface SmallDiskReport {
  readonly diskBytes: number
  /** When it was full. */
  readonly full: Pick<RunSummary, 'status' | 'reason' | 'epochsDone'> & {
    readonly problems: readonly string[]
  }
  /** What a change, and going on with the run, say then. */
  readonly refusals: readonly string[]
  /** What thinning gave back while the disk had no room for another epoch. */
  readonly freedBytes: number
  /** After room was made. */
  readonly resumed: Pick<RunSummary, 'status' | 'epochsDone' | 'weightsSha256'>
  readonly problems: readonly string[]
}

/** Trains in a folder until its disk is full, makes room, and goes on. Started as a program by its test. */
async function train(folder: string, recipe: Recipe): Promise<SmallDiskReport> {
  const storePath = path.join(folder, 'workbench.sqlite')
  const ballast = path.join(folder, 'ballast')
  const workbench = openWorkbench({
    storePath,
    dataFolder: path.join(folder, 'data-sets'),
    version: '0.0.0',
    maxWorkers: 1,
  })
  const { api } = workbench
  const ended = (): Promise<RunSummary> =>
    new Promise((resolve) => {
      const unsubscribe = workbench.subscribe({
        runChanged: (run) => {
          if (!['failed', 'completed'].includes(run.status)) return
          unsubscribe()
          resolve(run)
        },
      })
    })
  const look = (): readonly string[] => {
    const database = openReadOnly(storePath)
    try {
      return checkStore(database).problems
    } finally {
      database.close()
    }
  }

  const { bsize, blocks } = statfsSync(folder)
  const diskBytes = bsize * blocks
  writeFileSync(ballast, Buffer.alloc(diskBytes / 2))
  const failed = ended()
  const { id } = await api.runs.start({ recipe })
  const { status, reason, epochsDone } = await failed
  const full = { status, reason, epochsDone, problems: look() }
  // What the training left free for removals goes too.
  fillDisk(path.join(folder, 'rest'))
  const edit = api.runs.edit({ runIds: [id], changes: { notes: 'x'.repeat(90_000) } })
  const refusals = [await refusalOf(edit), await refusalOf(api.runs.resume({ runId: id }))]
  // A removal needs little room, and gives more.
  rmSync(path.join(folder, 'rest'))
  const freeBefore = statfsSync(folder).bavail
  await api.runs.thin({ runIds: [id], keepEvery: null })
  const freedBytes = (statfsSync(folder).bavail - freeBefore) * bsize
  rmSync(ballast)
  const completed = ended()
  await api.runs.resume({ runId: id })
  const resumed = await completed
  await workbench.close()
  return { diskBytes, full, refusals, freedBytes, resumed, problems: look() }
}

function refusalOf(call: Promise<void>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => String(error),
  )
}

const [folder, recipe] = process.argv.slice(2)
process.stdout.write(JSON.stringify(await train(folder!, JSON.parse(recipe!) as Recipe)))
