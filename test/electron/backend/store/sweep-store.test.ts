import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SweepSettings } from '#contract/types.ts'
import { repairStore } from '#backend/store/repair-store.ts'
import { Store } from '#backend/store/store.ts'
import { makeFolder } from '../tiny-workbench.ts'
import { addEpoch, findProblems, openStore, SMALL_RECIPE, tamper } from './filled-store.ts'

const SETTINGS: SweepSettings = {
  recipe: SMALL_RECIPE,
  variations: [{ path: 'seed', values: { kind: 'list', values: [1, 2, 3] } }],
  search: { kind: 'grid' },
  halving: { eta: 3, minEpochs: null },
  workers: null,
  keepEvery: null,
}

/** A store with a sweep of three runs, of which one has trained two epochs. */
function makeStore(): { store: Store; sweepId: string; runId: string } {
  const store = openStore(path.join(makeFolder(), 'workbench.sqlite'))
  const sweepId = store.sweeps.create(SETTINGS, 3, 'seeds')
  const sweep = { id: sweepId, name: 'seeds', index: 0 }
  const runId = store.sweeps.noteStarted(sweepId, 1, () =>
    store.runs.create({ status: 'training', recipe: SMALL_RECIPE, sweep }),
  )
  for (const epoch of [0, 1]) addEpoch(store, runId, epoch)
  return { store, sweepId, runId }
}

describe('sweeps in the store', () => {
  it('say how their runs stand and which is best', () => {
    const { store, sweepId, runId } = makeStore()
    expect(store.sweeps.get(sweepId)).toMatchObject({
      name: 'seeds',
      status: 'running',
      settings: SETTINGS,
      runCount: 3,
      counts: { waiting: 2, training: 1, completed: 0, stopped: 0, failed: 0 },
      best: { runId, index: 0, accuracy: 0.6 },
    })
    store.runs.setStatus(runId, 'completed')
    store.runs.delete([runId])
    expect(store.sweeps.get(sweepId)).toMatchObject({ counts: { waiting: 2, stopped: 1 }, best: null })
    expect(store.sweeps.countStarted(sweepId)).toBe(1)
  })

  it('are interrupted when the program that ran them is gone, and can be taken then', () => {
    const { store, sweepId } = makeStore()
    const other = openStore(store.path)
    expect(() => other.sweeps.claim(sweepId)).toThrow("Sweep 'seeds' is run by another program")
    store.close()
    expect(other.sweeps.get(sweepId).status).toBe('interrupted')
    other.sweeps.claim(sweepId)
    expect(other.sweeps.get(sweepId).status).toBe('running')
  })

  it('are left alone by a program that another took them over from', () => {
    const { store, sweepId } = makeStore()
    // As after a long sleep: other programs took this one for dead.
    tamper(store.path, (database) => database.prepare('UPDATE sweep SET owner_id = NULL').run())
    const other = openStore(store.path)
    other.sweeps.claim(sweepId)
    const taken = "Sweep 'seeds' was taken over by another program"
    expect(() => store.sweeps.setStatus(sweepId, 'interrupted')).toThrow(taken)
    expect(() => store.sweeps.noteStarted(sweepId, 2, () => 'a second one')).toThrow(taken)
    expect(other.sweeps.get(sweepId).status).toBe('running')
    expect(other.sweeps.countStarted(sweepId)).toBe(1)
  })

  it('count runs that a file of runs brought, without a number below 0', () => {
    const { store, sweepId } = makeStore()
    const add = (index: number): string =>
      store.runs.create({
        status: 'imported',
        recipe: SMALL_RECIPE,
        sweep: { id: sweepId, name: 'seeds', index },
      })
    add(1)
    add(1)
    expect(store.sweeps.get(sweepId).counts).toMatchObject({ waiting: 1, completed: 2, stopped: 0 })
  })

  it('are kept by a repair, or, where they cannot be read, dropped without their runs', () => {
    const { store, sweepId, runId } = makeStore()
    const lost = store.sweeps.create(SETTINGS, 3)
    expect(store.sweeps.get(lost).name).toBe('Sweep 1')
    store.close()
    tamper(store.path, (database) => {
      database.prepare("UPDATE sweep SET recipe = '{}' WHERE id = ?").run(lost)
    })
    const problem = `Sweep 'Sweep 1' (${lost}): its recipe: expected a recipe as JSON, but Recipe version: expected 1, got none`
    expect(findProblems(store.path)).toEqual([problem])
    expect(repairStore(store.path).losses).toContain(`${problem}; its runs are kept`)
    expect(findProblems(store.path)).toEqual([])
    const repaired = openStore(store.path)
    expect(repaired.sweeps.list().map((sweep) => [sweep.id, sweep.status])).toEqual([
      [sweepId, 'interrupted'],
    ])
    expect(repaired.runs.get(runId)).toMatchObject({ epochsDone: 2, sweep: { id: sweepId } })
  })
})
