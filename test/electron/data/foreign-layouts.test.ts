import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { DataSetInfo } from '#contract/types.ts'
import { writeIdxImages, writeIdxLabels } from '#core/data/idx.ts'
import { type StrokeDrawing, strokeDrawingToImage } from '#core/data/stroke-drawing.ts'
import { writeTexts } from '#core/formats/npz/npy.ts'
import { describeDataSet, fingerprintFiles, loadDataSet } from '#data/data-sets.ts'
import type { LoadedDataSet } from '#data/loaded-data-set.ts'
import { grey, npy, npz, pixelsOf } from './foreign-files.ts'
import { temporaryFolder } from './small-data-set.ts'

/** Reads a place twice: from its files, and from what is kept of them. */
async function read(place: string): Promise<LoadedDataSet & { info: DataSetInfo }> {
  const dataFolder = await temporaryFolder()
  expect(await describeDataSet(place, { dataFolder })).toMatchObject({ state: 'ready', needs: 'making' })
  const loaded = await loadDataSet(place, { dataFolder })
  const info = await describeDataSet(place, { dataFolder })
  expect(info).toMatchObject({
    state: 'ready',
    needs: null,
    folder: place,
    trainingCount: loaded.dataSet.training.count,
    testCount: loaded.dataSet.test.count,
  })
  expect(info.classNames).toHaveLength(loaded.classCount)
  const again = await loadDataSet(place, { dataFolder })
  expect(again.sha256).toBe(loaded.sha256)
  expect(again.classCount).toBe(loaded.classCount)
  return { ...loaded, info }
}

const refusal = async (place: string): Promise<string> => {
  const dataFolder = await temporaryFolder()
  return loadDataSet(place, { dataFolder }).then(
    () => 'taken',
    (error: unknown) => (error as Error).message,
  )
}

describe('NumPy archives', () => {
  it('are read as Keras writes its mnist.npz', async () => {
    const file = path.join(await temporaryFolder(), 'mnist.npz')
    const x = pixelsOf(8, 12)
    await writeFile(
      file,
      npz({
        x_train: npy(x, [8, 4, 3]),
        y_train: npy([0, 1, 2, 0, 1, 2, 0, 1], [8]),
        x_test: npy(x.slice(0, 24), [2, 4, 3]),
        y_test: npy([2, 0], [2]),
      }),
    )
    const { dataSet, info } = await read(file)
    expect([...dataSet.training.images]).toEqual(x)
    expect([...dataSet.test.labels]).toEqual([2, 0])
    expect(info).toMatchObject({ rows: 4, columns: 3, classNames: ['0', '1', '2'] })
    expect(info.origin).toBe('Images and labels from NumPy’s arrays.')
  })

  it('may hold shares from 0 to 1, names as labels, one channel, and nothing to test on', async () => {
    const file = path.join(await temporaryFolder(), 'own.npz')
    const labels = Array.from({ length: 14 }, (_, k) => (k % 2 === 0 ? 'cat' : 'ant'))
    await writeFile(
      file,
      npz({
        images: npy(
          pixelsOf(14, 4).map((pixel) => pixel / 255),
          [14, 2, 2, 1],
          '<f4',
        ),
        labels: writeTexts(labels),
      }),
    )
    const { dataSet, info } = await read(file)
    expect(info.classNames).toEqual(['ant', 'cat'])
    expect([dataSet.training.count, dataSet.test.count]).toEqual([12, 2])
    expect([...dataSet.test.labels].sort()).toEqual([0, 1])
    expect([...dataSet.training.images].every((pixel) => pixelsOf(14, 4).includes(pixel))).toBe(true)
    expect(info.origin).toContain('Its pixels were shares from 0 to 1.')
    expect(info.origin).toContain('one in 6 of each class is kept to test on')
  })

  it('may be four with one array each, as those of Kuzushiji-MNIST', async () => {
    const folder = await temporaryFolder()
    const write = (name: string, bytes: Uint8Array): Promise<void> =>
      writeFile(path.join(folder, name), npz({ arr_0: bytes }))
    await write('kmnist-train-imgs.npz', npy(pixelsOf(4, 9), [4, 3, 3]))
    await write('kmnist-train-labels.npz', npy([3, 1, 2, 0], [4]))
    await write('kmnist-test-imgs.npz', npy(pixelsOf(2, 9), [2, 3, 3]))
    await write('kmnist-test-labels.npz', npy([0, 3], [2]))
    expect([...(await read(folder)).dataSet.training.labels]).toEqual([3, 1, 2, 0])
  })

  it('are refused in words that name file, array and what came', async () => {
    const file = path.join(await temporaryFolder(), 'bad.npz')
    const write = (arrays: Readonly<Record<string, Uint8Array>>): Promise<void> =>
      writeFile(file, npz(arrays))
    await write({ x_train: npy(pixelsOf(4, 9), [4, 3, 3]), weights: npy([1], [1]) })
    expect(await refusal(file)).toBe(
      'bad.npz: expected the arrays x_train, y_train, x_test and y_test, got x_train and weights',
    )
    await write({ x_train: npy(pixelsOf(4, 9), [4, 3, 3]), y_train: npy([0, 1, 2], [3]) })
    expect(await refusal(file)).toBe(
      'bad.npz, y_train: expected 4 labels, one for each image of x_train, got 3',
    )
    await write({ x_train: npy(pixelsOf(4, 12), [4, 2, 2, 3]), y_train: npy([0, 1, 2, 3], [4]) })
    expect(await refusal(file)).toBe(
      'bad.npz, x_train: expected images as count × rows × columns or count × pixels, in one shade, got 4 × 2 × 2 × 3',
    )
    await write({ x_train: npy([0, -1, 2, 300], [1, 2, 2], '<f4'), y_train: npy([0], [1]) })
    expect(await refusal(file)).toBe(
      'bad.npz, x_train: expected pixels from 0 to 255, or from 0 to 1, got -1 to 300',
    )
    await writeFile(file, npz({ x_train: npy(pixelsOf(4, 9), [4, 3, 3]) }).subarray(0, 120))
    expect(await refusal(file)).toMatch(/^bad\.npz: zip: expected/)
  })
})

