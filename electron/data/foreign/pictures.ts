import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { DataError } from '#core/data/data-set.ts'
import type { ForeignImages } from '#core/data/foreign/foreign-data-set.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import { MOST_DATA_BYTES, MOST_PICTURE_BYTES, MOST_PIXELS } from '#core/limits.ts'
import { Random } from '#core/random/random.ts'
import { readFile } from '#files/read-file.ts'
import { describeFileError } from '../file-errors.ts'
import { isFolder } from '../file-state.ts'
import { type ForeignLayout, partOf, type ReadOptions } from './layout.ts'
import { loadSharp } from '../load-sharp.ts'

const PICTURE = /\.(png|jpe?g|gif|webp|bmp|tiff?)$/i
/** Pictures with a longer side than this are made smaller: an input for each of their pixels would be too many. */
const LONGEST_SIDE = 64
/** Training images take turns by class in the same order on every machine. */
const ORDER_SEED = 1
/** Above this share of light at its edge a picture is dark on light, the other way round than in MNIST. */
const LIGHT_EDGE = 128

/** A folder for each class with pictures of it; or two of them, to learn from and to test on. */
export const pictures: ForeignLayout = {
  origin: 'Pictures from a folder for each class.',

  async find({ path: place, names }) {
    if (names === null) return null
    const folders = await foldersIn(place, names)
    const [training, test] = (['training', 'test'] as const).map((part) =>
      folders.filter((name) => partOf(name) === part),
    )
    const parts =
      training!.length === 1 && test!.length <= 1
        ? [training![0]!, ...test!].map((name) => path.join(place, name))
        : [place]
    const classes: string[] = []
    for (const part of parts) {
      const inPart = part === place ? folders : await foldersIn(part, await readdir(part))
      classes.push(...inPart.map((name) => path.join(part, name)))
    }
    if (classes.length < 2) return null
    // One that has a picture tells; looking into all would take long for the largest.
    for (const folder of classes) {
      if ((await readdir(folder)).some((name) => PICTURE.test(name))) return classes.sort()
    }
    return null
  },

  async read(folders, options) {
    const parts = new Map<string, string[]>()
    for (const folder of folders) {
      const parent = path.dirname(folder)
      parts.set(parent, [...(parts.get(parent) ?? []), folder])
    }
    const named = [...parts.keys()].map((parent) => ({ parent, part: partOf(path.basename(parent)) }))
    const test = parts.size === 2 ? named.find(({ part }) => part === 'test')?.parent : undefined
    const training = named.find(({ parent }) => parent !== test)!.parent
    const files = async (parent: string | undefined): Promise<PictureFile[]> =>
      parent === undefined ? [] : listPictures(parts.get(parent)!)
    const [learned, tested] = [await files(training), await files(test)]
    const reader = new PictureFolder(learned.length + tested.length, options)
    const shuffled = new Random(ORDER_SEED, 'order of pictures').shuffle([...learned.keys()])
    const learn = await reader.read(shuffled.map((k) => learned[k]!))
    const notes = ['The pictures of all classes take turns, in an order drawn once.', ...reader.notes()]
    return { training: learn, test: test === undefined ? null : await reader.read(tested), notes }
  },
}

interface PictureFile {
  readonly file: string
  readonly label: string
}

async function foldersIn(place: string, names: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const name of names) {
    if (!name.startsWith('.') && !PICTURE.test(name) && (await isFolder(path.join(place, name))))
      found.push(name)
  }
  return found
}

async function listPictures(folders: readonly string[]): Promise<PictureFile[]> {
  const all: PictureFile[] = []
  for (const folder of folders) {
    const names = (await readdir(folder)).filter((name) => PICTURE.test(name)).sort()
    all.push(...names.map((name) => ({ file: path.join(folder, name), label: path.basename(folder).trim() })))
  }
  return all
}

interface Shape {
  readonly rows: number
  readonly columns: number
}

/** Reads pictures into images of one size: their own where they all have a small one, else that of MNIST. */
class PictureFolder {
  readonly #total: number
  readonly #options: ReadOptions
  #done = 0
  #shape: Shape | null = null
  #isMadeSmaller = false
  #isInverted = false

  constructor(total: number, options: ReadOptions) {
    this.#total = total
    this.#options = options
  }

