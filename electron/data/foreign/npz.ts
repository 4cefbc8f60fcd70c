import path from 'node:path'
import { DataError } from '#core/data/data-set.ts'
import type { ForeignImages } from '#core/data/foreign/foreign-data-set.ts'
import { squareShape } from '#core/data/foreign/image-shape.ts'
import { findPixelScale } from '#core/data/foreign/scale-pixels.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { type NumpyArray, readNpy } from '#core/formats/npz/npy.ts'
import { describeShape } from '#core/formats/tensor.ts'
import { readZip } from '#core/formats/zip/read-zip.ts'
import { MOST_DATA_BYTES } from '#core/limits.ts'
import { listSome } from '#core/math/list-words.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { readFile } from '#files/read-file.ts'
import { type ForeignLayout, orderFour } from './layout.ts'

/** Names under which archives keep their arrays: Keras', MedMNIST's, and those of scikit-learn's users. */
const NAMES = {
  training: {
    images: ['x_train', 'train_images', 'train_x', 'X_train', 'images', 'data', 'X', 'x'],
    labels: ['y_train', 'train_labels', 'train_y', 'Y_train', 'labels', 'target', 'Y', 'y'],
  },
  test: {
    images: ['x_test', 'test_images', 'test_x', 'X_test'],
    labels: ['y_test', 'test_labels', 'test_y', 'Y_test'],
  },
} as const
/** Arrays that name the classes 0, 1, 2 … */
const CLASS_NAMES = ['class_names', 'classes', 'label_names', 'target_names']

const LISTED = 6

/** One archive of NumPy's arrays, as Keras' `mnist.npz`, or four with one array each, as Kuzushiji-MNIST's. */
export const npz: ForeignLayout = {
  origin: 'Images and labels from NumPy’s arrays.',

  find: ({ path: place, names }) => {
    if (names === null) return Promise.resolve(place.toLowerCase().endsWith('.npz') ? [place] : null)
    const found = names.filter((name) => name.toLowerCase().endsWith('.npz'))
    const four = orderFour(found, isLabels)
    const files = found.length === 1 ? found : found.length === 4 ? four : null
    return Promise.resolve(files?.map((name) => path.join(place, name)) ?? null)
  },

  async read(files, { onProgress, signal }) {
    const read = async (file: string): Promise<NumpyArray[]> => {
      const name = path.basename(file)
      const bytes = await readFile(file, { signal })
      return refuseInWords(name, () =>
        readZip(bytes, FORMAT_TOOLS, MOST_DATA_BYTES)
          .filter((entry) => entry.name.endsWith('.npy'))
          .map((entry) => readNpy(entry.read(), entry.name.slice(0, -'.npy'.length))),
      )
    }
    const archives: NumpyArray[][] = []
    for (const [k, file] of files.entries()) {
      archives.push(await read(file))
      signal?.throwIfAborted()
      onProgress?.(k + 1, files.length + 1)
    }
    const notes = new Set<string>()
    const names = files.map((file) => path.basename(file))
    if (archives.length === 4) {
      const one = (k: number): NumpyArray => {
        const [array, ...others] = archives[k]!
        if (array === undefined || others.length > 0) {
          throw new DataError(`${names[k]}: expected one array, got ${archives[k]!.length}`)
        }
        return array
      }
      return {
        training: join(one(0), one(1), names[0]!, names[1]!, notes),
        test: join(one(2), one(3), names[2]!, names[3]!, notes),
        notes: [...notes],
      }
    }
    const [arrays] = archives
    const name = names[0]!
    const find = (wanted: readonly string[]): NumpyArray | undefined =>
      wanted.flatMap((each) => arrays!.filter((array) => array.name === each))[0]
    const [x, y] = [find(NAMES.training.images), find(NAMES.training.labels)]
    if (x === undefined || y === undefined) {
      throw new DataError(
        `${name}: expected the arrays x_train, y_train, x_test and y_test, got ${
          listSome(
            arrays!.map((array) => array.name),
            LISTED,
          ) || 'none'
        }`,
      )
    }
    const [testX, testY] = [find(NAMES.test.images), find(NAMES.test.labels)]
    if ((testX === undefined) !== (testY === undefined)) {
      throw new DataError(
        `${name}: expected ${testX === undefined ? 'x_test' : 'y_test'} beside ${(testX ?? testY)!.name}, got no such array`,
      )
    }
    return {
      training: join(x, y, name, name, notes),
      test: testX && testY ? join(testX, testY, name, name, notes) : null,
      notes: [...notes],
      nameOf: nameLabels(find(CLASS_NAMES)?.readTexts()),
    }
  },
}

