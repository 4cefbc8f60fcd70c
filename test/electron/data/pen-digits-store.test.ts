import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { NEWEST_EDITION } from '#core/data/pen-digits/editions.ts'
import { FIRST_EDITION } from '#core/data/pen-digits/first-edition.ts'
import type { PenEdition } from '#core/data/pen-digits/pen-edition.ts'
import { makePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { hashDataSet } from '#data/content-hash.ts'
import { loadPenDigits, penDigitsFolder } from '#data/pen-digits-store.ts'
import { temporaryFolder } from './small-data-set.ts'

/** Few enough to be made in no time, many enough for two reports of progress. */
const making = { seed: 5, trainingCount: 450, testCount: 50 }
const FEW: PenEdition = { ...NEWEST_EDITION, making }
const EXPECTED = makePenDigits(making)
const SHA256 = hashDataSet(EXPECTED)

const neverMade = (): never => {
  throw new Error('expected kept digits, but they are being made')
}

describe('pen digits on disk', () => {
  it('are made on first use, with progress, and read from then on', async () => {
    const dataFolder = await temporaryFolder()
    const reports: [number, number][] = []
    const made = await loadPenDigits(FEW, {
      dataFolder,
      onProgress: (done, total) => void reports.push([done, total]),
    })
    expect(made).toEqual({ dataSet: EXPECTED, sha256: SHA256 })
    expect(reports).toEqual([
      [200, 500],
      [400, 500],
      [500, 500],
    ])
    const kept = await loadPenDigits(FEW, { dataFolder, onProgress: neverMade })
    expect(kept.sha256).toBe(SHA256)
    expect(hashDataSet(kept.dataSet)).toBe(SHA256)
    expect(await readdir(dataFolder)).toEqual([path.basename(penDigitsFolder(dataFolder, FEW))])
  })

  it.each([
    ['another byte', 'train-images-idx3-ubyte', (bytes: Buffer) => bytes.fill(77, 5_000, 5_001)],
    ['a file cut short', 't10k-images-idx3-ubyte', (bytes: Buffer) => bytes.subarray(0, 900)],
    ['an empty file', 'train-labels-idx1-ubyte', () => Buffer.alloc(0)],
    ['another hash', 'sha256', () => Buffer.from('0'.repeat(64))],
  ])('are made again where they are broken: %s', async (_, name, damage) => {
    const dataFolder = await temporaryFolder()
    await loadPenDigits(FEW, { dataFolder })
    const file = path.join(penDigitsFolder(dataFolder, FEW), name)
    const sound = await readFile(file)
    const damaged = damage(Buffer.from(sound))
    expect(damaged.equals(sound)).toBe(false)
    await writeFile(file, damaged)
    expect(await loadPenDigits(FEW, { dataFolder })).toEqual({ dataSet: EXPECTED, sha256: SHA256 })
    expect(await readFile(file)).toEqual(sound)
    await loadPenDigits(FEW, { dataFolder, onProgress: neverMade })
  })

  it('leave nothing behind when their making is cancelled', async () => {
    const dataFolder = await temporaryFolder()
    const controller = new AbortController()
    const loading = loadPenDigits(FEW, {
      dataFolder,
      signal: controller.signal,
      onProgress: (done) => {
        if (done === 200) controller.abort(new Error('enough'))
      },
    })
    await expect(loading).rejects.toThrow('enough')
    expect(await readdir(dataFolder)).toEqual([])
  })

  it('can be made by two at once', async () => {
    const dataFolder = await temporaryFolder()
    const both = await Promise.all([loadPenDigits(FEW, { dataFolder }), loadPenDigits(FEW, { dataFolder })])
    expect(both.map(({ sha256 }) => sha256)).toEqual([SHA256, SHA256])
    expect(await readdir(dataFolder)).toEqual([path.basename(penDigitsFolder(dataFolder, FEW))])
    await loadPenDigits(FEW, { dataFolder, onProgress: neverMade })
  })

  it('are made all the same where they cannot be kept', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'a file')
    await writeFile(dataFolder, '')
    expect((await loadPenDigits(FEW, { dataFolder })).sha256).toBe(SHA256)
  })

  it('of one edition lie beside those of another', async () => {
    const dataFolder = await temporaryFolder()
    const first: PenEdition = { ...FIRST_EDITION, making }
    const made = await loadPenDigits(first, { dataFolder })
    await loadPenDigits(FEW, { dataFolder })
    expect((await readdir(dataFolder)).sort()).toEqual(['pen-digits-2-1', 'pen-digits-3'])
    const dayAgo = Date.now() / 1000 - 86_400
    for (const name of await readdir(dataFolder)) await utimes(path.join(dataFolder, name), dayAgo, dayAgo)
    // what is made again sweeps what is made no more, and not the other edition
    await writeFile(path.join(penDigitsFolder(dataFolder, FEW), 'sha256'), '')
    expect((await loadPenDigits(FEW, { dataFolder })).sha256).toBe(SHA256)
    const kept = await loadPenDigits(first, { dataFolder, onProgress: neverMade })
    expect(kept.sha256).toBe(made.sha256)
    expect(kept.sha256).not.toBe(SHA256)
  })

  it('take the place of what earlier versions and killed programs left', async () => {
    const dataFolder = await temporaryFolder()
    const old = path.join(dataFolder, 'pen-digits-0')
    const killed = path.join(dataFolder, 'pen-digits-2.x.new')
    const fresh = path.join(dataFolder, 'pen-digits-9.y.new')
    const other = path.join(dataFolder, 'mnist')
    const dayAgo = Date.now() / 1000 - 86_400
    for (const folder of [old, killed, fresh, other]) {
      await mkdir(folder)
      await writeFile(path.join(folder, 'file'), '')
    }
    for (const folder of [old, killed, other]) await utimes(folder, dayAgo, dayAgo)
    await loadPenDigits(FEW, { dataFolder })
    expect((await readdir(dataFolder)).sort()).toEqual(
      [other, penDigitsFolder(dataFolder, FEW), fresh].map((folder) => path.basename(folder)).sort(),
    )
  })
})