  notes(): string[] {
    return [
      ...(this.#isMadeSmaller
        ? [`The pictures were larger; they were fitted to ${FIELD_SIZE} × ${FIELD_SIZE} pixels.`]
        : []),
      ...(this.#isInverted
        ? ['The pictures were dark on light; they were turned to light on dark, as MNIST is.']
        : []),
    ]
  }

  /** @throws DataError naming the picture; the signal's reason when aborted */
  async read(files: readonly PictureFile[]): Promise<ForeignImages> {
    const [first] = files
    if (first === undefined) throw new DataError('Pictures: expected at least one to learn from, got none')
    const shape = (this.#shape ??= await this.#chooseShape(first.file))
    const pixels = shape.rows * shape.columns
    if (files.length * pixels > MOST_DATA_BYTES) {
      throw new DataError(
        `Pictures: expected at most ${Math.round(MOST_DATA_BYTES / 1e6)} MB of pixels, got ${files.length} pictures of ${shape.rows} × ${shape.columns}`,
      )
    }
    const images = new Uint8Array(files.length * pixels)
    for (const [k, { file }] of files.entries()) {
      images.set(await this.#decode(file, shape), k * pixels)
      this.#options.signal?.throwIfAborted()
      this.#options.onProgress?.(++this.#done, this.#total)
    }
    return { count: files.length, ...shape, images, labels: files.map(({ label }) => label) }
  }

  async #chooseShape(file: string): Promise<Shape> {
    const { width, height } = await this.#tryPicture(file, (bytes) =>
      loadSharp()(bytes, { failOn: 'error', limitInputPixels: MOST_PIXELS }).metadata(),
    )
    const { data } = await this.#tryPicture(file, (bytes) => this.#toGrey(bytes, null))
    this.#isInverted = isLightEdged(data, height, width)
    this.#isMadeSmaller = Math.max(width, height) > LONGEST_SIDE
    return this.#isMadeSmaller ? { rows: FIELD_SIZE, columns: FIELD_SIZE } : { rows: height, columns: width }
  }

  async #decode(file: string, { rows, columns }: Shape): Promise<Uint8Array> {
    const { data, width, height } = await this.#tryPicture(file, (bytes) =>
      this.#toGrey(bytes, this.#isMadeSmaller ? { rows, columns } : null),
    )
    if (width !== columns || height !== rows) {
      throw new DataError(
        `${shortPath(file)}: expected ${columns} × ${rows} pixels as the first picture has, got ${width} × ${height}`,
      )
    }
    return this.#isInverted ? data.map((pixel) => 255 - pixel) : data
  }

  /** One byte a pixel, on the ground of its own edge where it is fitted. */
  async #toGrey(
    bytes: Uint8Array,
    size: Shape | null,
  ): Promise<{ data: Uint8Array; width: number; height: number }> {
    const background = this.#isInverted ? '#fff' : '#000'
    let picture = loadSharp()(bytes, { failOn: 'error', limitInputPixels: MOST_PIXELS })
      .autoOrient()
      .flatten({ background })
    if (size !== null) {
      picture = picture.resize(size.columns, size.rows, { fit: 'contain', background })
    }
    const { data, info } = await picture
      .greyscale()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return { data: new Uint8Array(data), width: info.width, height: info.height }
  }

  async #tryPicture<T>(file: string, work: (bytes: Uint8Array) => Promise<T>): Promise<T> {
    try {
      const bytes = await readFile(file, { signal: this.#options.signal })
      if (bytes.length > MOST_PICTURE_BYTES) throw new Error(`${bytes.length} bytes`)
      return await work(bytes)
    } catch (error) {
      this.#options.signal?.throwIfAborted()
      const described = describeFileError(error, shortPath(file))
      if (described instanceof DataError) throw described
      const got = firstLine(error)
      throw new DataError(`${shortPath(file)}: expected a picture, got one that cannot be read (${got})`, {
        cause: error,
      })
    }
  }
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]!.trim()

/** As in `train/7/0001.png`. */
const shortPath = (file: string): string => file.split(path.sep).slice(-3).join('/')

/** Whether the mean of a picture's outermost pixels is light. */
function isLightEdged(grey: Uint8Array, rows: number, columns: number): boolean {
  let [sum, count] = [0, 0]
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (row > 0 && row < rows - 1 && column > 0 && column < columns - 1) continue
      sum += grey[row * columns + column]!
      count++
    }
  }
  return sum > LIGHT_EDGE * count
}
