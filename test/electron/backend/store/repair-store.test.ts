import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import { repairStore } from '#backend/store/repair-store.ts'
import { makeFolder } from '../tiny-workbench.ts'
import {
  addEpoch,
  addRun,
  findProblems,
  openStore,
  smallCheckpoint,
  smallMetrics,
  tamper,
} from './filled-store.ts'

function makeStore(...epochs: number[]): { file: string; ids: string[] } {
  const store = openStore(path.join(makeFolder(), 'workbench.sqlite'))
  const ids = epochs.map((count) => addRun(store, count))
  store.close()
  return { file: store.path, ids }
}

describe('checkStore', () => {
  it('finds nothing in a sound store, also while it is written', () => {
    const store = openStore(path.join(makeFolder(), 'workbench.sqlite'))
    addRun(store, 0)
    const id = addRun(store, 5)
    store.runs.create({
      status: 'imported',
      recipe: store.runs.get(id).recipe,
      parameters: smallCheckpoint(0).parameters,
    })
    expect(findProblems(store.path)).toEqual([])
  })

  it.each([
    [
      'a changed weight',
      'UPDATE checkpoint SET parameters = zeroblob(length(parameters)) WHERE epoch = 2',
      'the weights of epoch 2: expected SHA-256',
    ],
    [
      'weights cut short',
      'UPDATE checkpoint SET parameters = substr(parameters, 1, 80) WHERE epoch = 1',
      'the weights of epoch 1: expected 1040 bytes, got 80',
    ],
    [
      "a lost optimizer's memory",
      'UPDATE checkpoint SET optimizer_state = NULL',
      "the optimizer's memory at epoch 2: expected 1040 bytes, got 0",
    ],
    [
      'lost weights',
      'DELETE FROM checkpoint WHERE epoch = 2',
      'the weights of its newest epoch, 2, are not there',
    ],
    ['a lost epoch', 'DELETE FROM epoch WHERE epoch = 0', 'expected 3 finished epochs, got 2'],
    ['a lost run', "DELETE FROM run WHERE id = 'ID'", "belong to no row of 'run'"],
    [
      'an unreadable recipe',
      "UPDATE run SET recipe = '{'",
      'its recipe: expected a recipe as JSON, but it is no JSON',
    ],
  ])('finds %s, which repair mends', (_, change, problem) => {
    const { file, ids } = makeStore(3)
    tamper(file, (database) => void database.exec(change.replace('ID', ids[0]!)))
    expect(findProblems(file).join('\n')).toContain(problem)
    const { losses, damagedPath } = repairStore(file)
    expect(losses.length).toBeGreaterThan(0)
    expect(existsSync(damagedPath!)).toBe(true)
    expect(findProblems(file)).toEqual([])
  })
})

describe('repairStore', () => {
  it('leaves a sound store as it is', () => {
    const { file } = makeStore(3)
    const before = readFileSync(file)
    expect(repairStore(file)).toMatchObject({ damagedPath: null, losses: [], after: { runs: 1, epochs: 3 } })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('ends a run with its newest whole weights, from which it goes on', () => {
    const { file, ids } = makeStore(5, 4)
    const change = 'UPDATE checkpoint SET parameters = zeroblob(1040) WHERE epoch = 4'
    tamper(file, (database) => void database.exec(change))
    const { losses } = repairStore(file)
    expect(losses).toEqual(
      [
        'the weights of epoch 4',
        'the measures of 1 epochs after the newest whole weights',
        "the optimizer's memory; a training that goes on starts it afresh",
      ].map((text) => `Run '12-10 #1' (${ids[0]}): ${text}`),
    )
    const store = openStore(file)
    expect(store.runs.get(ids[0]!)).toMatchObject({ status: 'interrupted', epochsDone: 4 })
    expect(store.runs.get(ids[1]!).epochs).toEqual([0, 1, 2, 3].map(smallMetrics))
    store.runs.claim(ids[0]!, ['interrupted'], (run) => run.status)
    addEpoch(store, ids[0]!, 4)
    expect(findProblems(file)).toEqual([])
  })

  it('saves all that can be read when pages are overwritten', () => {
    const { file, ids } = makeStore(...Array.from({ length: 12 }, () => 12))
    const random = new Random(11)
    const whole = readFileSync(file)
    const pages = whole.length / 4096
    let saved = 0
    for (let round = 0; round < 6; round++) {
      const bytes = Buffer.from(whole)
      // Any page but the first, which holds the list of the tables.
      const page = 1 + random.integer(pages - 1)
      for (let k = 0; k < 4096; k++) bytes[page * 4096 + k] = random.integer(256)
      const damaged = path.join(makeFolder(), 'workbench.sqlite')
      writeFileSync(damaged, bytes)
      const problems = findProblems(damaged)
      if (problems.length === 0) continue
      let repaired
      try {
        repaired = repairStore(damaged)
      } catch (error) {
        // The root of a table: nothing is changed then.
        expect(String(error)).toContain('cannot be')
        expect(readFileSync(damaged).equals(bytes)).toBe(true)
        continue
      }
      saved++
      expect(repaired.damagedPath).not.toBeNull()
      expect(findProblems(damaged)).toEqual([])
      const { runs, checkpoints } = openStore(damaged)
      for (const run of runs.list().filter(({ epochsDone }) => epochsDone > 0)) {
        expect(ids).toContain(run.id)
        for (const metrics of runs.get(run.id).epochs) expect(metrics).toEqual(smallMetrics(metrics.epoch))
        const newest = checkpoints.find(run.id)!
        expect(newest.parameters).toEqual(smallCheckpoint(newest.epoch).parameters)
      }
    }
    expect(saved).toBeGreaterThan(0)
  })

  it('refuses a store that another program has open', () => {
    const { file } = makeStore(2)
    tamper(file, (database) => void database.exec('DELETE FROM epoch WHERE epoch = 0'))
    const other = new Database(file)
    other.prepare('SELECT count(*) FROM run').get()
    expect(() => repairStore(file)).toThrow('another program keeps it locked')
    other.close()
    repairStore(file)
    expect(findProblems(file)).toEqual([])
  })
})
