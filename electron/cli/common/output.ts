import { escapeTerminal, escapeTerminalJson, escapeTerminalLine } from '#shared/escape-terminal.ts'
import type { JsonLine } from '../json-lines/json-lines.ts'
import type { Terminal } from './terminal.ts'

/** Where a command's output goes: results to standard output, all else to standard error. */
export class Output {
  readonly terminal: Terminal
  readonly isJson: boolean
  #hasProgress = false
  #lastProgressAt = -Infinity

  constructor(terminal: Terminal, isJson: boolean) {
    this.terminal = terminal
    this.isJson = isJson
  }

  /** A result: with `--json` the object on one line, else the text; an undefined text is no output. */
  result(line: JsonLine, text: string | undefined): void {
    this.#clearProgress()
    if (this.isJson) this.terminal.stdout.write(`${escapeTerminalJson(JSON.stringify(line))}\n`)
    else if (text !== undefined) this.terminal.stdout.write(`${escapeTerminal(text)}\n`)
  }

  /** Lines around results, as the head of a table. */
  lines(text: string): void {
    this.#clearProgress()
    this.terminal.stdout.write(`${escapeTerminal(text)}\n`)
  }

  /** A file that is the result itself: as it is, but where a terminal would act upon what it holds. */
  file(content: string | Uint8Array): void {
    this.#clearProgress()
    const { stdout } = this.terminal
    const isShown = stdout.isTTY === true
    const text = typeof content === 'string' || !isShown ? content : new TextDecoder().decode(content)
    stdout.write(isShown && typeof text === 'string' ? escapeTerminal(text) : text)
  }

  /** A remark for a person. */
  note(text: string): void {
    if (this.isJson) return
    this.#clearProgress()
    this.terminal.stderr.write(`${escapeTerminal(text)}\n`)
  }

  /** A line that the next one replaces, where a person looks on. */
  progress(text: string): void {
    const now = performance.now()
    const { stderr } = this.terminal
    if (this.isJson || stderr.isTTY !== true || now - this.#lastProgressAt < 100) return
    this.#lastProgressAt = now
    this.#hasProgress = true
    // A terminal that does not know its width says 0.
    const { columns = 0 } = stderr
    const width = columns > 0 ? columns : 80
    stderr.write(`\r\x1b[K${escapeTerminalLine(text).slice(0, width - 1)}`)
  }

  #clearProgress(): void {
    if (!this.#hasProgress) return
    this.terminal.stderr.write('\r\x1b[K')
    this.#hasProgress = false
  }
}
