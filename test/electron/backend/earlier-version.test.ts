import { TRAINING_FIELDS } from '#core/recipe/unknown-fields.ts'
import { type RunReason } from '#core/runs/reason.ts'
import { describeRunReason, describeSweepReason } from '#shared/words/reason-words.ts'
import { copyFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { openWorkbench, type Workbench } from '#backend/workbench.ts'
import type { RunSummary, SweepSummary } from '#contract/types.ts'
import { readRecipeLink } from '#shared/recipe-link.ts'
import { findProblems, tamper } from './store/filled-store.ts'
import { makeFolder, nextEvent, reachStatus } from './tiny-workbench.ts'

/** Files that version 0.1 wrote; see the README beside them. */
const FIXTURE = fileURLToPath(new URL('../../fixtures/written-by-0.1/', import.meta.url))

/** What version 0.1 itself listed of them. */
interface Expected {
  readonly runs: readonly ListedRun[]
  readonly sweeps: readonly ListedSweep[]
  /** Runs of the run file, by their ids, newest first. */
  readonly runFile: readonly string[]
}
type ListedRun = ReturnType<typeof listedRun>
type ListedSweep = ReturnType<typeof listedSweep>

const expected = JSON.parse(read('expected.json')) as Expected

function read(name: string): string {
  return readFileSync(path.join(FIXTURE, name), 'utf8')
}

function open(folder: string, name = 'workbench.sqlite'): { workbench: Workbench; storePath: string } {
  const storePath = path.join(folder, name)
  const workbench = openWorkbench({
    storePath,
    dataFolder: path.join(folder, 'data-sets'),
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

/**
 * The words for a reason, which were stored as they are until reasons became codes; of a rung they said `at epoch 2` for what
 * is now called `after 2 epochs`, and `1.9e-6` for 1.9·10⁻⁶.
 */
const wordsOf = (reason: RunReason | null): string | null =>
  reason === null || reason.code === 'program-ended'
    ? null
    : describeRunReason(reason)
        .replace(/after (\d+) epochs?/, 'at epoch $1')
        .replace(/·10(⁻?)([⁰¹²³⁴-⁹]+)/, (_, minus: string, digits: string) => {
          const power = digits.replace(/./gu, (digit) => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)))
          return `e${minus === '' ? '+' : '-'}${power}`
        })

/** What of a run must be as it was. */
function listedRun(run: RunSummary) {
  const { id, name, status, epochsDone, weightsSha256, notes, tags, colour, isStarred, isArchived } = run
  const { parent, sweep, best, reason } = run
  const record = { notes, tags, colour, isStarred, isArchived, parent, sweep }
  const bestEpoch = best?.epoch ?? null
  return { id, name, status, reason: wordsOf(reason), epochsDone, bestEpoch, weightsSha256, ...record }
}

function listedSweep({ id, name, status, reason, runCount, counts, best }: SweepSummary) {
  return {
    id,
    name,
    status,
    reason: reason === null ? null : describeSweepReason(reason),
    runCount,
    counts,
    best,
  }
}

it('opens a store of version 0.1 with all its runs and sweeps', async () => {
  const { workbench, storePath } = openCopy()
  const runs = await workbench.api.runs.list()
  expect(runs.map(listedRun)).toEqual(expected.runs)
  const sweeps = await workbench.api.sweeps.list()
  expect(sweeps.map(listedSweep)).toEqual(expected.sweeps)
  for (const { id: sweepId, runCount } of sweeps) {
    expect((await workbench.api.sweeps.get({ sweepId })).runs).toHaveLength(runCount)
  }
  await workbench.close()
  expect(findProblems(storePath)).toEqual([])
})

it('forgets what version 0.1 made up of an imported network', async () => {
  const { workbench } = openCopy()
  const runs = await workbench.api.runs.list()
  for (const { status, unknownFields } of runs) {
    // There was no noise then, and no recipe said which weights it starts from.
    const then = TRAINING_FIELDS.filter((field) => !['data.noise', 'startsFrom'].includes(field))
    expect(unknownFields).toEqual(status === 'imported' ? then : [])
  }
  expect(runs.filter(({ status }) => status === 'imported')).toHaveLength(1)
})

it('turns every reason of version 0.1 into a code with its parameters', async () => {
  const { workbench } = openCopy()
  const reasonOf = new Map((await workbench.api.runs.list()).map(({ name, reason }) => [name, reason]))
  const expected: Readonly<Record<string, RunReason>> = {
    'Stopped early: patience': {
      code: 'lost-patience',
      ...{ measure: 'validation-accuracy', epochs: 2, best: 0 },
    },
    'Stopped early: patience by loss': {
      code: 'lost-patience',
      ...{ measure: 'validation-loss', epochs: 1, best: 0 },
    },
    'Stopped early: convergence': { code: 'converged', change: 1.9e-6, epsilon: 0.01 },
    'Stopped early: target': { code: 'reached-target', part: 'validation', accuracy: 0.55, target: 0.5 },
    'Stopped early: target by test': { code: 'reached-target', part: 'test', accuracy: 0.6, target: 0.5 },
    'Stopped early: target by training': {
      code: 'reached-target',
      ...{ part: 'training', accuracy: 0.545, target: 0.5 },
    },
    'Stopped early: time': { code: 'time-up', seconds: 0.2, limitSeconds: 0.004 },
    'Diverged: loss': { code: 'diverged', epoch: 0, loss: 2.9e8 },
    'Diverged: loss, in its second epoch': { code: 'diverged', epoch: 1, loss: 3e300 },
    'Diverged: infinity': { code: 'diverged', epoch: 0, loss: 'infinity' },
    'Diverged: not a number': { code: 'diverged', epoch: 0, loss: null },
    'Failed: no memory': { code: 'out-of-memory', detail: 'Array buffer allocation failed' },
    'Failed: other data': { code: 'data-changed', dataSet: '/srv/digits/tiny' },
    'Failed: defective thread': { code: 'thread-failed', message: 'the defect' },
    'Failed: thread ended': { code: 'thread-ended' },
    'Stopped #1: seed 1': { code: 'stopped-with-sweep' },
    'Stopped between rungs #1: seed 1': { code: 'waits-at-rung', epochs: 1 },
    'Halved #3: learningRate 1': { code: 'halved', epochs: 2, place: 2, of: 2 },
    'Interrupted by the end of the program': { code: 'program-ended' },
    'Training when killed': { code: 'program-ended' },
  }
  expect(Object.fromEntries(Object.keys(expected).map((name) => [name, reasonOf.get(name)]))).toEqual(
    expected,
  )
  expect([...reasonOf.values()].filter((reason) => reason?.code === 'other')).toEqual([])
  const sweeps = await workbench.api.sweeps.list()
  expect(sweeps.find(({ name }) => name === 'Failed three times')?.reason).toEqual({
    code: 'runs-failed',
    count: 3,
    last: { code: 'thread-failed', message: 'the defect' },
  })
})

it('keeps a sentence that it does not know as it is, and goes on with a sweep by its codes', async () => {
  const folder = makeFolder()
  const storePath = path.join(folder, 'workbench.sqlite')
  copyFileSync(path.join(FIXTURE, 'workbench.sqlite'), storePath)
  const sentence = 'Diverged in epoch three: it wandered off'
  tamper(storePath, (database) => {
    database.prepare("UPDATE run SET reason = ? WHERE name = 'Diverged: loss'").run(sentence)
    const change = "SET recipe = replace(recipe, '/srv/digits/tiny', ?)"
    for (const table of ['run', 'sweep'])
      database.prepare(`UPDATE ${table} ${change}`).run(path.join(FIXTURE, 'tiny'))
  })
  const { workbench } = open(folder)
  const runs = await workbench.api.runs.list()
  expect(runs.find(({ name }) => name === 'Diverged: loss')?.reason).toEqual({
    code: 'other',
    text: sentence,
  })
  const sweep = (await workbench.api.sweeps.list()).find(({ name }) => name === 'Stopped between rungs')!
  // All four pass the first rung, also the one that was stopped with the sweep, and two of them reach the second.
  const decided = nextEvent(
    workbench,
    'runChanged',
    ({ reason }) => reason?.code === 'halved' && reason.epochs === 2,
  )
  await workbench.api.sweeps.resume({ sweepId: sweep.id })
  await decided
  const { counts } = await workbench.api.sweeps.get({ sweepId: sweep.id })
  expect(counts).toEqual({ waiting: 0, training: 1, completed: 0, stopped: 3, failed: 0 })
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
  const known = new Map(expected.runs.map((run) => [run.id, run]))
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
  const run = await workbench.weights.importFile({ fileName: 'network2.json', bytes })
  const { id: runId } = expected.runs.find(({ name }) => name === 'Adam, completed')!
  const dataSet = path.join(FIXTURE, 'tiny')
  const [fromFile, fromStore] = await Promise.all(
    [run.id, runId].map((id) => workbench.api.analysis.evaluate({ runId: id, dataSet })),
  )
  expect(fromFile!.correct).toBe(fromStore!.correct)
  expect(fromFile!.loss).toBeCloseTo(fromStore!.loss, 5)
})
