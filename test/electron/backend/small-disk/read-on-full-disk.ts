import path from 'node:path'
import { checkStore } from '#backend/store/check-store.ts'
import { openReadOnly } from '#backend/store/open-database.ts'
import { openWorkbench, type Workbench } from '#backend/workbench.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { readRun } from '../read-run.ts'
import { fillDisk } from './fill-disk.ts'

/** What came of a store on a disk without any room. */
export interface FullDiskReport {
  /** Why a workbench with a training could not be closed when the disk was full; null where it could. */
  readonly closing: string | null
  /** Names of the runs that were listed then. */
  readonly names: readonly string[]
  readonly epochs: number
  readonly problems: readonly string[]
}

/** Fills the disk while a training goes on, closes, and reads what is there. Started as a program by its test. */
async function read(folder: string, recipe: Recipe): Promise<FullDiskReport> {
  const storePath = path.join(folder, 'workbench.sqlite')
  const open = (): Workbench =>
    openWorkbench({
      storePath,
      dataFolder: path.join(folder, 'data-sets'),
      version: '0.0.0',
      maxWorkers: 1,
    })
  const workbench = open()
  const finished = new Promise<void>((resolve) => {
    workbench.subscribe({ epochFinished: () => resolve() })
  })
  await workbench.api.runs.start({ recipe, name: 'on a full disk' })
  await finished
  await workbench.api.runs.start({ recipe, name: 'waiting' })
  fillDisk(path.join(folder, 'ballast'))
  const closing = await workbench.close().then(
    () => null,
    (error: unknown) => String(error),
  )

  fillDisk(path.join(folder, 'ballast'))
  const again = open()
  const runs = await again.api.runs.list()
  const { epochs } = await readRun(again, runs.at(-1)!.id)
  await again.close()
  const database = openReadOnly(storePath)
  const { problems } = checkStore(database)
  database.close()
  return { closing, names: runs.map(({ name }) => name), epochs: epochs.length, problems }
}

const [folder, recipe] = process.argv.slice(2)
process.stdout.write(JSON.stringify(await read(folder!, JSON.parse(recipe!) as Recipe)))
