import { cp, mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { describeDataSet, loadDataSet } from '#data/data-sets.ts'
import { temporaryFolder, writeFolder } from './small-data-set.ts'

const FIXTURE = fileURLToPath(new URL('../../fixtures/folder-beside-file', import.meta.url))
const EXPECTED =
  'expected a folder with the four IDX files (train-images-idx3-ubyte and so on, gzipped or not), a NumPy archive (.npz), a table (.csv), drawings (.jsonl), or a folder with one of these or with a folder of pictures for each class'

const describeFolder = (folder: string) => describeDataSet(folder, { dataFolder: folder })

describe('a folder of the name of a file', () => {
  it('does not hide the file under its other name', async () => {
    expect(await describeFolder(FIXTURE)).toMatchObject({
      state: 'ready',
      trainingCount: 60,
      testCount: 20,
      classNames: { length: 10 },
    })
    const { dataSet } = await loadDataSet(FIXTURE, { dataFolder: FIXTURE })
    expect([dataSet.training.count, dataSet.test.count]).toEqual([60, 20])
  })

  it('does not hide the gzipped file, nor do links to folders, and none is read as names of classes', async () => {
    const folder = await temporaryFolder()
    await writeFolder(folder)
    await mkdir(path.join(folder, 'train-images-idx3-ubyte'))
    await symlink(folder, path.join(folder, 't10k-labels-idx1-ubyte'))
    await mkdir(path.join(folder, 'classes.txt'))
    expect(await describeFolder(folder)).toMatchObject({ state: 'ready', trainingCount: 12 })
  })

  it('is named where there is no such file', async () => {
    const folder = await temporaryFolder()
    await writeFolder(folder, { testLabels: null })
    await mkdir(path.join(folder, 't10k-labels.idx1-ubyte'))
    expect(await describeFolder(folder)).toMatchObject({
      state: 'broken',
      problem: `${folder}: expected the file t10k-labels-idx1-ubyte, gzipped or not, got a folder called t10k-labels.idx1-ubyte`,
    })
  })
})

describe('what is no data set', () => {
  it.each([
    ['mine.parquet', ''],
    ['t10k-images-idx3-ubyte.gz', '; name the folder that it lies in'],
    ['mnist.tar.gz', '; unpack it, and name the folder with the files'],
  ])('says of the file %s what it is and what is expected', async (name, advice) => {
    const file = path.join(await temporaryFolder(), name)
    await writeFile(file, 'a,b\n')
    const problem = `${file}: ${EXPECTED}, got a file${advice}`
    expect(await describeFolder(file)).toMatchObject({ state: 'broken', problem })
  })

  it('says of a folder without any of the files what it has', async () => {
    const folder = await temporaryFolder()
    const problemOf = async (): Promise<string | null> => (await describeFolder(folder)).problem
    expect(await problemOf()).toBe(`${folder}: ${EXPECTED}, got an empty folder`)
    for (const name of ['b.png', 'a.png', 'd.png', 'c.png', 'e.png']) {
      await writeFile(path.join(folder, name), '')
    }
    expect(await problemOf()).toBe(`${folder}: ${EXPECTED}, got one with a.png, b.png, c.png and 2 more`)
    await mkdir(path.join(folder, 'raw'))
    await writeFolder(path.join(folder, 'raw'))
    expect(await problemOf()).toBe(
      `${folder}: ${EXPECTED}, got a folder whose folder raw has them; name that`,
    )
  })

  it('names the missing one where some of the four are there', async () => {
    const folder = await temporaryFolder()
    await cp(FIXTURE, folder, { recursive: true })
    await rename(path.join(folder, 't10k-labels.idx1-ubyte'), path.join(folder, 'labels'))
    expect((await describeFolder(folder)).problem).toContain('expected the file t10k-labels-idx1-ubyte')
  })

  it('says that the folder which BACKPROP_MNIST names has no MNIST', async () => {
    const folder = await temporaryFolder()
    const { problem } = await describeDataSet('mnist', { dataFolder: folder, mnistFolder: folder })
    expect(problem).toBe(
      `MNIST: expected its four files in ${folder}, which BACKPROP_MNIST names, got none of them there`,
    )
  })
})
