import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { NEWEST_EDITION } from '#core/data/pen-digits/editions.ts'
import { describeDataSet, fingerprintFiles, loadDataSet } from '#data/data-sets.ts'
import { loadPenDigits } from '#data/pen-digits-store.ts'
import { imageBytes, labelBytes, temporaryFolder, writeFolder } from './small-data-set.ts'

/** Two sound folders under one parent, the second with other files where some are given. */
async function twoFolders(changes: Parameters<typeof writeFolder>[1] = {}): Promise<[string, string]> {
  const parent = await temporaryFolder()
  const folders = ['one', 'two+more'].map((name) => path.join(parent, name)) as [string, string]
  for (const folder of folders) await mkdir(folder)
  await writeFolder(folders[0])
  await writeFolder(folders[1], changes)
  return folders
}

const escape = (folder: string): string => folder.replaceAll('+', '%2B')
const nowhere = { dataFolder: '/nowhere' }

describe('a mixed data set', () => {
  it('tells what it is made of, and reads as one', async () => {
    const [one, two] = await twoFolders({ trainingImages: imageBytes(30), trainingLabels: labelBytes(30) })
    const name = `mix:${one}+${escape(two)}:20`
    expect(await describeDataSet(name, nowhere)).toMatchObject({
      ...{ name, title: 'one + two+more (20)', state: 'ready', problem: null, needs: null },
      ...{ trainingCount: 32, testCount: 10, rows: 4, columns: 3 },
      sources: [
        { name: one, title: 'one', trainingCount: 12, availableCount: 12, testCount: 5 },
        { name: two, title: 'two+more', trainingCount: 20, availableCount: 30, testCount: 5 },
      ],
    })
    const progress: string[] = []
    const onProgress = (done: number, total: number): void => void progress.push(`${done}/${total}`)
    const loaded = await loadDataSet(name, { ...nowhere, onProgress })
    expect(loaded.dataSet.training.count).toBe(32)
    expect([...loaded.dataSet.training.sources!.subarray(0, 8)]).toEqual([1, 0, 1, 0, 1, 1, 0, 1])
    expect(loaded.classCount).toBe(10)
    expect(progress.at(-1)).toBe('200/200')
    const again = await loadDataSet(name, { ...nowhere, isUsedUp: true })
    expect(again.sha256).toBe(loaded.sha256)
    const other = await loadDataSet(`mix:${one}+${escape(two)}:21`, nowhere)
    expect(other.sha256).not.toBe(loaded.sha256)
  })

  it('notices when the files of a part change', async () => {
    const [one, two] = await twoFolders()
    const name = `mix:${one}+${escape(two)}`
    const before = await fingerprintFiles(name, nowhere)
    await writeFolder(two, { trainingImages: imageBytes(13), trainingLabels: labelBytes(13) })
    expect(await fingerprintFiles(name, nowhere)).not.toBe(before)
  })

  it('says which part is missing and what to do', async () => {
    const dataFolder = await temporaryFolder()
    const info = await describeDataSet('pen-digits-2:500+mnist', { dataFolder })
    expect(info).toMatchObject({ state: 'absent', needs: 'download', title: 'Pen digits (500) + MNIST' })
    expect(info.problem).toBe(
      'Pen digits (500) + MNIST takes images of MNIST. MNIST is not on this machine yet: download it, or open a folder that holds its four files',
    )
  })

  it('needs making where one of its parts does', async () => {
    const dataFolder = await temporaryFolder()
    const name = 'pen-digits-2+pen-digits'
    expect(await describeDataSet(name, { dataFolder })).toMatchObject({ state: 'ready', needs: 'making' })
    const making = { seed: 1, trainingCount: 10, testCount: 10 }
    await loadPenDigits({ ...NEWEST_EDITION, making }, { dataFolder })
    expect(await describeDataSet(name, { dataFolder })).toMatchObject({ needs: 'making' })
  })

  it.each<[string, Parameters<typeof writeFolder>[1], string | null, string]>([
    [
      'images of another size',
      { trainingImages: imageBytes(12, 3, 3), testImages: imageBytes(5, 3, 3) },
      null,
      'expected images of one size, got 4 × 3 in one and 3 × 3 in two+more',
    ],
    ['other classes', {}, 'shirt\nshoe\n'.repeat(1), "got '0' for label 0 in one and 'shirt' in two+more"],
  ])('refuses %s', async (_, changes, classes, reason) => {
    const [one, two] = await twoFolders(
      classes === null
        ? changes
        : { trainingLabels: new Uint8Array([0, 0, 8, 1, 0, 0, 0, 12, ...new Uint8Array(12)]) },
    )
    if (classes !== null) await writeFile(path.join(two, 'classes.txt'), classes)
    const info = await describeDataSet(`mix:${one}+${escape(two)}`, nowhere)
    expect(info.state).toBe('broken')
    expect(info.problem).toContain(reason)
  })

  it('refuses what says no mix, or names a data set that nobody knows', async () => {
    expect((await describeDataSet('mnist+mnist', nowhere)).problem).toContain("'mnist' twice")
    expect((await describeDataSet('mnist+moon', nowhere)).problem).toContain("got 'moon'")
    await expect(loadDataSet('mnist+', nowhere)).rejects.toThrow('without a name')
  })
})
