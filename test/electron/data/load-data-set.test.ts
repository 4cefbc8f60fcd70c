import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type DataSet, DataError, type LabelledImages, splitDataSet } from '#core/data/data-set.ts'
import { writeIdxLabels } from '#core/data/idx.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { Training } from '#core/training/training.ts'
import { type IdxFileRole, idxFileName } from '#data/idx-files.ts'
import { loadDataSet } from '#data/data-sets.ts'
import { EXPECTED_NAMES } from '#data/sources/registry.ts'
import { imageBytes, labelBytes, SOUND_FILES, temporaryFolder, writeFolder } from './small-data-set.ts'

const dotted = (role: IdxFileRole): string => idxFileName(role).replace('-idx', '.idx')

describe('a folder with the four files', () => {
  test.each([
    ['gzipped', { isGzipped: true }],
    ['not gzipped', { isGzipped: false }],
    ['gzipped, spelled with a dot', { isGzipped: true, nameOf: dotted }],
    ['not gzipped, spelled with a dot', { isGzipped: false, nameOf: dotted }],
  ])('is read %s', async (_, form) => {
    const folder = await temporaryFolder()
    await writeFolder(folder, {}, form)
    const { name, dataSet, sha256 } = await loadDataSet(folder, { dataFolder: folder })
    expect(name).toBe(folder)
    expect(dataSet.training).toMatchObject({ count: 12, rows: 4, columns: 3 })
    expect(dataSet.test).toMatchObject({ count: 5, rows: 4, columns: 3 })
    expect([...dataSet.training.images]).toEqual([...SOUND_FILES.trainingImages.subarray(16)])
    expect([...dataSet.training.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    expect([...dataSet.test.images]).toEqual([...SOUND_FILES.testImages.subarray(16)])
    // sha256sum of the payloads of the four files, one after the other
    expect(sha256).toBe('4ccfd23f078dedbaf9f02a5d74f61a35fee1c778048bbab25d08b26bba7d54bb')
  })

  test('is used up: an engine gets the same images, and their memory is given back', async () => {
    const folder = await temporaryFolder()
    await writeFolder(folder, {}, { isGzipped: true })
    const sizes = { trainSize: 9, validationSize: 3, testSize: 5 }
    const recipe: Recipe = {
      ...LECTURE_RECIPE,
      inputSize: 12,
      data: { ...LECTURE_RECIPE.data, dataSet: folder, ...sizes },
      epochs: 2,
    }
    const train = (dataSet: DataSet): unknown => {
      const training = new Training({ recipe, parts: splitDataSet(dataSet, sizes) })
      const epochs: unknown[] = []
      for (let event = training.advance(100); event.type !== 'completed'; event = training.advance(100)) {
        if (event.type === 'epoch') epochs.push(event.metrics, training.checkpoint())
      }
      training.close()
      return epochs
    }
    const kept = await loadDataSet(folder, { dataFolder: folder })
    const usedUp = await loadDataSet(folder, { dataFolder: folder, isUsedUp: true })
    expect(usedUp.sha256).toBe(kept.sha256)
    const { training, test } = usedUp.dataSet
    const sizeOf = ({ images }: LabelledImages): number => images.buffer.byteLength
    expect(train(usedUp.dataSet)).toEqual(train(kept.dataSet))
    expect([training, test].map(sizeOf)).toEqual([16, 16])
    expect(kept.dataSet.training.images).toHaveLength(12 * 12)
  })

  test('reports each file read', async () => {
    const folder = await temporaryFolder()
    await writeFolder(folder)
    const reports: [number, number][] = []
    await loadDataSet(folder, {
      dataFolder: folder,
      onProgress: (done, total) => void reports.push([done, total]),
    })
    expect(reports).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 4],
    ])
  })

  test('is left off when the signal is aborted, at once or while a file is read', async () => {
    const folder = await temporaryFolder()
    await writeFolder(folder)
    for (const abortAt of ['start', 'file']) {
      const controller = new AbortController()
      const loading = loadDataSet(folder, {
        dataFolder: folder,
        signal: controller.signal,
        onProgress: () => controller.abort(new Error('enough')),
      })
      if (abortAt === 'start') controller.abort(new Error('enough'))
      await expect(loading).rejects.toThrow('enough')
    }
  })
})

test('MNIST is looked for in the data folder, or where it is said to be', async () => {
  const dataFolder = await temporaryFolder()
  const elsewhere = await temporaryFolder()
  await mkdir(path.join(dataFolder, 'mnist'))
  await writeFolder(path.join(dataFolder, 'mnist'))
  await writeFolder(elsewhere, { testImages: imageBytes(7), testLabels: labelBytes(7) })
  const inDataFolder = await loadDataSet('mnist', { dataFolder })
  expect(inDataFolder).toMatchObject({ name: 'mnist', dataSet: { test: { count: 5 } } })
  const inElsewhere = await loadDataSet('mnist', { dataFolder, mnistFolder: elsewhere })
  expect(inElsewhere).toMatchObject({ name: 'mnist', dataSet: { test: { count: 7 } } })
})

