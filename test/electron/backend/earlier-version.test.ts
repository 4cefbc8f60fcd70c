import { copyFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { openWorkbench, type Workbench } from '#backend/workbench.ts'
import type { RunSummary, SweepSummary } from '#contract/types.ts'
import { readRecipeLink } from '#shared/recipe-link.ts'
import { findProblems, tamper } from './store/filled-store.ts'
import { makeFolder, reachStatus, WORKER_URL } from './tiny-workbench.ts'

/** Files that version 0.1 wrote; see the README beside them. */
const FIXTURE = fileURLToPath(new URL('../../fixtures/written-by-0.1/', import.meta.url))

/** What version 0.1 itself listed of them. */
interface Expected {
  readonly runs: readonly ListedRun[]
  readonly sweeps: readonly ListedSweep[]
  /** Runs of the run file, by their ids, newest first. */
  readonly runFile: readonly string[]
}
type ListedRun = Omit<ReturnType<typeof listedRun>, 'hasReason'> & { readonly reason: string | null }
type ListedSweep = Omit<ReturnType<typeof listedSweep>, 'hasReason'> & { readonly reason: string | null }

const expected = JSON.parse(read('expected.json')) as Expected

function read(name: string): string {
  return readFileSync(path.join(FIXTURE, name), 'utf8')
}

function open(folder: string, name = 'workbench.sqlite'): { workbench: Workbench; storePath: string } {
  const storePath = path.join(folder, name)
  const workbench = openWorkbench({
    storePath,
    dataFolder: path.join(folder, 'data-sets'),
    workerUrl: WORKER_URL,
    version: '0.0.0',
    maxWorkers: 2,
  })
  onTestFinished(() => workbench.close())
  return { workbench, storePath }
}

/** Opens a copy of the store. @param canTrain whether its data set's folder is where it lies on this machine */
function openCopy({ canTrain = false } = {}): ReturnType<typeof open> & { folder: string } {
  const folder = makeFolder()
  const storePath = path.join(folder, 'workbench.sqlite')
  copyFileSync(path.join(FIXTURE, 'workbench.sqlite'), storePath)
  if (canTrain) {
    tamper(storePath, (database) => {
      const change = "SET recipe = replace(recipe, '/srv/digits/tiny', ?)"
      database.prepare(`UPDATE run ${change}`).run(path.join(FIXTURE, 'tiny'))
    })
  }
  return { ...open(folder), folder }
}

/** What of a run must be as it was; reasons were sentences then. */
function listedRun(run: RunSummary) {
  const { id, name, status, epochsDone, weightsSha256, notes, tags, colour, isStarred, isArchived } = run
  const { parent, sweep, best, reason } = run
  const record = { notes, tags, colour, isStarred, isArchived, parent, sweep }
  const bestEpoch = best?.epoch ?? null
  return { id, name, status, hasReason: reason !== null, epochsDone, bestEpoch, weightsSha256, ...record }
}

function listedSweep({ id, name, status, reason, runCount, counts, best }: SweepSummary) {
  return { id, name, status, hasReason: reason !== null, runCount, counts, best }
}

const withReason = <Row extends { reason: string | null }>({ reason, ...row }: Row) => ({
  ...row,
  hasReason: reason !== null,
})

it('opens a store of version 0.1 with all its runs and sweeps', async () => {
  const { workbench, storePath } = openCopy()
  const runs = await workbench.api.runs.list()
  expect(runs.map(listedRun)).toEqual(expected.runs.map(withReason))
  const sweeps = await workbench.api.sweeps.list()
  expect(sweeps.map(listedSweep)).toEqual(expected.sweeps.map(withReason))
  for (const { id: sweepId, runCount } of sweeps) {
    expect((await workbench.api.sweeps.get({ sweepId })).runs).toHaveLength(runCount)
  }
  await workbench.close()
  expect(findProblems(storePath)).toEqual([])
})

it('finds its files sound as they are', () => {
  const folder = makeFolder()
  for (const name of ['workbench.sqlite', 'runs.backprop']) {
    copyFileSync(path.join(FIXTURE, name), path.join(folder, name))
    expect(findProblems(path.join(folder, name))).toEqual([])
  }
})

it('takes a run file of version 0.1, and all runs of its store, into an empty store', async () => {
  const { workbench: old, folder } = openCopy()
  const { workbench, storePath } = open(folder, 'other.sqlite')
  const file = path.join(FIXTURE, 'runs.backprop')
  expect(await workbench.exchange.importRuns(file)).toMatchObject({ added: expected.runFile.length })
  const taken = await workbench.api.runs.list()
  const known = new Map(expected.runs.map((run) => [run.id, withReason(run)]))
  expect(taken.map(listedRun)).toEqual(expected.runFile.map((id) => known.get(id)))

  const all = path.join(folder, 'all.backprop')
  await old.exchange.exportRuns(
    expected.runs.map(({ id }) => id),
    all,
  )
  expect(await workbench.exchange.importRuns(all)).toMatchObject({
    added: expected.runs.length - expected.runFile.length,
    present: expected.runFile.length,
    besides: 0,
  })
  await workbench.close()
  expect(findProblems(storePath)).toEqual([])
})

it('knows the runs of a run file of version 0.1 where its store is open', async () => {
  const { workbench } = openCopy()
  const result = await workbench.exchange.importRuns(path.join(FIXTURE, 'runs.backprop'))
  expect(result).toMatchObject({ added: 0, present: expected.runFile.length, extended: 0, besides: 0 })
})

it('goes on with a run that version 0.1 began, to the bytes that it would have had', async () => {
  const { workbench } = openCopy({ canTrain: true })
  const find = (name: string): ListedRun => expected.runs.find((run) => run.name === name)!
  const { id: runId } = find('Adam, stopped')
  await workbench.api.runs.resume({ runId })
  const { weightsSha256 } = await reachStatus(workbench, runId, 'completed', 'failed')
  expect(weightsSha256).toBe(find('Adam, completed').weightsSha256)
})

it('reads a link to a recipe and a network2 file of version 0.1', async () => {
  expect(await readRecipeLink(read('recipe-link.txt'))).toEqual(JSON.parse(read('recipe.json')))
  const { workbench } = openCopy({ canTrain: true })
  const bytes = readFileSync(path.join(FIXTURE, 'network2.json'))
  const run = await workbench.documents.importNetwork({ fileName: 'network2.json', bytes })
  const { id: runId } = expected.runs.find(({ name }) => name === 'Adam, completed')!
  const dataSet = path.join(FIXTURE, 'tiny')
  const [fromFile, fromStore] = await Promise.all(
    [run.id, runId].map((id) => workbench.api.analysis.evaluate({ runId: id, dataSet })),
  )
  expect(fromFile.correct).toBe(fromStore.correct)
  expect(fromFile.loss).toBeCloseTo(fromStore.loss, 5)
})