describe('tables', () => {
  it('have the label first under headings, as the much shared mnist_train.csv', async () => {
    const folder = await temporaryFolder()
    const head = `label,${['1x1', '1x2', '1x3', '2x1', '2x2', '2x3'].join(',')}\n`
    await writeFile(path.join(folder, 'mnist_train.csv'), `${head}5,0,9,255,7,0,1\n0,1,2,3,4,5,6\n`)
    await writeFile(path.join(folder, 'mnist_test.csv'), `${head}1,9,9,9,9,9,9\n`)
    const { dataSet, info } = await read(folder)
    expect(info).toMatchObject({ rows: 2, columns: 3, classNames: ['0', '1', '2', '3', '4', '5'] })
    expect([...dataSet.training.images]).toEqual([0, 9, 255, 7, 0, 1, 1, 2, 3, 4, 5, 6])
    expect([...dataSet.training.labels]).toEqual([5, 0])
    expect(info.origin).toContain('The label stands first in each line.')
  })

  it('may have the label last and no headings, as the digits of the UCI repository', async () => {
    const folder = await temporaryFolder()
    const line = (label: number): string =>
      [...Array.from({ length: 64 }, (_, p) => (p === 0 ? 0 : (p + label) % 17)), label].join(',')
    await writeFile(path.join(folder, 'optdigits.tra'), [0, 1, 2].map(line).join('\r\n'))
    await writeFile(path.join(folder, 'optdigits.tes'), [2, 1].map(line).join('\n'))
    const { dataSet, info } = await read(folder)
    expect([...dataSet.training.labels, ...dataSet.test.labels]).toEqual([0, 1, 2, 2, 1])
    expect(info).toMatchObject({ rows: 8, columns: 8 })
    expect(dataSet.training.images[16]).toBe(255)
    expect(info.origin).toContain('Its pixels were counts from 0 to 16.')
  })

  it('may be gzipped, with semicolons and names of classes', async () => {
    const file = path.join(await temporaryFolder(), 'letters.csv.gz')
    const lines = Array.from({ length: 12 }, (_, k) => `${k % 2 === 0 ? 'a' : 'b'};1;${k};3;200`)
    await writeFile(file, gzipSync(lines.join('\n')))
    const { dataSet, info } = await read(file)
    expect(info.classNames).toEqual(['a', 'b'])
    expect([dataSet.training.count, dataSet.test.count]).toEqual([10, 2])
  })

  it('are refused by line and field', async () => {
    const file = path.join(await temporaryFolder(), 'bad.csv')
    const refuse = async (text: string): Promise<string> => {
      await writeFile(file, text)
      return refusal(file)
    }
    expect(await refuse('label,a,b,c,d\n1,0,0,x,0\n')).toBe(
      "bad.csv, line 2, field 4: expected a pixel from 0 to 255, got 'x'",
    )
    expect(await refuse('1,0,0,256,0\n2,0,0,0,0')).toBe(
      "bad.csv, line 1, field 4: expected a pixel from 0 to 255, got '256'",
    )
    expect(await refuse('1,0,0,0,9\n2,0,0,0\n')).toBe(
      'bad.csv, line 2: expected 5 fields as in the first line, got 4',
    )
    expect(await refuse('1,0,0,0\n2,0,0,1\n')).toBe(
      'bad.csv: expected the pixels of square images (64, 784, …), got 3 in each line',
    )
    expect(await refuse('')).toBe('bad.csv: expected a line for each image, got no images')
    expect(await refuse('words\nand more\n')).toBe(
      'bad.csv, line 1: expected a label and pixels, got one field',
    )
  })
})

