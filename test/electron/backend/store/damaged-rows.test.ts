import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { repairStore } from '#backend/store/repair-store.ts'
import { makeFolder, openTinyWorkbench, refusal } from '../tiny-workbench.ts'
import { addRun, findProblems, openStore, SMALL_RECIPE, smallMetrics, tamper } from './filled-store.ts'

/** A store with a run that is to be damaged, `bad`, and one that is not, `good`, of a sweep. */
function makeStore(): { file: string; bad: string; good: string; sweep: string } {
  const store = openStore(path.join(makeFolder(), 'workbench.sqlite'))
  const settings = {
    recipe: SMALL_RECIPE,
    variations: [{ path: 'seed', values: { kind: 'list' as const, values: [1, 2] } }],
    search: { kind: 'grid' as const },
    ...{ halving: null, workers: null, keepEvery: 1 },
  }
  const sweep = store.sweeps.create(settings, 2, 'both seeds')
  const [bad, good] = ['bad', 'good'].map((name, index) => {
    const id = addRun(store, 3, name)
    tamper(store.path, (database) =>
      database
        .prepare("UPDATE run SET sweep_id = ?, sweep_name = 'both seeds', sweep_index = ? WHERE id = ?")
        .run(sweep, index, id),
    )
    return id
  })
  store.close()
  return { file: store.path, bad: bad!, good: good!, sweep }
}

const setColumn = (file: string, id: string, column: string, value: unknown): void =>
  tamper(file, (database) => database.prepare(`UPDATE run SET ${column} = ? WHERE id = ?`).run(value, id))

