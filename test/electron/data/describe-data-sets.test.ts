import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { DIGIT_NAMES } from '#core/data/class-names.ts'
import { writeIdxImages, writeIdxLabels } from '#core/data/idx.ts'
import { Random } from '#core/random/random.ts'
import { describeDataSet, describeDataSets, loadDataSet } from '#data/data-sets.ts'
import { NEWEST_EDITION } from '#core/data/pen-digits/editions.ts'
import { loadPenDigits, penDigitsFolder } from '#data/pen-digits-store.ts'
import { imageBytes, labelBytes, temporaryFolder, writeFolder } from './small-data-set.ts'

/** Labels 0, 1, 2 … over and over. */
const classLabels = (count: number, classCount: number): Uint8Array =>
  writeIdxLabels(Uint8Array.from({ length: count }, (_, index) => index % classCount))

describe('the known data sets', () => {
  it('have pen digits and MNIST among them before anything was made, downloaded or opened', async () => {
    const dataFolder = await temporaryFolder()
    const all = await describeDataSets({ dataFolder }, [])
    const names = ['pen-digits-2', 'mnist', 'mnist+pen-digits-2', 'my-digits', 'pen-digits']
    expect(all.filter(({ name }) => names.includes(name))).toEqual([
      {
        name: 'pen-digits-2',
        title: 'Pen digits',
        origin: expect.stringContaining('28 × 28 pixels') as string,
        state: 'ready',
        problem: null,
        needs: 'making',
        isRemovable: false,
        folder: null,
        trainingCount: 60_000,
        testCount: 10_000,
        rows: 28,
        columns: 28,
        channels: 1,
        classNames: DIGIT_NAMES,
      },
      {
        name: 'mnist',
        title: 'MNIST',
        origin: expect.stringContaining('the lecture') as string,
        state: 'absent',
        problem: expect.stringContaining('download it') as string,
        needs: 'download',
        isRemovable: false,
        folder: path.join(dataFolder, 'mnist'),
        trainingCount: 0,
        testCount: 0,
        rows: 28,
        columns: 28,
        channels: 1,
        classNames: DIGIT_NAMES,
      },
      expect.objectContaining({ name: 'mnist+pen-digits-2', state: 'absent', needs: 'download' }) as unknown,
      expect.objectContaining({
        name: 'my-digits',
        title: 'My digits',
        state: 'absent',
        problem: expect.stringContaining('draw one in Digits') as string,
        needs: 'drawing',
        trainingCount: 0,
        testCount: 0,
      }) as unknown,
      expect.objectContaining({
        name: 'pen-digits',
        title: 'Pen digits (first version)',
        needs: 'making',
        trainingCount: 24_000,
        testCount: 4_000,
      }) as unknown,
    ])
  })

  it('tell where pen digits are kept once they are made', async () => {
    const dataFolder = await temporaryFolder()
    const making = { seed: 1, trainingCount: 10, testCount: 10 }
    await loadPenDigits({ ...NEWEST_EDITION, making }, { dataFolder })
    expect(await describeDataSet('pen-digits-2', { dataFolder })).toMatchObject({
      folder: penDigitsFolder(dataFolder, NEWEST_EDITION),
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
    const all = await describeDataSets({ dataFolder, mnistFolder }, [opened])
    const [mnist, folder] = ['mnist', opened].map((name) => all.find((each) => each.name === name))
    expect(mnist).toMatchObject({ state: 'ready', folder: mnistFolder, trainingCount: 12, testCount: 9 })
    expect(folder).toEqual({
      name: opened,
      title: 'my digits',
      origin: expect.stringContaining('folder of yours') as string,
      state: 'ready',
      problem: null,
      needs: null,
      isRemovable: true,
      folder: opened,
      trainingCount: 12,
      testCount: 5,
      rows: 4,
      columns: 3,
      channels: 1,
      classNames: DIGIT_NAMES,
    })
  })

  it('reads no more than the labels, the heads of the images and the lengths of the files', async () => {
    const dataFolder = await temporaryFolder()
    const describeImages = async (name: string, bytes: Uint8Array) => {
      await rm(path.join(dataFolder, 'train-images-idx3-ubyte'), { force: true })
      await writeFile(path.join(dataFolder, name), bytes)
      const info = await describeDataSet(dataFolder, { dataFolder })
      return info
    }
    // Loading finds what is wrong in the midst of a zipped file, describing need not.
    const random = new Random(1)
    const images = Uint8Array.from({ length: 12 * 60 * 60 }, () => random.integer(256))
    const zipped = gzipSync(writeIdxImages({ count: 12, rows: 60, columns: 60, images }))
    zipped[zipped.length >> 1]! ^= 0xff
    await writeFolder(dataFolder, { testImages: imageBytes(5, 60, 60) }, { isGzipped: false })
    expect(await describeImages('train-images-idx3-ubyte.gz', zipped)).toMatchObject({
      state: 'ready',
      trainingCount: 12,
    })
    await expect(loadDataSet(dataFolder, { dataFolder })).rejects.toThrow('got a damaged one')
    await rm(path.join(dataFolder, 'train-images-idx3-ubyte.gz'))
    expect(await describeImages('train-images-idx3-ubyte', imageBytes(12).subarray(0, 20))).toMatchObject({
      state: 'broken',
      problem:
        'train-images-idx3-ubyte: expected 144 bytes for 12 images of 4 × 3, got 4; the file is cut short',
    })
    await rm(path.join(dataFolder, 'train-images-idx3-ubyte'))
    const longer = gzipSync(Buffer.concat([imageBytes(12), Buffer.alloc(1e6)]))
    expect(await describeImages('train-images-idx3-ubyte.gz', longer)).toMatchObject({
      state: 'broken',
      problem:
        'train-images-idx3-ubyte.gz: expected a gzip file of 160 bytes, as its head says, got an end that states 1000160; it is cut short, or has bytes left over',
    })
    const cut = gzipSync(imageBytes(12)).subarray(0, -3)
    expect(await describeImages('train-images-idx3-ubyte.gz', cut)).toMatchObject({
      state: 'broken',
      problem: expect.stringMatching(/expected a gzip file of 160 bytes, .* it is cut short/) as string,
    })
  })
})

describe('the classes of a folder', () => {
  it('are as many as its labels name, or those of its classes.txt', async () => {
    const folder = await temporaryFolder()
    const five = { trainingLabels: classLabels(12, 5), testLabels: classLabels(5, 3) }
    await writeFolder(folder, five)
    const classesOf = async () => (await describeDataSet(folder, { dataFolder: folder })).classNames
    expect(await classesOf()).toEqual(['0', '1', '2', '3', '4'])
    await writeFile(path.join(folder, 'classes.txt'), '\uFEFFshirt\r\ntrouser \r\npullover\ndress\ncoat\n')
    expect(await classesOf()).toEqual(['shirt', 'trouser', 'pullover', 'dress', 'coat'])
    expect((await loadDataSet(folder, { dataFolder: folder })).dataSet.training.count).toBe(12)
  })

  it('may be more than ten, and labels beyond those that have names are refused', async () => {
    const folder = await temporaryFolder()
    await writeFolder(folder, { trainingLabels: classLabels(12, 12), testLabels: classLabels(5, 5) })
    const describe = () => describeDataSet(folder, { dataFolder: folder })
    expect((await describe()).classNames).toHaveLength(12)
    const write = (count: number) =>
      writeFile(
        path.join(folder, 'classes.txt'),
        Array.from({ length: count }, (_, k) => `class ${k}`).join('\n'),
      )
    await write(12)
    expect(await describe()).toMatchObject({ state: 'ready', classNames: { length: 12 } })
    await write(11)
    await expect(loadDataSet(folder, { dataFolder: folder })).rejects.toThrow(
      'expected labels from 0 to 10, got 11 at index 11',
    )
  })

  it.each([
    ['an empty line', 'a\n\nb', 'got 3 lines, one of them empty'],
    ['a name twice', 'a\nb\na', 'each once, got 3 lines'],
    ['nothing', '', 'one of them empty'],
  ])('are refused where classes.txt has %s', async (_, text, problem) => {
    const folder = await temporaryFolder()
    await writeFolder(folder)
    await writeFile(path.join(folder, 'classes.txt'), text)
    const info = await describeDataSet(folder, { dataFolder: folder })
    expect(info.state).toBe('broken')
    expect(info.problem).toContain(problem)
  })
})

describe('a data set that cannot be used', () => {
  it('is absent where a folder is gone, or MNIST is only half downloaded', async () => {
    const dataFolder = await temporaryFolder()
    const gone = path.join(dataFolder, 'gone')
    expect(await describeDataSet(gone, { dataFolder })).toMatchObject({
      state: 'absent',
      needs: 'folder',
      problem: expect.stringContaining(gone) as string,
    })
    await mkdir(path.join(dataFolder, 'mnist'))
    await writeFile(path.join(dataFolder, 'mnist', 'train-images-idx3-ubyte.gz.part'), 'half')
    expect(await describeDataSet('mnist', { dataFolder })).toMatchObject({
      state: 'absent',
      needs: 'download',
    })
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
    expect(await describeDataSet('pen-digits-2', { dataFolder: file })).toMatchObject({
      state: 'ready',
      folder: null,
    })
  })
})
