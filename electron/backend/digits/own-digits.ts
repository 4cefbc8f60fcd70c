import { createHash } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { DataError } from '#core/data/data-set.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import { asOwnDigit, findDigitProblem, type OwnDigit, PartBalance } from '#core/data/own-digits.ts'
import { carriedImage, type StrokeDrawing } from '#core/data/stroke-drawing.ts'
import { MOST_OWN_DIGITS } from '#contract/limits.ts'
import {
  type OwnDigitChanges,
  type OwnDigitInfo,
  type OwnDigitList,
  type OwnDigitsImported,
  WorkbenchError,
} from '#contract/types.ts'
import {
  type FiledDigit,
  type FiledDigits,
  idOf,
  readDrawings,
  readOwnDigits,
} from '#data/own-digit-files.ts'
import { fileErrorCode, isFileError } from '#files/file-errors.ts'
import { readFile } from '#files/read-file.ts'
import { writeFile } from '#files/write-file.ts'
import { describeFileError } from '../describe-file-error.ts'

/** A line that was deleted, and where it stood. */
interface DeletedLine {
  readonly file: string
  readonly line: number
  readonly text: string
}

const PIXELS = FIELD_SIZE * FIELD_SIZE

/**
 * The digits that a person drew and kept, as files of a folder, see `own-digit-files.ts`. They are read anew each time: other
 * programs and people may change them. Changes of this program come one after the other.
 */
export class OwnDigits {
  readonly #folder: string
  readonly #onChange: (list: OwnDigitList) => void | Promise<void>
  #lastChange: Promise<unknown> = Promise.resolve()
  /** By id, until this program ends. */
  readonly #deleted = new Map<string, DeletedLine>()

  /** @param onChange is told of all digits after each change */
  constructor(folder: string, onChange: (list: OwnDigitList) => void | Promise<void> = () => undefined) {
    this.#folder = folder
    this.#onChange = onChange
  }

