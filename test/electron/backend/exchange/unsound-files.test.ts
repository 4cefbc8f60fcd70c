import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MIGRATIONS, STORE_VERSION } from '#backend/store/migrations.ts'
import { openDatabase } from '#backend/store/open-database.ts'
import { addRun, findProblems, SMALL_RECIPE, tamper } from '../store/filled-store.ts'
import { refusal } from '../tiny-workbench.ts'
import { makeExchangeStore, removeChecksum, type ExchangeStore } from './exchange-store.ts'

describe('a file that is no sound file of runs', () => {
  /** A store, a good file of its one run, and another store to import it into. */
  async function makeFile(): Promise<{ file: string; id: string; to: ExchangeStore }> {
    const from = makeExchangeStore()
    const id = addRun(from.store, 4, 'mine')
    const file = from.path('x.backprop')
    await from.exchange.exportRuns([id], file)
    return { file, id, to: makeExchangeStore() }
  }

  /** Imports a spoilt file. @returns why it is refused, after having seen that nothing was taken of it */
  async function reasonFor(spoil: (file: string) => void): Promise<string> {
    const { file, to } = await makeFile()
    spoil(file)
    const error = await refusal(to.exchange.importRuns(file))
    expect(error.code).toBe('invalid')
    expect(to.store.runs.list()).toEqual([])
    expect(to.announced).toEqual([])
    return error.message
  }

  /** Changes a file of an earlier version, in which no checksum tells of it. */
  const alter = (text: string) => (file: string) => {
    removeChecksum(file)
    tamper(file, (database) => void database.exec(text))
  }

  it.each<[string, (file: string) => void, RegExp]>([
    [
      'another kind of file',
      (file) => writeFileSync(file, 'sizes: 784'),
      /^x\.backprop: expected a file of runs/,
    ],
    [
      'nothing',
      (file) => writeFileSync(file, ''),
      /^x\.backprop: expected a file of runs.*, got an empty file$/,
    ],
    [
      'a head without sense',
      (file) => writeFileSync(file, `SQLite format 3\0${'x'.repeat(5000)}`),
      /^x\.backprop: it is damaged/,
    ],
    [
      'the start of a file',
      (file) => truncateSync(file, 7),
      /^x\.backprop: it is cut off at byte 7 of at least 100$/,
    ],
    [
      'a file cut off',
      (file) => truncateSync(file, 20_000),
      /^x\.backprop: it is cut off at byte 20000 of \d+$/,
    ],
    [
      'a newer layout',
      alter('PRAGMA user_version = 990'),
      new RegExp(`newer version .*expected layout ${STORE_VERSION} at most, got 990`),
    ],
    ['an unknown layout', alter('PRAGMA user_version = 13'), /its layout, 13, is none/],
    ['another program', alter('PRAGMA application_id = 1'), /a database of another program/],
    [
      'weights of a wrong length',
      alter("UPDATE checkpoint SET parameters = x'00' WHERE epoch = 2"),
      /weights of epoch 2: expected 1040 bytes, got 1/,
    ],
    [
      'other weights than were noted',
      alter('UPDATE checkpoint SET parameters = zeroblob(1040) WHERE epoch = 3'),
      /epoch 3: expected SHA-256/,
    ],
    [
      'a recipe that is none',
      alter("UPDATE run SET recipe = '{}'"),
      /its recipe: expected a recipe as JSON, but /,
    ],
    [
      'a count that is not there',
      alter('UPDATE run SET epochs_done = 9'),
      /expected 9 finished epochs, got 4/,
    ],
    [
      'an epoch that is missing',
      alter(
        'DELETE FROM epoch WHERE epoch = 1; DELETE FROM checkpoint WHERE epoch = 1; UPDATE run SET epochs_done = 3',
      ),
      /epoch 1 is missing/,
    ],
    [
      'a status that is none',
      alter("UPDATE run SET status = 'owned'"),
      /its status: expected a status of runs, got 'owned'/,
    ],
    [
      'an id with a path in it',
      alter(
        "PRAGMA foreign_keys = OFF; UPDATE run SET id = '../x'; UPDATE epoch SET run_id = '../x'; UPDATE checkpoint SET run_id = '../x'",
      ),
      /its id: expected an id of digits and small letters, got '..\/x'/,
    ],
    [
      'tags that are no list',
      alter("UPDATE run SET tags = '{}'"),
      /its tags: expected a list of tags as JSON, got '{}'/,
    ],
    [
      'weights kept of every nought-th epoch',
      alter('UPDATE run SET keep_every = 0'),
      /its keep every: expected a whole number from 1 or NULL, got 0/,
    ],
    [
      'a date that is none',
      alter("UPDATE run SET created_at = 'yesterday'"),
      /its created at: expected a time as in .*, got 'yesterday'/,
    ],
    [
      'layers that are no measures',
      alter("UPDATE epoch SET layers = '[1]' WHERE epoch = 1"),
      /epoch 1: its layers: expected a list of measures of layers/,
    ],
    [
      'more right than asked',
      alter('UPDATE epoch SET test_correct = 101 WHERE epoch = 1'),
      /epoch 1: its test correct: expected at most 100, got 101/,
    ],
    [
      'epochs of nobody',
      alter("INSERT INTO epoch (run_id, epoch, duration_ms) VALUES ('nobody', 0, 1)"),
      /^$/,
    ],
    [
      'a view in the place of a table',
      alter('ALTER TABLE epoch RENAME TO old; CREATE VIEW epoch AS SELECT * FROM old'),
      /expected a table 'epoch', got a view/,
    ],
    [
      'a column that is computed',
      alter(
        'ALTER TABLE run DROP COLUMN notes; ALTER TABLE run ADD COLUMN notes TEXT AS (hex(zeroblob(9))) VIRTUAL',
      ),
      /expected a column 'notes'/,
    ],
    [
      'a table without its columns',
      alter('DROP TABLE checkpoint; CREATE TABLE checkpoint (run_id TEXT)'),
      /expected a column 'epoch' in its table 'checkpoint'/,
    ],
  ])('%s', async (_name, spoil, reason) => {
    if (reason.source === '^$') {
      // Rows that belong to no run of the file are passed over.
      const { file, to } = await makeFile()
      spoil(file)
      expect(await to.exchange.importRuns(file)).toMatchObject({ added: 1 })
      return
    }
    expect(await reasonFor(spoil)).toMatch(reason)
  })

  it('never runs what a file brings, also where its layout is brought up to date', async () => {
    const { path: at, exchange, store } = makeExchangeStore()
    const old = openDatabase(at('old.backprop'), { migrations: MIGRATIONS.slice(0, 1) })
    old
      .prepare("INSERT INTO run (id, name, status, recipe, created_at) VALUES (?, 'mine', 'failed', ?, ?)")
      .run('2222222222', JSON.stringify(SMALL_RECIPE), '2026-01-01T00:00:00.000Z')
    old.exec(`
      CREATE TRIGGER spoil_update BEFORE UPDATE ON run BEGIN SELECT raise(ABORT, 'ran'); END;
      CREATE TRIGGER spoil_insert AFTER INSERT ON run BEGIN UPDATE run SET name = 'ran'; END`)
    old.close()
    expect(await exchange.importRuns(at('old.backprop'))).toMatchObject({ added: 1 })
    expect(store.runs.summarize('2222222222').name).toBe('mine')
    const found = new Database(store.path, { readonly: true })
    expect(found.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'").pluck().get()).toBe(0)
    found.close()
  })

  it('cut off at any page is refused or whole', async () => {
    const { file, to } = await makeFile()
    removeChecksum(file)
    const size = readFileSync(file).length
    for (let end = 4096; end < size; end += 4096) {
      const cut = to.path(`cut-${end}.backprop`)
      copyFileSync(file, cut)
      truncateSync(cut, end)
      await refusal(to.exchange.importRuns(cut))
    }
    expect(to.store.runs.list()).toEqual([])
  })

  it('with any bytes changed is refused, or leaves a sound store', async () => {
    const { file, to } = await makeFile()
    removeChecksum(file)
    const whole = readFileSync(file)
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = Buffer.from(whole)
        for (const { at, byte } of changes) bytes[at] = byte
        const spoilt = to.path('spoilt.backprop')
        writeFileSync(spoilt, bytes)
        const outcome = await to.exchange.importRuns(spoilt).catch((error: unknown) => error)
        if (outcome instanceof Error)
          expect(outcome).toMatchObject({ name: 'WorkbenchError', code: 'invalid' })
        expect(findProblems(to.store.path)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('is named where it is not there', async () => {
    const { exchange, path: at } = makeExchangeStore()
    const error = await refusal(exchange.importRuns(at('gone.backprop')))
    expect(error.message).toBe('gone.backprop: there is no such file')
  })
})