describe('IDX files by other names', () => {
  it('are read as EMNIST has them: on their side, counted from 1, named by a table', async () => {
    const folder = await temporaryFolder()
    const write = (name: string, bytes: Uint8Array): Promise<void> =>
      writeFile(path.join(folder, `emnist-letters-${name}.gz`), gzipSync(bytes))
    const shape = { rows: 2, columns: 3 }
    await write(
      'train-images-idx3-ubyte',
      writeIdxImages({ ...shape, count: 2, images: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) }),
    )
    await write('train-labels-idx1-ubyte', writeIdxLabels(Uint8Array.of(1, 3)))
    await write(
      'test-images-idx3-ubyte',
      writeIdxImages({ ...shape, count: 1, images: Uint8Array.of(1, 2, 3, 4, 5, 6) }),
    )
    await write('test-labels-idx1-ubyte', writeIdxLabels(Uint8Array.of(2)))
    await writeFile(path.join(folder, 'emnist-letters-mapping.txt'), '1 65 97\n2 66 98\n3 67 99\n')
    const { dataSet, info } = await read(folder)
    expect([...dataSet.training.images.subarray(0, 6)]).toEqual([1, 4, 2, 5, 3, 6])
    expect([...dataSet.training.labels, ...dataSet.test.labels]).toEqual([0, 2, 1])
    expect(info).toMatchObject({ rows: 3, columns: 2, classNames: ['A', 'B', 'C'] })
    expect(info.origin).toContain('set upright')
  })
})

