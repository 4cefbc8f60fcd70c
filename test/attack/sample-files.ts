import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { decodePicture } from '#backend/analysis/pictures/decode-picture.ts'
import { readNetworkFile } from '#backend/exchange/network-files.ts'
import { readDraft } from '#core/assignment/assignment.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import { strokeDrawingToImage } from '#core/data/stroke-drawing.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { parseDrawings } from '#core/formats/parse-drawings.ts'
import { parameterLayout } from '#core/network/parameters.ts'
import { writeNetwork2 } from '#core/formats/network2/write-network2.ts'
import { readRecipeText } from '#core/recipe/recipe-text.ts'
import { parseVectorFile } from '#core/verification/vector-file.ts'
import { inflate, inflateShrinkable } from '#data/inflate.ts'
import { readIdxImages, readIdxLabels } from '#core/data/idx.ts'
import { readOwnPreset, writeOwnPreset } from '#shared/own-preset-file.ts'
import { readRecipeLink, writeRecipeLink } from '#shared/recipe-link.ts'
import { drawDigit } from '../electron/backend/digits/drawn-digits.ts'
import { SMALL_RECIPE, addRun } from '../electron/backend/store/filled-store.ts'
import { imageBytes, labelBytes } from '../electron/data/small-data-set.ts'
import { makeExchangeStore } from '../electron/backend/exchange/exchange-store.ts'

/** A sound file, and what reads it. */
export interface SampleFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly read: (bytes: Uint8Array) => unknown
  /** Attempts that are made of it, of a thousand of the whole attack: fewer of what takes long. */
  readonly share: number
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8')

/** A file of each kind that a person may hand to the program, all of them small. */
export async function makeSampleFiles(): Promise<SampleFile[]> {
  const layout = parameterLayout(SMALL_RECIPE)
  const parameters = Float64Array.from({ length: layout.length }, (_, k) => k / 7)
  const network = writeNetwork2({ recipe: SMALL_RECIPE, parameters })
  const vectors = JSON.parse(readFileSync('test/reference/pytorch.json', 'utf8')) as { cases: unknown[] }
  const oneCase = JSON.stringify({ ...vectors, cases: vectors.cases.slice(0, 1) })
  return [
    {
      name: 'images.idx',
      bytes: imageBytes(12),
      read: (bytes) => readIdxImages(bytes, 'images'),
      share: 50,
    },
    {
      name: 'labels.idx',
      bytes: labelBytes(12),
      read: (bytes) => readIdxLabels(bytes, 'labels', 10),
      share: 50,
    },
    { name: 'images.idx.gz', bytes: gzipSync(imageBytes(40)), read: readZippedImages, share: 150 },
    {
      name: 'network.json',
      bytes: bytesOf(network),
      read: (bytes) => readNetworkFile('a.json', bytes),
      share: 150,
    },
    {
      name: 'recipe.json',
      bytes: bytesOf(JSON.stringify(SMALL_RECIPE)),
      read: (bytes) => readRecipeText(textOf(bytes)),
      share: 100,
    },
    {
      name: 'preset.json',
      bytes: bytesOf(writeOwnPreset({ name: 'mine', recipe: SMALL_RECIPE })),
      read: (bytes) => readOwnPreset(textOf(bytes)),
      share: 50,
    },
    {
      name: 'recipe link',
      bytes: bytesOf(await writeRecipeLink(SMALL_RECIPE)),
      read: (bytes) => readRecipeLink(textOf(bytes)),
      share: 100,
    },
    {
      name: 'vectors.json',
      bytes: bytesOf(oneCase),
      read: (bytes) => parseVectorFile(textOf(bytes)),
      share: 50,
    },
    {
      name: 'drawings.jsonl',
      bytes: bytesOf([7, 3].map((label) => JSON.stringify(drawDigit(label, 1))).join('\n')),
      read: readDrawings,
      share: 50,
    },
    {
      name: 'draft of an assignment',
      bytes: bytesOf(JSON.stringify({ title: 'a', recipe: SMALL_RECIPE, questions: QUESTIONS })),
      read: (bytes) => readDraft(textOf(bytes)),
      share: 50,
    },
    ...(await makePictures()),
    await makeRunFile(),
  ]
}

const QUESTIONS = [
  { id: 'sum', kind: 'number', words: '1 + 1?', points: 1, solution: { number: 2, tolerance: 0 } },
  { id: 'why', kind: 'text', words: 'Why?', points: 1 },
]

/** Draws what each line says; a line that is refused with a reason refuses the file here. */
function readDrawings(bytes: Uint8Array): void {
  const lines = [...parseDrawings(textOf(bytes))]
  for (const line of lines) if ('drawing' in line) strokeDrawingToImage(line.drawing, FIELD_SIZE)
  const refused = lines.find((line) => 'reason' in line)
  if (refused !== undefined) throw new FormatError(refused.reason)
}

async function readZippedImages(bytes: Uint8Array): Promise<void> {
  const results = await Promise.allSettled([
    inflate(bytes, 'images', 10_000),
    inflateShrinkable(bytes, 'images', 10_000),
  ])
  for (const result of results) {
    if (result.status === 'rejected') throw result.reason
    readIdxImages(result.value, 'images')
  }
}

async function makePictures(): Promise<SampleFile[]> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><path d="M9 9h30l-9 22" stroke="#123" fill="none"/></svg>`
  const formats = ['png', 'jpeg', 'webp', 'gif', 'avif', 'tiff'] as const
  const read = (bytes: Uint8Array): unknown => decodePicture(bytes, 'picture')
  const made = await Promise.all(
    formats.map(async (format) => ({
      name: `picture.${format}`,
      bytes: new Uint8Array(await sharp(bytesOf(drawing)).toFormat(format).toBuffer()),
      read,
      share: format === 'avif' ? 10 : 25,
    })),
  )
  return [...made, { name: 'picture.svg', bytes: bytesOf(drawing), read, share: 25 }]
}

/** A file of two runs, which a store takes in. */
async function makeRunFile(): Promise<SampleFile> {
  const { store, exchange, path: place } = makeExchangeStore()
  const ids = [addRun(store, 2, 'first'), addRun(store, 1, 'second')]
  const file = place('runs.backprop')
  await exchange.exportRuns(ids, file, { weights: 'all', mayReplace: true })
  const target = makeExchangeStore()
  const attempt = path.join(target.folder, 'attempt.backprop')
  return {
    name: 'runs.backprop',
    bytes: readFileSync(file),
    read: async (bytes) => {
      writeFileSync(attempt, bytes)
      return target.exchange.importRuns(attempt)
    },
    share: 40,
  }
}
