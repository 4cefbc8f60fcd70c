import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import { openDatabase } from '#backend/store/open-database.ts'
import { addRun } from '../store/filled-store.ts'
import { refusal } from '../tiny-workbench.ts'
import { makeExchangeStore, removeChecksum, type ExchangeStore } from './exchange-store.ts'

/** A file of one run, the store that it is of, and another store to import it into. */
async function makeFile(): Promise<{ file: string; id: string; from: ExchangeStore; to: ExchangeStore }> {
  const from = makeExchangeStore()
  const id = addRun(from.store, 4, 'mine')
  const file = from.path('x.backprop')
  expect(await from.exchange.exportRuns([id], file)).toBe(statSync(file).size)
  return { file, id, from, to: makeExchangeStore() }
}

describe('the checksum of a file of runs', () => {
  it('holds for a file as it was written, which other programs still read as a database', async () => {
    const { file, id, from, to } = await makeFile()
    const before = readFileSync(file)
    expect(await to.exchange.importRuns(file)).toMatchObject({ added: 1, hasChecksum: true })
    expect(to.store.runs.get(id).epochs).toEqual(from.store.runs.get(id).epochs)
    expect(readFileSync(file).equals(before)).toBe(true)
    const other = new Database(file, { readonly: true })
    expect(other.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(other.prepare('SELECT count(*) FROM epoch').pluck().get()).toBe(4)
    other.close()
  })

  it('refuses a flipped bit at either end and anywhere between', async () => {
    const { file, to } = await makeFile()
    const whole = readFileSync(file)
    const random = new Random(1, 'flipped bits', 0)
    const places = [
      ...Array.from({ length: 40 }, (_, k) => 20 * k),
      ...Array.from({ length: 40 }, (_, k) => 8 * whole.length - 1 - 12 * k),
      ...Array.from({ length: 80 }, () => random.integer(8 * whole.length)),
    ]
    for (const bit of places) {
      const changed = Buffer.from(whole)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      writeFileSync(to.path('changed.backprop'), changed)
      const error = await refusal(to.exchange.importRuns(to.path('changed.backprop')))
      expect(error.message, `bit ${bit}`).toMatch(
        /^changed\.backprop: (it is damaged|it is cut off at byte|expected a file of runs)/,
      )
    }
    expect(to.store.runs.list()).toEqual([])
  })

  it('names what is wrong', async () => {
    const { file, to } = await makeFile()
    const { size } = statSync(file)
    const reasonFor = async (change: (copy: string) => void): Promise<string> => {
      const copy = to.path('copy.backprop')
      copyFileSync(file, copy)
      change(copy)
      return (await refusal(to.exchange.importRuns(copy))).message
    }
    const cut = (end: number) => (copy: string) => truncateSync(copy, end)
    expect(await reasonFor(cut(50))).toBe('copy.backprop: it is cut off at byte 50 of at least 100')
    expect(await reasonFor(cut(5000))).toBe(`copy.backprop: it is cut off at byte 5000 of ${size - 64}`)
    expect(await reasonFor(cut(size - 65))).toBe(
      `copy.backprop: it is cut off at byte ${size - 65} of ${size - 64}`,
    )
    expect(await reasonFor(cut(size - 1))).toBe(`copy.backprop: it is cut off at byte ${size - 1} of ${size}`)
    expect(await reasonFor((copy) => writeFileSync(copy, 'more', { flag: 'a' }))).toBe(
      `copy.backprop: it is damaged (expected ${size} bytes with a checksum at their end, got ${size + 4} without)`,
    )
    expect(
      await reasonFor((copy) => {
        const database = new Database(copy)
        database.exec("UPDATE run SET name = 'another'")
        database.close()
      }),
    ).toBe('copy.backprop: it is damaged: its checksum (SHA-256) is not that of its content')
  })

  it('is missing in files of earlier versions, which come in all the same', async () => {
    const { file, to } = await makeFile()
    removeChecksum(file)
    expect(await to.exchange.importRuns(file)).toMatchObject({ added: 1, hasChecksum: false })
  })

  it('is none of a store, also of one that began as a file of runs', async () => {
    const { file, from, to } = await makeFile()
    expect(await to.exchange.importRuns(from.store.path)).toMatchObject({ added: 1, hasChecksum: null })
    const opened = openDatabase(file)
    opened.exec("UPDATE run SET notes = 'more to it'")
    opened.close()
    expect(await makeExchangeStore().exchange.importRuns(file)).toMatchObject({ added: 1, hasChecksum: null })
  })
})
