import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WorkbenchError } from '#contract/types.ts'
import { parameterLayout } from '#core/network/parameters.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { CheckpointStore } from '#backend/store/checkpoint-store.ts'
import { openDatabase } from '#backend/store/open-database.ts'
import { Owner } from '#backend/store/owners.ts'
import { RunStore } from '#backend/store/run-store.ts'
import { Statements } from '#backend/store/statements.ts'
import { Store } from '#backend/store/store.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'
import { makeFolder } from '../tiny-workbench.ts'

/** With an optimizer that has a memory. */
const RECIPE: Recipe = {
  ...LECTURE_RECIPE,
  optimizer: { name: 'momentum', learningRate: 0.1, momentum: 0.9 },
}
const LENGTH = parameterLayout(RECIPE).length

function openStore(storePath = path.join(makeFolder(), 'workbench.sqlite')): Store {
  const store = new Store(storePath)
  onTestFinished(() => store.close())
  return store
}

function metrics(epoch: number, change: Partial<EpochMetrics> = {}): EpochMetrics {
  return {
    epoch,
    trainLoss: 0.5,
    trainAccuracy: 0.5,
    validationLoss: 0.4,
    validationAccuracy: 0.6,
    testLoss: 0.3,
    testCorrect: 70,
    testTotal: 100,
    durationMs: 12.5,
    learningRate: null,
    layers: null,
    ...change,
  }
}

function checkpoint(epoch: number): Checkpoint {
  const length = LENGTH
  return {
    epoch,
    steps: (epoch + 1) * 10,
    parameters: Float64Array.from({ length }, (_, k) => Math.fround(epoch + k / 7) * (k % 2 ? -1 : 1)),
    optimizerState: Float64Array.from({ length }, (_, k) => epoch * 100 + k),
  }
}

const newRun = { status: 'queued', recipe: RECIPE } as const

