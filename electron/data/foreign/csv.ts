import type { ReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { createGunzip } from 'node:zlib'
import Papa from 'papaparse'
import { DataError } from '#core/data/data-set.ts'
import type { ForeignImages } from '#core/data/foreign/foreign-data-set.ts'
import { squareShape } from '#core/data/foreign/image-shape.ts'
import { findPixelScale } from '#core/data/foreign/scale-pixels.ts'
import { MOST_DATA_BYTES } from '#core/limits.ts'
import { openFile } from '#files/read-file.ts'
import { describeFileError } from '../file-errors.ts'
import { CSV_FILE, type ForeignLayout, pickParts, type ReadOptions } from './layout.ts'

/** Steps of the progress of one file. */
const STEPS = 100
/** Longest quotation of a field in an error. */
const QUOTED = 30

/**
 * Tables with a line for each image: its label, first or last, and its pixels; with a line of headings or none. One file, or one
 * to learn from and one to test on.
 */
export const csv: ForeignLayout = {
  origin: 'Images and labels from a table of text (CSV).',

  find: ({ path: place, names }) => {
    if (names === null) return Promise.resolve(CSV_FILE.test(place) ? [place] : null)
    const tables = names.filter((name) => CSV_FILE.test(name)).map((name) => path.join(place, name))
    return Promise.resolve(tables.length === 0 ? null : pickParts(tables, (file) => path.basename(file)))
  },

  async read(files, options) {
    const tables: Table[] = []
    for (const [k, file] of files.entries()) {
      tables.push(
        await readTable(file, {
          ...options,
          onProgress: (done, total) => options.onProgress?.(k * total + done, files.length * total),
        }),
      )
    }
    const [training, test] = tables
    if (test !== undefined && test.isLabelLast !== training!.isLabelLast) {
      throw new DataError(
        `${path.basename(files[1]!)}: expected the label in the same column as in ${path.basename(files[0]!)}, got it ${test.isLabelLast ? 'last' : 'first'}`,
      )
    }
    const notes = new Set([
      `The label stands ${training!.isLabelLast ? 'last' : 'first'} in each line.`,
      ...(training!.note === null ? [] : [training!.note]),
    ])
    return { training: training!.part, test: test?.part ?? null, notes: [...notes] }
  },
}

interface Table {
  readonly part: ForeignImages
  readonly isLabelLast: boolean
  readonly note: string | null
}

/** The lines of a table: all fields as numbers, and both ends as they are written, of which one is the label. */
class Lines {
  readonly #name: string
  readonly #firsts: string[] = []
  readonly #lasts: string[] = []
  /** Number of the line that an image stands in. */
  readonly #lineOf: number[] = []
  /** Fields in a line; 0 before the first. */
  #width = 0
  #values = new Float32Array(1 << 16)
  #length = 0
  #line = 0
  #headings: readonly string[] | null = null

  constructor(name: string) {
    this.#name = name
  }

  /** @throws DataError naming the line and the field */
  add(fields: readonly string[]): void {
    this.#line++
    if (fields.length === 1 && fields[0]!.trim() === '') return
    if (this.#width === 0) {
      this.#width = fields.length
      if (fields.length < 2) {
        throw new DataError(`${this.#name}, line ${this.#line}: expected a label and pixels, got one field`)
      }
      if (isHeading(fields)) {
        this.#headings = fields.map((field) => field.trim().toLowerCase())
        return
      }
    }
    if (fields.length !== this.#width) {
      throw new DataError(
        `${this.#name}, line ${this.#line}: expected ${this.#width} fields as in the first line, got ${fields.length}`,
      )
    }
    this.#makeRoom()
    fields.forEach((field, k) => {
      const value = field.trim() === '' ? NaN : Number(field)
      if (k > 0 && k < this.#width - 1 && !isPixel(value)) this.#refusePixel(this.#line, k, field)
      this.#values[this.#length++] = value
    })
    this.#firsts.push(fields[0]!.trim())
    this.#lasts.push(fields.at(-1)!.trim())
    this.#lineOf.push(this.#line)
  }

  #refusePixel(line: number, k: number, field: string): never {
    throw new DataError(
      `${this.#name}, line ${line}, field ${k + 1}: expected a pixel from 0 to 255, got '${field.slice(0, QUOTED)}'`,
    )
  }

  #makeRoom(): void {
    if (this.#length + this.#width <= this.#values.length) return
    if (this.#length + this.#width > MOST_DATA_BYTES) {
      throw new DataError(`${this.#name}: expected at most ${MOST_DATA_BYTES} pixels, got more`)
    }
    const larger = new Float32Array(2 * Math.max(this.#values.length, this.#width))
    larger.set(this.#values.subarray(0, this.#length))
    this.#values = larger
  }

  /** Where headings do not say it: last where the first fields can be no labels, or are all the same and the last are not. */
  #isLabelLast(): boolean {
    const [first, last] = [this.#headings?.[0], this.#headings?.at(-1)]
    if (first !== undefined && LABEL.test(first)) return false
    if (last !== undefined && LABEL.test(last)) return true
    const isConstant = (fields: readonly string[]): boolean => fields.every((field) => field === fields[0])
    const isShade = (fields: readonly string[]): boolean => fields.every((field) => isPixel(Number(field)))
    if (!isShade(this.#lasts)) return isShade(this.#firsts)
    return isConstant(this.#firsts) && !isConstant(this.#lasts)
  }

  /** @throws DataError where there are no images, or lists of pixels that are no images */
  finish(): Table {
    const count = this.#firsts.length
    const pixels = this.#width - 1
    if (count === 0) throw new DataError(`${this.#name}: expected a line for each image, got no images`)
    const isLabelLast = this.#isLabelLast()
    const shape = shapeOfHeadings(this.#headings, isLabelLast) ?? squareShape(pixels, this.#name)
    const values = this.#values
    let [least, most] = [Infinity, -Infinity]
    const from = isLabelLast ? 0 : 1
    for (let i = 0; i < count; i++) {
      for (let p = 0; p < pixels; p++) {
        const value = values[i * this.#width + from + p]!
        if (!isPixel(value)) {
          this.#refusePixel(this.#lineOf[i]!, from + p, (isLabelLast ? this.#firsts : this.#lasts)[i]!)
        }
        if (value < least) least = value
        if (value > most) most = value
      }
    }
    const { factor, note } = findPixelScale(least, most, pixels, this.#name)
    const images = new Uint8Array(count * pixels)
    for (let i = 0; i < count; i++) {
      for (let p = 0; p < pixels; p++) {
        images[i * pixels + p] = Math.round(values[i * this.#width + from + p]! * factor)
      }
    }
    const labels = isLabelLast ? this.#lasts : this.#firsts
    return { part: { count, ...shape, images, labels }, isLabelLast, note }
  }
}

const isPixel = (value: number): boolean => value >= 0 && value <= 255

const LABEL = /^(label|class|target|digit|y)s?$/

const isNumber = (field: string): boolean => field.trim() !== '' && Number.isFinite(Number(field))

/** Headings have no number where pixels are. */
const isHeading = (fields: readonly string[]): boolean =>
  fields.slice(1, -1).every((field) => !isNumber(field))

/** As in '1x1' to '28x28', the headings of a much shared MNIST in CSV; null where headings do not say it. */
function shapeOfHeadings(
  headings: readonly string[] | null,
  isLabelLast: boolean,
): { rows: number; columns: number } | null {
  const last = headings?.at(isLabelLast ? -2 : -1)
  const match = /^(\d{1,4})x(\d{1,4})$/.exec(last ?? '')
  if (match === null) return null
  const [rows, columns] = [Number(match[1]), Number(match[2])]
  return rows * columns === headings!.length - 1 ? { rows, columns } : null
}

async function readTable(file: string, { onProgress, signal }: ReadOptions): Promise<Table> {
  const name = path.basename(file)
  const lines = new Lines(name)
  let source: ReadStream | undefined
  try {
    const { size } = await stat(file)
    source = (await openFile(file)).createReadStream({ signal })
    let read = 0
    source.on('data', (chunk: string | Buffer) => {
      read += chunk.length
      onProgress?.(Math.floor((STEPS * read) / Math.max(1, size)), STEPS)
    })
    const text = file.toLowerCase().endsWith('.gz') ? source.pipe(createGunzip()) : source
    source.on('error', (error) => text.destroy(error))
    const parser = text.pipe(Papa.parse(Papa.NODE_STREAM_INPUT, { delimitersToGuess: [',', ';', '\t', '|'] }))
    text.on('error', (error: Error) => parser.destroy(error))
    for await (const fields of parser as AsyncIterable<string[]>) lines.add(fields)
    signal?.throwIfAborted()
    return lines.finish()
  } catch (error) {
    signal?.throwIfAborted()
    throw describeFileError(error, name)
  } finally {
    // Gives the file back where the rest of it is not wanted.
    source?.destroy()
  }
}
