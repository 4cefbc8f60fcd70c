import path from 'node:path'
import { DIGIT_NAMES } from '#core/data/class-names.ts'
import { type DigitPart, writerSchema } from '#core/data/stroke-drawing.ts'
import { MOST_STROKES_BYTES } from '#core/limits.ts'
import { type OwnDigitInfo, type OwnDigitList, WorkbenchError } from '#contract/types.ts'
import { OwnDigits } from '#backend/digits/own-digits.ts'
import { resolvePaths } from '#backend/paths.ts'
import { ownDigitsFolder } from '#data/own-digit-files.ts'
import { JobError, UsageError } from '../common/errors.ts'
import { alignColumns } from '../common/format.ts'
import { Output } from '../common/output.ts'
import { readInputFile } from '../common/read-input.ts'
import type { Terminal } from '../common/terminal.ts'
import { writeOutputFile } from '../common/write-output-file.ts'

export interface DigitsOptions {
  readonly json?: boolean
}

export interface ChooseDigitsOptions extends DigitsOptions {
  readonly label?: number
  readonly part?: DigitPart
  readonly writer?: string
}

export interface ExportDigitsOptions extends ChooseDigitsOptions {
  readonly out: string
}

export type EditDigitsOptions = ChooseDigitsOptions

const HEAD = ['ID', 'DIGIT', 'PART', 'WRITER']

/** The account's own digits; nobody else hears of their changes here. */
const ownDigits = (): OwnDigits => new OwnDigits(ownDigitsFolder(resolvePaths().dataFolder))

/** Lists own digits. @returns 1 where something in their folder is none */
export async function listDigits(options: ChooseDigitsOptions, terminal: Terminal): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const list = await ownDigits().list()
  const chosen = choose(list, options)
  const rows = chosen.map(({ id, label, part, writer }) => [id, String(label), part, writer ?? ''])
  const [head, ...lines] = alignColumns([HEAD, ...rows])
  if (!output.isJson && chosen.length > 0) output.lines(head!)
  chosen.forEach((digit, k) => output.result({ event: 'digit', ...digit }, lines[k]))
  if (list.digits.length === 0) {
    output.note("There are no digits of your own yet: keep some in the window, or 'digits import' drawings.")
  }
  for (const { file, message } of list.problems) {
    output.result({ event: 'problem', file, problem: message }, undefined)
    output.note(`${file}: ${message}`)
  }
  return list.problems.length === 0 ? 0 : 1
}

/** Adds the drawings of files. @throws UsageError for a file that is none, before it adds any of it */
export async function importDigits(
  files: readonly string[],
  options: DigitsOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const digits = ownDigits()
  for (const file of files) {
    const text = readInputFile(file, MOST_STROKES_BYTES).toString('utf8')
    const { added, known } = await inWords(() => digits.import(text, file))
    const others = known === 0 ? '' : `; ${known} of them there already`
    output.result(
      { event: 'imported', file: path.resolve(file), added, known },
      `Added ${added} of ${added + known} drawings of ${file}${others}`,
    )
  }
  return 0
}

/** Writes own digits as drawings, one a line. @throws UsageError where there are none such */
export async function exportDigits(options: ExportDigitsOptions, terminal: Terminal): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const digits = ownDigits()
  const ids = choose(await digits.list(), options).map(({ id }) => id)
  if (ids.length === 0)
    throw new UsageError('digits export: expected a digit at least, but there is none such')
  const content = await inWords(() => digits.export(ids))
  if (options.out === '-') {
    output.file(content)
    return 0
  }
  const file = path.resolve(options.out)
  await writeOutputFile(file, content, { mayReplace: true, option: '--out' })
  output.result({ event: 'exported', file, digits: ids.length }, `Wrote ${ids.length} digits to ${file}`)
  return 0
}

/** Says something else of digits. @throws UsageError for an id that is none, or a value that cannot be */
export async function editDigits(
  ids: readonly string[],
  { json, ...options }: EditDigitsOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, json === true)
  const { part } = options
  const writer = readWriter(options.writer)
  const label = readLabel(options.label)
  if (label === undefined && part === undefined && writer === undefined) {
    throw new UsageError('digits edit: expected --label, --part or --writer, got none of them')
  }
  await inWords(() => ownDigits().edit(ids, { label, part, writer }))
  output.result({ event: 'edited', ids }, `Changed ${ids.join(', ')}`)
  return 0
}

/** Deletes digits. @throws UsageError for an id that is none, before any is deleted */
export async function deleteDigits(
  ids: readonly string[],
  options: DigitsOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  await inWords(() => ownDigits().delete(ids))
  output.result({ event: 'deleted', ids }, `Deleted ${ids.join(', ')}`)
  return 0
}

function choose({ digits }: OwnDigitList, options: ChooseDigitsOptions): OwnDigitInfo[] {
  const label = readLabel(options.label)
  const { part, writer } = options
  return digits.filter(
    (digit) =>
      (label === undefined || digit.label === label) &&
      (part === undefined || digit.part === part) &&
      (writer === undefined || (digit.writer ?? '') === writer),
  )
}

function readLabel(label: number | undefined): number | undefined {
  if (label === undefined || (Number.isInteger(label) && label >= 0 && label < DIGIT_NAMES.length))
    return label
  throw new UsageError(`--label: expected a digit from 0 to ${DIGIT_NAMES.length - 1}, got ${label}`)
}

/** Null: nobody says. */
function readWriter(given: string | undefined): string | null | undefined {
  if (given === undefined || given === '') return given === '' ? null : undefined
  const read = writerSchema.safeParse(given)
  if (read.success) return read.data
  throw new UsageError(`--${read.error.issues[0]!.message}`)
}

/** What is wrong with a file or an id is a wrong argument. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof WorkbenchError)) throw error
    throw error.code === 'store' ? new JobError(error.message) : new UsageError(error.message)
  }
}
