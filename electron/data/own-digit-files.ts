import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { DataError } from '#core/data/data-set.ts'
import { asOwnDigit, findDigitProblem, type OwnDigit, PartBalance } from '#core/data/own-digits.ts'
import type { StrokeDrawing } from '#core/data/stroke-drawing.ts'
import { parseDrawings } from '#core/formats/parse-drawings.ts'
import { MOST_STROKES_BYTES } from '#core/limits.ts'
import { MY_DIGITS } from '#core/recipe/data-set-name.ts'
import { fileErrorCode } from '#files/file-errors.ts'
import { readFile } from '#files/read-file.ts'
import { describeFileError } from './file-errors.ts'

/*
 * The digits that a person kept, as files of a folder: drawings as JSON, one a line, as `predict --strokes` reads them. A digit
 * that is kept is a file of its own, an import is one with all its digits.
 */

/** A digit and the file that it is written in. */
export interface FiledDigit {
  /** Sixteen hexadecimal digits, made of what was drawn; a label that is changed leaves it. */
  readonly id: string
  /** Name in the folder. */
  readonly file: string
  readonly digit: OwnDigit
}

/** What is in the folder and is no digit. */
export interface DigitProblem {
  readonly file: string
  /** In a sentence. */
  readonly message: string
}

export interface FiledDigits {
  /** By file and line, each drawing once. */
  readonly digits: readonly FiledDigit[]
  readonly problems: readonly DigitProblem[]
}

/** The folder of own digits. */
export function ownDigitsFolder(dataFolder: string): string {
  return path.join(dataFolder, MY_DIGITS)
}

/** Reads all own digits; a line that is none is named, and the others are read. @throws DataError for a folder that cannot be read */
export async function readOwnDigits(folder: string): Promise<FiledDigits> {
  const problems: DigitProblem[] = []
  const byId = new Map<string, FiledDigit>()
  const balance = new PartBalance([])
  for (const file of await listFiles(folder)) {
    try {
      for (const drawing of readDrawings(await readText(path.join(folder, file)), (at, reason) =>
        problems.push({ file, message: `line ${at}: ${reason}` }),
      )) {
        const id = idOf(drawing)
        // A part that nobody chose may not depend on which other digits there are.
        const digit = asOwnDigit({ part: 'training', ...drawing }, balance)
        if (!byId.has(id)) byId.set(id, { id, file, digit })
      }
    } catch (error) {
      const described = describeFileError(error, file)
      problems.push({ file, message: described instanceof Error ? described.message : String(described) })
    }
  }
  return { digits: [...byId.values()], problems }
}

/**
 * The labelled drawings of a text, one a line.
 * @param refuse is told of each line that is none, counted from 1
 */
export function* readDrawings(
  text: string,
  refuse: (line: number, reason: string) => void,
): Generator<StrokeDrawing> {
  for (const each of parseDrawings(text)) {
    const reason = 'reason' in each ? each.reason : findDigitProblem(each.drawing)
    if (reason !== null) refuse(each.line, reason)
    else if ('drawing' in each) yield each.drawing
  }
}

/** What is the same drawing has the same id, whatever is said of it. */
export function idOf({ width, height, strokes, image }: StrokeDrawing): string {
  const drawn = strokes.length > 0 ? [width, height, strokes] : [image]
  return createHash('sha256').update(JSON.stringify(drawn)).digest('hex').slice(0, 16)
}

/** A text that changes when the files do; cheap. */
export async function fingerprintOwnDigits(folder: string): Promise<string> {
  const files = await listFiles(folder)
  const states = await Promise.all(
    files.map(async (file) => {
      const found = await stat(path.join(folder, file)).catch(() => null)
      return found === null ? file : `${file} ${found.size} ${found.mtimeMs}`
    }),
  )
  return states.join('\n')
}

async function readText(file: string): Promise<string> {
  const { size } = await stat(file)
  if (size > MOST_STROKES_BYTES) {
    throw new DataError(
      `expected at most ${Math.round(MOST_STROKES_BYTES / 1e6)} MB, got ${Math.round(size / 1e6)} MB`,
    )
  }
  return (await readFile(file)).toString('utf8')
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((file) => /^[^.].*\.jsonl$/i.test(file)).sort()
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return []
    throw describeFileError(error, folder)
  }
}