describe('what is not a data set is refused with the file, what was expected and what came', () => {
  const gzip = gzipSync(SOUND_FILES.trainingImages)
  const cases: [string, Partial<Record<IdxFileRole, Uint8Array | null>>, RegExp][] = [
    [
      'a file missing',
      { testLabels: null },
      /expected the file t10k-labels-idx1-ubyte, gzipped or not, got no such file/,
    ],
    [
      'labels in the place of images',
      { trainingImages: labelBytes(12) },
      /^train-images-idx3-ubyte\.gz: expected the magic number 0x00000803 \(images\) of an IDX file, got 0x00000801 \(labels\)$/,
    ],
    [
      'something else',
      { testLabels: new TextEncoder().encode('<!doctype html>') },
      /^t10k-labels-idx1-ubyte\.gz: expected the magic number 0x00000801 \(labels\) of an IDX file, got 0x3c21646f$/,
    ],
    [
      'fewer labels than images',
      { trainingLabels: labelBytes(11) },
      /^train-labels-idx1-ubyte\.gz: expected 12 labels, one for each image of train-images-idx3-ubyte\.gz, got 11$/,
    ],
    [
      'test images of another shape',
      { testImages: imageBytes(5, 3, 4) },
      /^t10k-images-idx3-ubyte\.gz: expected images of 4 × 3 as in the training file, got 3 × 4$/,
    ],
    [
      'a label far from all others',
      { testLabels: writeIdxLabels(Uint8Array.of(1, 2, 99, 4, 5)) },
      /^Labels in .*: expected one for each class, counted from 0, got 99 where 9 is the largest but for gaps; name the classes in classes\.txt where that is right$/,
    ],
    [
      'a payload cut short',
      { testImages: SOUND_FILES.testImages.subarray(0, 70) },
      /^t10k-images-idx3-ubyte\.gz: expected 60 bytes for 5 images of 4 × 3, got 54; the file is cut short$/,
    ],
    [
      'an empty file',
      { testImages: new Uint8Array(0) },
      /expected an IDX header of 16 bytes, got 0 bytes in all$/,
    ],
  ]

  test.each(cases)('%s', async (_, changes, message) => {
    const folder = await temporaryFolder()
    await writeFolder(folder, changes)
    const error = await loadDataSet(folder, { dataFolder: folder }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(DataError)
    expect((error as DataError).message).toMatch(message)
  })

  test.each([
    ['cut short', gzip.subarray(0, gzip.length - 9), 'expected a whole gzip file, got one that is cut short'],
    ['cut in its head', gzip.subarray(0, 5), 'expected a whole gzip file, got one that is cut short'],
    [
      'damaged',
      gzip.map((byte, k) => (k === 24 ? byte ^ 0xff : byte)),
      'expected a sound gzip file, got a damaged one',
    ],
    [
      'whose end states another size',
      gzip.map((byte, k) => (k === gzip.length - 4 ? byte ^ 1 : byte)),
      'expected a sound gzip file, got a damaged one (its end states another size than it has)',
    ],
    [
      'whose checksum is wrong',
      gzip.map((byte, k) => (k === gzip.length - 8 ? byte ^ 1 : byte)),
      'expected a sound gzip file, got a damaged one (its content is not what was packed, by its checksum)',
    ],
    [
      'with other bytes after it',
      Buffer.concat([gzip, Buffer.from('and more')]),
      'expected a sound gzip file, got a damaged one (other bytes follow its end)',
    ],
  ])('gzip %s', async (_, bytes, message) => {
    const folder = await temporaryFolder()
    await writeFolder(folder, { trainingImages: null })
    await writeFile(path.join(folder, 'train-images-idx3-ubyte.gz'), bytes)
    const error = await loadDataSet(folder, { dataFolder: folder }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(DataError)
    expect((error as DataError).message).toContain(`train-images-idx3-ubyte.gz: ${message}`)
  })

  test('a folder in the place of a file', async () => {
    const folder = await temporaryFolder()
    await writeFolder(folder, { testImages: null })
    await mkdir(path.join(folder, 't10k-images-idx3-ubyte'))
    await expect(loadDataSet(folder, { dataFolder: folder })).rejects.toThrow(
      `${folder}: expected the file t10k-images-idx3-ubyte, gzipped or not, got a folder called t10k-images-idx3-ubyte`,
    )
  })

  test('a file in the place of the folder', async () => {
    const folder = await temporaryFolder()
    const file = path.join(folder, 'digits')
    await writeFile(file, 'not a folder')
    const error = await loadDataSet(file, { dataFolder: folder }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(DataError)
    expect((error as DataError).message).toContain('expected a folder, got a file')
  })

  test('a name that stands for nothing', async () => {
    await expect(loadDataSet('fashion', { dataFolder: '/' })).rejects.toThrow(
      `Data set: expected ${EXPECTED_NAMES}, got 'fashion'`,
    )
  })
})

const mnist = process.env.BACKPROP_MNIST
test.skipIf(mnist === undefined)('MNIST itself is read (where BACKPROP_MNIST names its folder)', async () => {
  const { dataSet } = await loadDataSet('mnist', { dataFolder: '/', mnistFolder: path.resolve(mnist!) })
  expect(dataSet.training).toMatchObject({ count: 60_000, rows: 28, columns: 28 })
  expect(dataSet.test).toMatchObject({ count: 10_000, rows: 28, columns: 28 })
  // the first labels, as every tutorial shows them
  expect([...dataSet.training.labels.subarray(0, 8)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3])
  expect([...dataSet.test.labels.subarray(0, 8)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9])
})
