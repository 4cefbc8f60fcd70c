import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { makePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { hashDataSet } from '#data/content-hash.ts'
import { loadPenDigits, penDigitsFolder } from '#data/pen-digits-store.ts'
import { temporaryFolder } from './small-data-set.ts'

/** Few enough to be made in no time, many enough for two reports of progress. */
const FEW = { seed: 5, trainingCount: 450, testCount: 50 }
const EXPECTED = makePenDigits(FEW)
const SHA256 = hashDataSet(EXPECTED)

const neverMade = (): never => {
  throw new Error('expected kept digits, but they are being made')
}

describe('pen digits on disk', () => {
  it('are made on first use, with progress, and read from then on', async () => {
    const dataFolder = await temporaryFolder()
    const reports: [number, number][] = []
    const made = await loadPenDigits(
      { dataFolder, onProgress: (done, total) => void reports.push([done, total]) },
      FEW,
    )
    expect(made).toEqual({ dataSet: EXPECTED, sha256: SHA256 })
    expect(reports).toEqual([
      [200, 500],
      [400, 500],
      [500, 500],
    ])
    const kept = await loadPenDigits({ dataFolder, onProgress: neverMade }, FEW)
    expect(kept.sha256).toBe(SHA256)
    expect(hashDataSet(kept.dataSet)).toBe(SHA256)
    expect(await readdir(dataFolder)).toEqual([path.basename(penDigitsFolder(dataFolder))])
  })

  it.each([
    ['another byte', 'train-images-idx3-ubyte', (bytes: Buffer) => bytes.fill(77, 5_000, 5_001)],
    ['a file cut short', 't10k-images-idx3-ubyte', (bytes: Buffer) => bytes.subarray(0, 900)],
    ['an empty file', 'train-labels-idx1-ubyte', () => Buffer.alloc(0)],
    ['another hash', 'sha256', () => Buffer.from('0'.repeat(64))],
  ])('are made again where they are broken: %s', async (_, name, damage) => {
    const dataFolder = await temporaryFolder()
    await loadPenDigits({ dataFolder }, FEW)
    const file = path.join(penDigitsFolder(dataFolder), name)
    const sound = await readFile(file)
    const damaged = damage(Buffer.from(sound))
    expect(damaged.equals(sound)).toBe(false)
    await writeFile(file, damaged)
    expect(await loadPenDigits({ dataFolder }, FEW)).toEqual({ dataSet: EXPECTED, sha256: SHA256 })
    expect(await readFile(file)).toEqual(sound)
    await loadPenDigits({ dataFolder, onProgress: neverMade }, FEW)
  })

  it('leave nothing behind when their making is cancelled', async () => {
    const dataFolder = await temporaryFolder()
    const controller = new AbortController()
    const loading = loadPenDigits(
      {
        dataFolder,
        signal: controller.signal,
        onProgress: (done) => {
          if (done === 200) controller.abort(new Error('enough'))
        },
      },
      FEW,
    )
    await expect(loading).rejects.toThrow('enough')
    expect(await readdir(dataFolder)).toEqual([])
  })

  it('can be made by two at once', async () => {
    const dataFolder = await temporaryFolder()
    const both = await Promise.all([loadPenDigits({ dataFolder }, FEW), loadPenDigits({ dataFolder }, FEW)])
    expect(both.map(({ sha256 }) => sha256)).toEqual([SHA256, SHA256])
    expect(await readdir(dataFolder)).toEqual([path.basename(penDigitsFolder(dataFolder))])
    await loadPenDigits({ dataFolder, onProgress: neverMade }, FEW)
  })

  it('are made all the same where they cannot be kept', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'a file')
    await writeFile(dataFolder, '')
    expect((await loadPenDigits({ dataFolder }, FEW)).sha256).toBe(SHA256)
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
    await loadPenDigits({ dataFolder }, FEW)
    expect((await readdir(dataFolder)).sort()).toEqual(
      [other, penDigitsFolder(dataFolder), fresh].map((folder) => path.basename(folder)).sort(),
    )
  })
})