const nameLabels = (texts: readonly string[] | null | undefined): ReadonlyMap<string, string> | undefined =>
  texts ? new Map(texts.map((text, k) => [String(k), text])) : undefined

const isLabels = (name: string): boolean => /label|targets?/i.test(name)

/** Reads what may refuse in a format's words, and names the file. */
function refuseInWords<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof FormatError) throw new DataError(`${name}: ${error.message}`, { cause: error })
    throw error
  }
}

/** Images with their labels. @param notes takes what was decided */
function join(
  x: NumpyArray,
  y: NumpyArray,
  imageFile: string,
  labelFile: string,
  notes: Set<string>,
): ForeignImages {
  const what = `${imageFile}, ${x.name}`
  const [count = 0, ...sides] = x.shape
  const shape = shapeOf(sides, what, x)
  const pixels = shape.rows * shape.columns
  const images = refuseInWords(imageFile, () => toBytes(x, pixels, what, notes))
  const labels = refuseInWords(labelFile, () => readLabels(y, `${labelFile}, ${y.name}`))
  if (labels.length !== count) {
    throw new DataError(
      `${labelFile}, ${y.name}: expected ${count} labels, one for each image of ${x.name}, got ${labels.length}`,
    )
  }
  return { count, ...shape, images, labels }
}

/** (count, rows, columns), (count, rows, columns, 1), (count, 1, rows, columns) or (count, pixels). */
function shapeOf(
  sides: readonly number[],
  what: string,
  { shape }: NumpyArray,
): { rows: number; columns: number } {
  const inner = sides.length === 3 ? sides.filter((side, k) => !(side === 1 && (k === 0 || k === 2))) : sides
  const [rows, columns] = inner
  if (inner.length === 2 && rows! > 0 && columns! > 0) return { rows: rows!, columns: columns! }
  if (inner.length === 1) return squareShape(rows!, what)
  throw new DataError(
    `${what}: expected images as count × rows × columns or count × pixels, in one shade, got ${describeShape(shape)}`,
  )
}

function toBytes(array: NumpyArray, pixels: number, what: string, notes: Set<string>): Uint8Array {
  if (array.numberType === 'uint8' && !array.isFortran) {
    const length = array.shape.reduce((product, side) => product * side, 1)
    const bytes = array.content.subarray(0, length)
    if (bytes.length < length) {
      throw new DataError(`${what}: expected ${length} bytes, got ${bytes.length}; the file is cut short`)
    }
    const most = bytes.reduce((max, pixel) => (pixel > max ? pixel : max), 0)
    if (most > 16 || (most > 1 && pixels !== 64)) return bytes.slice()
  }
  const numbers = array.read()
  let [least, most] = [Infinity, -Infinity]
  for (const [k, number] of numbers.entries()) {
    if (!Number.isFinite(number)) {
      throw new DataError(`${what}: expected numbers, got ${number} in image ${Math.floor(k / pixels)}`)
    }
    if (number < least) least = number
    if (number > most) most = number
  }
  const { factor, note } = findPixelScale(least, most, pixels, what)
  if (note !== null) notes.add(note)
  return Uint8Array.from(numbers, (number) => Math.round(number * factor))
}

/** Labels as (count) or (count, 1) numbers, or as texts. */
function readLabels(array: NumpyArray, what: string): string[] {
  const [count = 0, ...sides] = array.shape
  if (sides.some((side) => side !== 1)) {
    throw new DataError(`${what}: expected a label for each image, got ${describeShape(array.shape)} numbers`)
  }
  const texts = array.readTexts()
  if (texts !== null) return texts
  const numbers = array.read()
  const wrong = numbers.findIndex((label) => !Number.isInteger(label) || label < 0)
  if (wrong >= 0) {
    throw new DataError(`${what}: expected whole numbers from 0 on, got ${numbers[wrong]} at index ${wrong}`)
  }
  return Array.from(numbers.subarray(0, count), String)
}