describe('pictures by class', () => {
  const dark = (shade: number): number[] => [0, 0, 0, 0, 0, shade, 0, 0, 0, 0, 0, 0]
  const writePictures = async (folder: string, shades: readonly number[], isLight = false): Promise<void> => {
    await mkdir(folder, { recursive: true })
    for (const [k, shade] of shades.entries()) {
      const pixels = dark(shade).map((pixel) => (isLight ? 255 - pixel : pixel))
      await writeFile(path.join(folder, `${k}.png`), grey(4, 3, pixels))
    }
  }

  it('are read from a folder for each class, in train and test, all classes in turns', async () => {
    const folder = await temporaryFolder()
    await writePictures(path.join(folder, 'train', 'ant'), [10, 20, 30])
    await writePictures(path.join(folder, 'train', 'bee'), [110, 120, 130])
    await writePictures(path.join(folder, 'test', 'ant'), [40])
    await writePictures(path.join(folder, 'test', 'bee'), [140])
    const { dataSet, info } = await read(folder)
    expect(info).toMatchObject({ rows: 3, columns: 4, classNames: ['ant', 'bee'] })
    const { images, labels } = dataSet.training
    expect([...labels].sort()).toEqual([0, 0, 0, 1, 1, 1])
    expect([...labels]).not.toEqual([0, 0, 0, 1, 1, 1])
    for (const [k, label] of labels.entries()) expect(images[12 * k + 5]! > 100).toBe(label === 1)
    expect([...dataSet.test.labels]).toEqual([0, 1])
    expect(dataSet.test.images[5]).toBe(40)
  })

  it('are turned to light on dark, and keep some to test on', async () => {
    const folder = await temporaryFolder()
    await writePictures(path.join(folder, '0'), [200, 201, 202, 203, 204, 205], true)
    await writePictures(path.join(folder, '1'), [100, 101, 102, 103, 104, 105], true)
    const { dataSet, info } = await read(folder)
    expect([dataSet.training.count, dataSet.test.count]).toEqual([10, 2])
    expect(dataSet.training.images[0]).toBe(0)
    expect(info.origin).toContain('dark on light')
  })

  it('name the picture that is none, or has another size', async () => {
    const folder = await temporaryFolder()
    await writePictures(path.join(folder, '0'), [200])
    await writePictures(path.join(folder, '1'), [200])
    await writeFile(path.join(folder, '1', 'z.png'), 'no picture')
    expect(await refusal(folder)).toMatch(/\/1\/z\.png: expected a picture, got one that cannot be read \(/)
    await writeFile(path.join(folder, '1', 'z.png'), grey(2, 2, [0, 1, 2, 3]))
    expect(await refusal(folder)).toMatch(/: expected \d × \d pixels as the first picture has, got \d × \d$/)
  })
})

describe('files of drawings', () => {
  const line = (k: number, more: object = {}): object => ({
    ...{ width: 280, height: 280, label: k % 2 },
    strokes: [
      [
        [100, 40],
        [100 + 10 * k, 140],
        [120, 240],
      ],
    ],
    ...more,
  })
  const write = async (lines: readonly object[], name = 'drawings.jsonl'): Promise<string> => {
    const file = path.join(await temporaryFolder(), name)
    await writeFile(file, lines.map((each) => JSON.stringify(each)).join('\n'))
    return file
  }

  it('are the images that the pad makes of them, some of all kept to test on', async () => {
    const lines = Array.from({ length: 14 }, (_, k) => line(k))
    const { dataSet, info } = await read(await write(lines))
    expect(info).toMatchObject({ rows: 28, columns: 28, classNames: ['0', '1'] })
    expect(info.origin).toMatch(
      /^Drawings of a file, prepared as the pad prepares them\. .* is kept to test on\.$/,
    )
    const { training, test } = dataSet
    expect([training.count, test.count]).toEqual([12, 2])
    const pixels = (part: typeof test): string[] =>
      Array.from(part.labels, (_, k) => part.images.slice(784 * k, 784 * (k + 1)).join())
    const made = lines.map((each) => strokeDrawingToImage(each as StrokeDrawing, 28)!.join())
    expect([...pixels(training), ...pixels(test)].sort()).toEqual(made.sort())
  })

  it('may say which are to test on, and carry the image that a picture was', async () => {
    const image = 'ff' + '00'.repeat(783)
    const { dataSet } = await read(
      await write([line(0), line(1), line(2, { strokes: [], image }), line(0, { part: 'test' })]),
    )
    expect([dataSet.training.count, dataSet.test.count]).toEqual([3, 1])
    expect([...dataSet.training.images.slice(2 * 784, 2 * 784 + 3)]).toEqual([255, 0, 0])
  })

  it('name the line that is none', async () => {
    expect(await refusal(await write([line(0), line(1, { label: undefined })], 'own.jsonl'))).toBe(
      'own.jsonl, line 2: label: expected the class that it is, got none',
    )
    expect(await refusal(await write([line(0), line(1, { strokes: [] })], 'own.jsonl'))).toBe(
      'own.jsonl, line 2: strokes: expected a point at least, got none',
    )
    expect(await refusal(await write([line(0), { width: 3 }], 'own.jsonl'))).toMatch(/^own\.jsonl, line 2: /)
    expect(await refusal(await write([line(0, { part: 'test' })], 'own.jsonl'))).toBe(
      'own.jsonl: expected a line to learn from, got only lines to test on',
    )
  })
})

it('is read anew when its files have changed, and said to be gone when they are', async () => {
  const dataFolder = await temporaryFolder()
  const file = path.join(await temporaryFolder(), 'own.csv')
  await writeFile(file, '0,1,2,3,4\n1,5,6,7,8\n')
  const first = await loadDataSet(file, { dataFolder })
  const before = await fingerprintFiles(file, { dataFolder })
  await writeFile(file, '0,1,2,3,4\n1,5,6,7,8\n1,5,6,7,9\n')
  expect(await fingerprintFiles(file, { dataFolder })).not.toBe(before)
  expect(await describeDataSet(file, { dataFolder })).toMatchObject({ needs: 'making' })
  const second = await loadDataSet(file, { dataFolder })
  expect(second.dataSet.training.count).toBe(first.dataSet.training.count + 1)
  await rm(file)
  expect(await describeDataSet(file, { dataFolder })).toMatchObject({ state: 'absent', needs: 'folder' })
})

describe('names of classes', () => {
  const labels = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]
  const arrays = {
    x_train: npy(pixelsOf(10, 4), [10, 2, 2]),
    y_train: npy(labels, [10]),
    x_test: npy(pixelsOf(4, 4), [4, 2, 2]),
    y_test: npy([0, 1, 2, 0], [4]),
  }

  it('come from a list beside the files, which is read anew when it changes', async () => {
    const folder = await temporaryFolder()
    const dataFolder = await temporaryFolder()
    const list = path.join(folder, 'classes.txt')
    await writeFile(path.join(folder, 'own.npz'), npz(arrays))
    await writeFile(list, 'disc\nbar\ncross\n')
    await loadDataSet(folder, { dataFolder })
    expect((await describeDataSet(folder, { dataFolder })).classNames).toEqual(['disc', 'bar', 'cross'])
    await writeFile(list, 'round\nlong\ncrossed\n')
    expect((await describeDataSet(folder, { dataFolder })).needs).toBe('making')
    await loadDataSet(folder, { dataFolder })
    expect((await describeDataSet(folder, { dataFolder })).classNames).toEqual(['round', 'long', 'crossed'])
    await writeFile(list, 'round\nlong')
    expect(await refusal(folder)).toBe(
      'classes.txt: expected 3 names, one for each class in the order of the labels, got 2',
    )
  })

  it('come from an array of the archive', async () => {
    const file = path.join(await temporaryFolder(), 'own.npz')
    await writeFile(file, npz({ ...arrays, class_names: writeTexts(['disc', 'bar', 'cross']) }))
    expect((await read(file)).info.classNames).toEqual(['disc', 'bar', 'cross'])
  })

  it('come from the data set that the files are recognised as, which is said', async () => {
    const folder = path.join(await temporaryFolder(), 'fashion-mnist')
    await mkdir(folder)
    const ten = Uint8Array.from({ length: 20 }, (_, k) => k % 10)
    const images = Uint8Array.from(pixelsOf(20, 4))
    const write = (name: string, bytes: Uint8Array): Promise<void> =>
      writeFile(path.join(folder, name), gzipSync(bytes))
    for (const part of ['train', 't10k']) {
      await write(`${part}-images-idx3-ubyte.gz`, writeIdxImages({ count: 20, rows: 2, columns: 2, images }))
      await write(`${part}-labels-idx1-ubyte.gz`, writeIdxLabels(ten))
    }
    const info = await describeDataSet(folder, { dataFolder: await temporaryFolder() })
    expect(info.classNames.slice(7)).toEqual(['Sneaker', 'Bag', 'Ankle boot'])
    expect(info.origin).toContain('recognised by the name of its folder or files')
    await writeFile(path.join(folder, 'classes.txt'), Array.from('abcdefghij').join('\n'))
    const listed = await describeDataSet(folder, { dataFolder: await temporaryFolder() })
    expect(listed.classNames.join('')).toBe('abcdefghij')
  })
})