  /** All digits, and what else is in the folder. @throws WorkbenchError `store` */
  async list(): Promise<OwnDigitList> {
    const { digits, problems } = await this.#read()
    return { digits: digits.map(describe), problems, folder: this.#folder }
  }

  /** @throws WorkbenchError `not-found`, `store` */
  async getImages(ids: readonly string[]): Promise<Uint8Array> {
    const found = this.#find(await this.#read(), ids)
    const images = new Uint8Array(found.length * PIXELS)
    found.forEach(({ digit }, k) => images.set(carriedImage(digit)!, k * PIXELS))
    return images
  }

  /** Keeps a drawing, or says anew what a kept one is. @throws WorkbenchError `invalid`, `store` */
  keep(drawing: StrokeDrawing): Promise<OwnDigitInfo> {
    return this.#change(async () => {
      const problem = findDigitProblem(drawing)
      if (problem !== null) throw new WorkbenchError('invalid', problem)
      const { digits } = await this.#read()
      const id = idOf(drawing)
      const former = digits.find((each) => each.id === id)
      if (former !== undefined) {
        const { label, writer = former.digit.writer, part = former.digit.part } = drawing
        const digit = { ...former.digit, label: label!, writer, part }
        await this.#rewrite([former], () => digit)
        return describe({ id, digit })
      }
      refuseTooMany(digits.length + 1)
      const digit = asOwnDigit(drawing, new PartBalance(digits.map((each) => each.digit)))
      await this.#add([digit])
      return describe({ id, digit })
    })
  }

  /** @throws WorkbenchError `not-found`, `store` */
  edit(ids: readonly string[], { label, part, writer }: OwnDigitChanges): Promise<void> {
    return this.#change(async () => {
      await this.#rewrite(this.#find(await this.#read(), ids), (digit) => ({
        ...digit,
        ...(label !== undefined && { label }),
        ...(part !== undefined && { part }),
        ...(writer !== undefined && { writer: writer ?? undefined }),
      }))
    })
  }

  /** @throws WorkbenchError `not-found`, `store` */
  delete(ids: readonly string[]): Promise<void> {
    return this.#change(async () => {
      await this.#rewrite(this.#find(await this.#read(), ids), () => null)
    })
  }

  /** Brings back what was deleted, each line to its place. @throws WorkbenchError `not-found`, `store` */
  restore(ids: readonly string[]): Promise<void> {
    return this.#change(async () => {
      const lines = ids.map((id) => {
        const deleted = this.#deleted.get(id)
        if (deleted === undefined) throw notFound(id)
        return deleted
      })
      for (const [file, own] of groupByFile(lines)) {
        const all = (await this.#readLines(file)) ?? []
        for (const { line, text } of own.toSorted((a, b) => a.line - b.line)) all.splice(line, 0, text)
        await this.#writeLines(file, all)
      }
      for (const id of ids) this.#deleted.delete(id)
    })
  }

  /**
   * Adds the drawings of a text, one a line; each drawing once, and all of them or none.
   * @param name of the file, for errors
   * @throws WorkbenchError `invalid` naming file and line, `store`
   */
  import(text: string, name: string): Promise<OwnDigitsImported> {
    return this.#change(async () => {
      const drawings = [...readDrawings(text, (line, reason) => refuseLine(name, line, reason))]
      if (drawings.length === 0) {
        throw new WorkbenchError('invalid', `${name}: expected a drawing a line, got none`)
      }
      const { digits } = await this.#read()
      const known = new Set(digits.map(({ id }) => id))
      const balance = new PartBalance(digits.map(({ digit }) => digit))
      const added: OwnDigit[] = []
      for (const drawing of drawings) {
        const id = idOf(drawing)
        if (known.has(id)) continue
        known.add(id)
        added.push(asOwnDigit(drawing, balance))
      }
      refuseTooMany(known.size)
      if (added.length > 0) await this.#add(added)
      return { added: added.length, known: drawings.length - added.length }
    })
  }

  /** Digits as `import` and `predict --strokes` read them, by default all. @throws WorkbenchError `not-found`, `store` */
  async export(ids?: readonly string[]): Promise<string> {
    const read = await this.#read()
    const found = ids === undefined ? read.digits : this.#find(read, ids)
    return found.map(({ digit }) => `${JSON.stringify(digit)}\n`).join('')
  }

  async #read(): Promise<FiledDigits> {
    try {
      return await readOwnDigits(this.#folder)
    } catch (error) {
      throw error instanceof DataError ? new WorkbenchError('store', error.message) : error
    }
  }

  #find({ digits }: FiledDigits, ids: readonly string[]): FiledDigit[] {
    const byId = new Map(digits.map((digit) => [digit.id, digit]))
    return [...new Set(ids)].map((id) => {
      const found = byId.get(id)
      if (found === undefined) throw notFound(id)
      return found
    })
  }

  #change<T>(work: () => Promise<T>): Promise<T> {
    const change = this.#lastChange.then(async () => {
      try {
        const result = await work()
        await this.#onChange(await this.list())
        return result
      } catch (error) {
        if (!isFileError(error)) throw error
        throw new WorkbenchError('store', `My digits cannot be changed: ${describeFileError(error)}`)
      }
    })
    this.#lastChange = change.catch(() => undefined)
    return change
  }

  /** A new file; its name comes after those of all before, as its digits do. */
  async #add(digits: readonly OwnDigit[]): Promise<void> {
    const lines = digits.map((digit) => JSON.stringify(digit))
    const time = new Date().toISOString().replace(/[-:.]/g, '')
    const hash = createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 8)
    await this.#writeLines(`${time}-${hash}.jsonl`, lines)
  }

  /** Writes digits as `change` makes them, null: not at all. All other lines of their files stay as they are. */
  async #rewrite(found: readonly FiledDigit[], change: (digit: OwnDigit) => OwnDigit | null): Promise<void> {
    for (const [file, own] of groupByFile(found)) {
      const byId = new Map(own.map(({ id, digit }) => [id, digit]))
      const kept: string[] = []
      const lines = (await this.#readLines(file)) ?? []
      const deleted = new Map<string, DeletedLine>()
      lines.forEach((text, line) => {
        // Looked for anew: another program may have written the file in the meantime.
        const [found] = readDrawings(text, () => undefined)
        const id = found === undefined ? null : idOf(found)
        const digit = id === null ? undefined : byId.get(id)
        const changed = digit && change(digit)
        if (changed === undefined) kept.push(text)
        else if (changed === null) deleted.set(id!, { file, line, text })
        else kept.push(JSON.stringify(changed))
      })
      await this.#writeLines(file, kept)
      for (const [id, each] of deleted) this.#deleted.set(id, each)
    }
  }

  async #readLines(file: string): Promise<string[] | null> {
    try {
      const text = (await readFile(path.join(this.#folder, file))).toString('utf8')
      return text.replace(/\n$/, '').split('\n')
    } catch (error) {
      if (fileErrorCode(error) === 'ENOENT') return null
      throw error
    }
  }

  async #writeLines(file: string, lines: readonly string[]): Promise<void> {
    const place = path.join(this.#folder, file)
    if (lines.length === 0) {
      await rm(place, { force: true })
      return
    }
    await mkdir(this.#folder, { recursive: true })
    await writeFile(place, `${lines.join('\n')}\n`)
  }
}

function groupByFile<Line extends { readonly file: string }>(lines: readonly Line[]): Map<string, Line[]> {
  return Map.groupBy(lines, ({ file }) => file)
}

function describe({ id, digit }: Pick<FiledDigit, 'id' | 'digit'>): OwnDigitInfo {
  const { label, part, writer = null, strokes } = digit
  return { id, label, part, writer, hasStrokes: strokes.length > 0 }
}

const notFound = (id: string): WorkbenchError =>
  new WorkbenchError('not-found', `There is no digit ${id} among yours.`)

function refuseLine(name: string, line: number, reason: string): never {
  throw new WorkbenchError('invalid', `${name}: line ${line}: ${reason}`)
}

function refuseTooMany(count: number): void {
  if (count <= MOST_OWN_DIGITS) return
  throw new WorkbenchError(
    'invalid',
    `My digits: expected at most ${MOST_OWN_DIGITS.toLocaleString('en-US')} in all, got ${count.toLocaleString('en-US')}`,
  )
}