describe('one damaged row', () => {
  it.each<[column: string, value: unknown, problem: string, mended: unknown]>([
    ['tags', '["a', `its tags: expected a list of tags as JSON, got '["a'`, { tags: [] }],
    ['tags', '{"a":1}', 'its tags: expected a list of tags as JSON', { tags: [] }],
    [
      'unknown_fields',
      'x',
      "its unknown fields: expected a list of fields of the recipe as JSON, got 'x'",
      {},
    ],
    [
      'origin',
      '{"fileName":"net.pth"}',
      'its origin: expected the origin of an imported network as JSON or NULL, got',
      { origin: null },
    ],
    [
      'created_at',
      'last week',
      "its created at: expected a time as in 2026-01-31T12:00:00.000Z, got 'last week'",
      {},
    ],
    [
      'status',
      'dreaming',
      "its status: expected a status of runs, got 'dreaming'",
      { status: 'interrupted' },
    ],
    ['colour', 99, 'its colour: expected a colour from 1 to 10 or NULL, got 99', { colour: null }],
    ['keep_every', 0, 'its keep every: expected a whole number from 1 or NULL, got 0', { keepEvery: 1 }],
    ['epochs_done', -4, 'its epochs done: expected a whole number from 0, got -4', { epochsDone: 3 }],
    [
      'weights_sha256',
      'no hash',
      "its weights sha256: expected the 64 digits of a SHA-256 or NULL, got 'no hash'",
      {},
    ],
    ['name', '', "its name: expected a text that is not empty, got ''", {}],
    ['recipe', '{', 'its recipe: expected a recipe as JSON, but it is no JSON', null],
    [
      'recipe',
      '{"version":1}',
      'its recipe: expected a recipe as JSON, but data: expected object, but it is missing',
      null,
    ],
    ['recipe', '[]', 'its recipe: expected a recipe as JSON, but expected object, got array', null],
  ])('%s = %s leaves the rest of the store as it was', async (column, value, problem, mended) => {
    const { file, bad, good, sweep } = makeStore()
    setColumn(file, bad, column, value)
    const { workbench } = openTinyWorkbench({ storePath: file })
    const { api } = workbench
    expect((await api.runs.list()).map(({ id }) => id)).toEqual([good])
    expect((await api.sweeps.list()).map(({ id }) => id)).toEqual([sweep])
    await api.data.list()
    const [entry, ...others] = await api.runs.getDamaged()
    expect(others).toEqual([])
    expect(entry).toMatchObject({ kind: 'run', id: bad })
    expect(entry!.problem).toContain(problem)
    expect((await api.runs.getList({})).damaged).toEqual([entry])
    for (const call of [
      api.runs.get({ runId: bad }),
      api.runs.edit({ runIds: [bad], changes: { notes: 'x' } }),
      api.runs.resume({ runId: bad }),
      api.analysis.evaluate({ runId: bad }),
    ]) {
      const { code, message } = await refusal(call)
      expect(code).toBe('store')
      expect(message).toContain(`(${bad}) is damaged in the store: ${problem}`)
    }
    expect((await api.runs.getEpochs({ runIds: [bad, good] })).map(({ runId }) => runId)).toEqual([good])
    await workbench.close()

    expect(findProblems(file).join('\n')).toContain(`(${bad}): ${problem}`)
    const { losses, asidePath, damagedPath } = repairStore(file)
    expect(damagedPath).not.toBeNull()
    expect(losses.join('\n')).toContain(problem)
    const [aside] = readFileSync(asidePath!, 'utf8').split('\n')
    expect(JSON.parse(aside!)).toMatchObject({ table: 'run', key: { id: bad }, columns: { [column]: value } })
    expect(findProblems(file)).toEqual([])
    const store = openStore(file)
    expect(store.runs.get(good).epochs).toEqual([0, 1, 2].map(smallMetrics))
    if (mended === null) expect(store.runs.list()).toHaveLength(1)
    else {
      expect(store.runs.get(bad)).toMatchObject(mended as object)
      expect(store.runs.get(bad).epochs).toEqual([0, 1, 2].map(smallMetrics))
    }
  })

  it.each<[column: string, value: unknown, problem: string]>([
    ['layers', '[1', "epoch 1: its layers: expected a list of measures of layers as JSON or NULL, got '[1'"],
    ['layers', '[{"weightNorm":"x"}]', 'epoch 1: its layers: expected a list of measures of layers'],
    ['train_accuracy', 7, 'epoch 1: its train accuracy: expected a number from 0 to 1 or NULL, got 7'],
    ['test_correct', 101, 'epoch 1: its test correct: expected at most 100, got 101'],
    ['duration_ms', -1, 'epoch 1: its duration ms: expected milliseconds from 0, got -1'],
  ])(
    '%s = %s of an epoch hides the epochs of its run, is reported, and alone is lost',
    async (column, value, problem) => {
      const { file, bad, good } = makeStore()
      tamper(file, (database) =>
        database.prepare(`UPDATE epoch SET ${column} = ? WHERE run_id = ? AND epoch = 1`).run(value, bad),
      )
      const { workbench } = openTinyWorkbench({ storePath: file })
      const found: string[] = []
      workbench.subscribe({ damageFound: (entry) => found.push(entry.problem) })
      expect((await workbench.api.runs.list()).map(({ id }) => id)).toEqual([good, bad])
      expect((await workbench.api.runs.get({ runId: bad })).id).toBe(bad)
      const packed = await workbench.api.runs.getEpochs({ runIds: [bad, good] })
      expect(packed.map(({ runId }) => runId)).toEqual([good])
      expect(found.join()).toContain(problem)
      await workbench.close()

      expect(findProblems(file).join('\n')).toContain(problem)
      repairStore(file)
      expect(findProblems(file)).toEqual([])
      const { epochs } = openStore(file).runs.get(bad)
      expect([epochs[0], epochs[2]]).toEqual([smallMetrics(0), smallMetrics(2)])
    },
  )

  it.each<[column: string, value: string]>([
    ['settings', '{'],
    ['settings', '[]'],
    ['recipe', 'x'],
    ['status', 'x'],
    ['created_at', ''],
  ])('%s = %s of a sweep leaves its runs and the other sweeps', async (column, value) => {
    const { file, good, sweep } = makeStore()
    tamper(file, (database) => database.prepare(`UPDATE sweep SET ${column} = ?`).run(value))
    const { workbench } = openTinyWorkbench({ storePath: file })
    expect(await workbench.api.sweeps.list()).toEqual([])
    expect(await workbench.api.runs.list()).toHaveLength(2)
    expect(await workbench.api.runs.getDamaged()).toMatchObject([{ kind: 'sweep', id: sweep }])
    expect((await refusal(workbench.api.sweeps.get({ sweepId: sweep }))).code).toBe('store')
    await workbench.close()
    expect(findProblems(file).join('\n')).toContain(
      `Sweep 'both seeds' (${sweep}): its ${column.replace('_', ' ')}`,
    )
    repairStore(file)
    expect(findProblems(file)).toEqual([])
    const store = openStore(file)
    expect(store.runs.get(good).epochs).toHaveLength(3)
    expect(store.sweeps.list()).toHaveLength(column === 'settings' || column === 'recipe' ? 0 : 1)
  })

  it('keeps weights whose noted SHA-256 alone is damaged, and those whose measures are lost', () => {
    const { file, bad, good } = makeStore()
    const sound = openStore(file)
    const before = sound.runs.get(bad).weightsSha256!
    sound.close()
    setColumn(
      file,
      bad,
      'weights_sha256',
      before.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
    )
    tamper(file, (database) => database.prepare('DELETE FROM epoch WHERE run_id = ? AND epoch = 1').run(good))
    repairStore(file)
    expect(findProblems(file)).toEqual([])
    const store = openStore(file)
    expect(store.runs.get(bad)).toMatchObject({ weightsSha256: before, epochsDone: 3 })
    expect(store.runs.get(good).epochs[1]).toMatchObject({ trainLoss: null, durationMs: 0 })
    expect(store.thinner.listKept([good])[0]!.epochs).toEqual([0, 1, 2])
  })
})
