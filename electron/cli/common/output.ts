/** Where a command's output goes: results to standard output, all else to standard error. */
export class Output {
  readonly isJson: boolean
  #hasProgress = false
  #lastProgressAt = -Infinity

  constructor(isJson: boolean) {
    this.isJson = isJson
  }

  /** A result: with `--json` the object on one line, else the text; an undefined text is no output. */
  result(event: { readonly event: string } & Record<string, unknown>, text: string | undefined): void {
    this.#clearProgress()
    if (this.isJson) process.stdout.write(`${JSON.stringify(event)}\n`)
    else if (text !== undefined) process.stdout.write(`${text}\n`)
  }

  /** A remark for a person. */
  note(text: string): void {
    if (this.isJson) return
    this.#clearProgress()
    process.stderr.write(`${text}\n`)
  }

  /** A line that the next one replaces, where a person looks on. */
  progress(text: string): void {
    const now = performance.now()
    if (this.isJson || !process.stderr.isTTY || now - this.#lastProgressAt < 100) return
    this.#lastProgressAt = now
    this.#hasProgress = true
    // A terminal that does not know its width says 0.
    const width = process.stderr.columns > 0 ? process.stderr.columns : 80
    process.stderr.write(`\r\x1b[K${text.slice(0, width - 1)}`)
  }

  #clearProgress(): void {
    if (!this.#hasProgress) return
    process.stderr.write('\r\x1b[K')
    this.#hasProgress = false
  }
}
