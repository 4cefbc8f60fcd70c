import { stat } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { DataError } from '#core/data/data-set.ts'
import type { ForeignImages } from '#core/data/foreign/foreign-data-set.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import { carriedImage, type DigitPart, strokeDrawingToImage } from '#core/data/stroke-drawing.ts'
import { parseDrawings } from '#core/formats/parse-drawings.ts'
import { MOST_STROKES_BYTES } from '#core/limits.ts'
import { readFile } from '#files/read-file.ts'
import { DRAWINGS_FILE, type ForeignLayout, pickParts, type ReadOptions } from './layout.ts'

/** Lines that are read at a stretch. */
const STRETCH = 500

/**
 * Drawings as strokes with their labels, one a line, as `predict --strokes` reads them, each prepared as the pad prepares what is drawn on it.
 * One file, whose lines may say what they are for, or one to learn from and one to test on.
 */
export const drawings: ForeignLayout = {
  origin: 'Drawings of a file, prepared as the pad prepares them.',

  find: ({ path: place, names }) => {
    if (names === null) return Promise.resolve(DRAWINGS_FILE.test(place) ? [place] : null)
    const found = names.filter((name) => DRAWINGS_FILE.test(name)).map((name) => path.join(place, name))
    return Promise.resolve(found.length === 0 ? null : pickParts(found, (file) => path.basename(file)))
  },

  async read(files, options) {
    const [first, second] = files
    const lines = await readLines(first!, options)
    if (second !== undefined) {
      const test = await readLines(second, options)
      return { training: imagesOf(lines), test: imagesOf(test), notes: [] }
    }
    const of = (part: DigitPart): Line[] => lines.filter((line) => (line.part ?? 'training') === part)
    // Where no line is to test on, some of all are kept for it, as of other files.
    const [training, test] = [of('training'), of('test')]
    if (training.length === 0) {
      throw new DataError(
        `${path.basename(first!)}: expected a line to learn from, got only lines to test on`,
      )
    }
    return { training: imagesOf(training), test: test.length === 0 ? null : imagesOf(test), notes: [] }
  },
}

interface Line {
  readonly label: number
  readonly part: DigitPart | undefined
  /** `(FIELD_SIZE × FIELD_SIZE)` bytes. */
  readonly image: Uint8Array
}

/** @throws DataError naming the file and the line */
async function readLines(file: string, { onProgress, signal }: ReadOptions): Promise<Line[]> {
  const name = path.basename(file)
  const { size } = await stat(file)
  if (size > MOST_STROKES_BYTES) {
    throw new DataError(
      `${name}: expected at most ${Math.round(MOST_STROKES_BYTES / 1e6)} MB, got ${Math.round(size / 1e6)} MB`,
    )
  }
  const text = (await readFile(file, { signal })).toString('utf8')
  const total = text.split('\n').length
  const lines: Line[] = []
  for (const each of parseDrawings(text)) {
    const refuse = (reason: string): never => {
      throw new DataError(`${name}, line ${each.line}: ${reason}`)
    }
    if ('reason' in each) return refuse(each.reason)
    const { drawing } = each
    const { label, part } = drawing
    if (label === undefined) return refuse('label: expected the class that it is, got none')
    const image = carriedImage(drawing) ?? strokeDrawingToImage(drawing, FIELD_SIZE)
    if (image === null) return refuse('strokes: expected a point at least, got none')
    lines.push({ label, part, image })
    if (lines.length % STRETCH !== 0) continue
    onProgress?.(each.line, total)
    await setImmediate()
    signal?.throwIfAborted()
  }
  if (lines.length === 0) throw new DataError(`${name}: expected a drawing a line, got none`)
  return lines
}

function imagesOf(lines: readonly Line[]): ForeignImages {
  const images = new Uint8Array(lines.length * FIELD_SIZE * FIELD_SIZE)
  lines.forEach(({ image }, k) => images.set(image, k * FIELD_SIZE * FIELD_SIZE))
  return {
    ...{ count: lines.length, rows: FIELD_SIZE, columns: FIELD_SIZE },
    ...{ images, labels: lines.map(({ label }) => String(label)) },
  }
}