describe('RunStore', () => {
  it('keeps metrics and weights to the last bit', () => {
    const { runs, path: file } = openStore()
    const id = runs.create(newRun)
    const unusual = metrics(0, { trainLoss: 1e-320, validationLoss: Infinity, testLoss: 0.1 + 0.2 })
    const parameters = new Float64Array(LENGTH)
    parameters.set([-0, 5e-324, Number.MAX_VALUE, -1 / 3, 1e300])
    runs.addEpoch(id, unusual, { ...checkpoint(0), parameters })
    const { runs: again, checkpoints } = openStore(file)
    expect(again.get(id).epochs).toEqual([unusual])
    expect(checkpoints.find(id)?.parameters).toEqual(parameters)
    const bytes = new Uint8Array(8 * LENGTH)
    parameters.forEach((value, k) => new DataView(bytes.buffer).setFloat64(8 * k, value, true))
    expect(again.get(id).weightsSha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  })

  it('tells a loss that is not a number from a part that was left out', () => {
    const { runs } = openStore()
    const id = runs.create(newRun)
    const reported = metrics(0, {
      trainLoss: NaN,
      validationLoss: NaN,
      testLoss: null,
      testCorrect: null,
      testTotal: null,
    })
    runs.addEpoch(id, reported, checkpoint(0))
    expect(runs.get(id).epochs[0]).toEqual(reported)
  })

  it('keeps the optimizer state of the newest epoch alone', () => {
    const { runs, checkpoints } = openStore()
    const id = runs.create(newRun)
    for (const epoch of [0, 1, 2]) runs.addEpoch(id, metrics(epoch), checkpoint(epoch))
    expect(checkpoints.find(id)).toEqual(checkpoint(2))
    expect(checkpoints.find(id, 1)).toEqual({ ...checkpoint(1), optimizerState: new Float64Array() })
  })

  it.each([
    [
      'validation',
      [{ validationAccuracy: 0.7 }, { validationAccuracy: 0.9 }, { validationAccuracy: 0.9 }],
      1,
    ],
    [
      'test, without validation,',
      [{ testCorrect: 80 }, { testCorrect: 70 }, { testCorrect: 79 }].map((change) => ({
        ...change,
        validationLoss: null,
        validationAccuracy: null,
      })),
      0,
    ],
    [
      'training, without both,',
      [{ trainAccuracy: 0.1 }, { trainAccuracy: 0.2 }, { trainAccuracy: 0.3 }].map((change) => ({
        ...change,
        validationLoss: null,
        validationAccuracy: null,
        testLoss: null,
        testCorrect: null,
        testTotal: null,
      })),
      2,
    ],
  ])('chooses the best epoch by %s accuracy, the first of equals', (_, changes, best) => {
    const { runs } = openStore()
    const id = runs.create(newRun)
    changes.forEach((change, epoch) => runs.addEpoch(id, metrics(epoch, change), checkpoint(epoch)))
    const run = runs.summarize(id)
    expect(run.best?.epoch).toBe(best)
    expect(run.last?.epoch).toBe(2)
    expect(run.epochsDone).toBe(3)
    expect(run.durationMs).toBe(37.5)
    expect(runs.list()).toEqual([run])
  })

  it('names runs after their sizes and counts on, also past deleted ones', () => {
    const { runs } = openStore()
    const ids = [runs.create(newRun), runs.create({ ...newRun, name: 'mine' }), runs.create(newRun)]
    runs.delete([ids[2]!])
    runs.create(newRun)
    expect(runs.list().map((run) => run.name)).toEqual(['784-30-10 #3', 'mine', '784-30-10 #1'])
  })

  it('hides deleted runs, shows them again, and removes them at the next opening', () => {
    const store = openStore()
    const { runs } = store
    const kept = runs.create(newRun)
    const lost = runs.create(newRun)
    runs.addEpoch(lost, metrics(0), checkpoint(0))
    expect(runs.delete([kept, lost, lost])).toEqual([kept, lost])
    expect(runs.list()).toEqual([])
    expect(() => runs.get(lost)).toThrow('not there')
    runs.restore([kept])
    expect(runs.list().map((run) => run.id)).toEqual([kept])
    // Another program that opens the store meanwhile leaves the undo alone.
    const other = openStore(store.path)
    runs.restore([lost])
    runs.delete([lost])
    other.close()
    store.close()
    const again = openStore(store.path)
    expect(() => again.runs.restore([lost])).toThrow('not there')
    const database = new Database(store.path, { readonly: true })
    expect(database.prepare('SELECT count(*) AS n FROM checkpoint').get()).toEqual({ n: 0 })
    database.close()
  })

  it('says which epochs there are when weights are asked that are not', () => {
    const { runs, checkpoints } = openStore()
    const id = runs.create(newRun)
    expect(() => checkpoints.read(runs.get(id))).toThrow("Run '784-30-10 #1' has no weights yet")
    runs.addEpoch(id, metrics(0), checkpoint(0))
    expect(() => checkpoints.read(runs.get(id), 7)).toThrow('(1 so far, counted from 0), got 7')
    expect(() => runs.get('nothere')).toThrow(WorkbenchError)
  })

  it('keeps all earlier epochs when the disk is full', () => {
    const file = path.join(makeFolder(), 'workbench.sqlite')
    const database = openDatabase(file)
    onTestFinished(() => void database.close())
    const statements = new Statements(database)
    const checkpoints = new CheckpointStore(statements)
    const runs = new RunStore(statements, new Owner(statements, file), checkpoints)
    const id = runs.create(newRun)
    runs.addEpoch(id, metrics(0), checkpoint(0))
    database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true }) as number}`)
    expect(() => runs.addEpoch(id, metrics(1), checkpoint(1))).toThrow(
      `The store ${file} cannot be used: the disk is full`,
    )
    expect(runs.get(id).epochs).toEqual([metrics(0)])
    expect(checkpoints.find(id)).toEqual(checkpoint(0))
  })
})

describe('runs of several programs', () => {
  it('shows the runs of a living program as they are, those of a dead one as interrupted', async () => {
    const { path: file, runs } = openStore()
    const storeUrl = new URL('../../../../electron/backend/store/store.ts', import.meta.url).href
    const script = `
      const { Store } = await import(${JSON.stringify(storeUrl)})
      const { runs } = new Store(${JSON.stringify(file)})
      const id = runs.create({ status: 'queued', recipe: ${JSON.stringify(LECTURE_RECIPE)} })
      runs.setStatus(id, 'training')
      console.log(id)
      setInterval(() => {}, 1000)`
    const program = spawn(process.execPath, ['--input-type=module', '--eval', script])
    onTestFinished(() => void program.kill('SIGKILL'))
    const [line] = (await once(program.stdout, 'data')) as [Buffer]
    const id = line.toString().trim()

    runs.releaseDead()
    expect(runs.get(id).status).toBe('training')
    expect(() => runs.setStatus(id, 'stopped')).toThrow('taken over by another program')
    expect(() => runs.addEpoch(id, metrics(0), checkpoint(0))).toThrow('taken over by another program')
    expect(() => runs.claim(id, ['interrupted'], (run) => `is ${run.status}`)).toThrow('is training')

    program.kill('SIGKILL')
    await once(program, 'exit')
    expect(runs.releaseDead()).toEqual([id])
    expect(runs.get(id).status).toBe('interrupted')
    runs.claim(id, ['interrupted'], (run) => run.status)
    runs.addEpoch(id, metrics(0), checkpoint(0))
    expect(runs.get(id)).toMatchObject({ status: 'queued', epochsDone: 1 })
  })
})
