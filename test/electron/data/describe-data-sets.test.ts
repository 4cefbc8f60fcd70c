import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeDataSet, describeDataSets } from '#data/describe-data-sets.ts'
import { loadPenDigits, penDigitsFolder } from '#data/pen-digits-store.ts'
import { imageBytes, labelBytes, temporaryFolder, writeFolder } from './small-data-set.ts'

describe('the known data sets', () => {
  it('are pen digits and MNIST before anything was made, downloaded or opened', async () => {
    const dataFolder = await temporaryFolder()
    expect(await describeDataSets({ dataFolder }, [])).toEqual([
      {
        name: 'pen-digits',
        title: 'Pen digits',
        kind: 'made',
        state: 'ready',
        problem: null,
        folder: null,
        trainingCount: 24_000,
        testCount: 4_000,
        rows: 28,
        columns: 28,
      },
      {
        name: 'mnist',
        title: 'MNIST',
        kind: 'mnist',
        state: 'absent',
        problem: null,
        folder: path.join(dataFolder, 'mnist'),
        trainingCount: 0,
        testCount: 0,
        rows: 28,
        columns: 28,
      },
    ])
  })

  it('tell where pen digits are kept once they are made', async () => {
    const dataFolder = await temporaryFolder()
    await loadPenDigits({ dataFolder }, { seed: 1, trainingCount: 10, testCount: 10 })
    expect(await describeDataSet('pen-digits', { dataFolder })).toMatchObject({
      folder: penDigitsFolder(dataFolder),
    })
  })

  it('tell the counts and shape of MNIST and of each opened folder', async () => {
    const dataFolder = await temporaryFolder()
    const opened = path.join(dataFolder, 'my digits')
    const mnistFolder = path.join(dataFolder, 'elsewhere')
    await mkdir(opened)
    await mkdir(mnistFolder)
    await writeFolder(opened, {}, { isGzipped: false })
    await writeFolder(mnistFolder, { testImages: imageBytes(9), testLabels: labelBytes(9) })
    const [, mnist, folder] = await describeDataSets({ dataFolder, mnistFolder }, [opened])
    expect(mnist).toMatchObject({ state: 'ready', folder: mnistFolder, trainingCount: 12, testCount: 9 })
    expect(folder).toEqual({
      name: opened,
      title: 'my digits',
      kind: 'folder',
      state: 'ready',
      problem: null,
      folder: opened,
      trainingCount: 12,
      testCount: 5,
      rows: 4,
      columns: 3,
    })
  })

  it('reads no more than the heads of the files', async () => {
    const dataFolder = await temporaryFolder()
    await writeFolder(dataFolder, { trainingImages: null }, { isGzipped: false })
    // the head promises more than the file holds; loading finds that, describing need not
    await writeFile(path.join(dataFolder, 'train-images-idx3-ubyte'), imageBytes(12).subarray(0, 20))
    expect(await describeDataSet(dataFolder, { dataFolder })).toMatchObject({
      state: 'ready',
      trainingCount: 12,
    })
  })
})

describe('a data set that cannot be used', () => {
  it('is absent where a folder is gone, or MNIST is only half downloaded', async () => {
    const dataFolder = await temporaryFolder()
    const gone = path.join(dataFolder, 'gone')
    expect(await describeDataSet(gone, { dataFolder })).toMatchObject({ state: 'absent', problem: null })
    await mkdir(path.join(dataFolder, 'mnist'))
    await writeFile(path.join(dataFolder, 'mnist', 'train-images-idx3-ubyte.gz.part'), 'half')
    expect(await describeDataSet('mnist', { dataFolder })).toMatchObject({ state: 'absent', problem: null })
  })

  it.each([
    ['a missing file', { testLabels: null }, 'expected the file t10k-labels-idx1-ubyte'],
    ['another magic number', { trainingLabels: imageBytes(12) }, 'expected the magic number 0x00000801'],
    [
      'other counts',
      { testLabels: labelBytes(6) },
      't10k-labels: expected 5 labels, one for each image of t10k-images, got 6',
    ],
    [
      'other shapes',
      { testImages: imageBytes(5, 3, 4) },
      'expected images of 4 × 3 as in the training file, got 3 × 4',
    ],
  ])('is broken by %s, and says so', async (_, changes, problem) => {
    const folder = await temporaryFolder()
    await writeFolder(folder, changes)
    const info = await describeDataSet(folder, { dataFolder: folder })
    expect(info).toMatchObject({ state: 'broken', trainingCount: 0, testCount: 0 })
    expect(info.problem).toContain(problem)
    await mkdir(path.join(folder, 'mnist'))
    await writeFolder(path.join(folder, 'mnist'), changes)
    expect(await describeDataSet('mnist', { dataFolder: folder })).toMatchObject({ state: 'broken' })
  })

  it('is broken where a file stands in the place of its folder', async () => {
    const dataFolder = await temporaryFolder()
    const file = path.join(dataFolder, 'mnist')
    await writeFile(file, '')
    for (const name of ['mnist', file]) {
      expect(await describeDataSet(name, { dataFolder })).toMatchObject({ state: 'broken' })
    }
    expect((await describeDataSet('mnist', { dataFolder })).problem).toBe(
      `${file}: expected a folder, got a file`,
    )
    await rm(file)
  })

  it('is not pen digits, which are made anew, even where the data folder is a file', async () => {
    const file = path.join(await temporaryFolder(), 'file')
    await writeFile(file, '')
    expect(await describeDataSet('pen-digits', { dataFolder: file })).toMatchObject({
      state: 'ready',
      folder: null,
    })
  })
})
