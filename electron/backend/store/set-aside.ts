/** A row, or some columns of one, that a repair took out of the store. */
export interface AsideEntry {
  readonly table: string
  /** The columns that name the row. */
  readonly key: Readonly<Record<string, unknown>>
  /** What was taken out; of bytes only how many there are, as the damaged store keeps them. */
  readonly columns: Readonly<Record<string, unknown>>
  /** Why, in words. */
  readonly reason: string
}

/** Collects what a repair takes out of a store, so that nothing that can be read is lost. */
export class SetAside {
  readonly #lines = new Set<string>()

  /** Notes it once, however often the repair meets it. */
  add(entry: AsideEntry): void {
    this.#lines.add(JSON.stringify(entry, writeValue))
  }

  get isEmpty(): boolean {
    return this.#lines.size === 0
  }

  /** JSON, one entry a line. */
  get text(): string {
    return [...this.#lines].map((line) => `${line}\n`).join('')
  }
}

/** `JSON.stringify` asks a buffer for its own form first, which would be a list of all bytes. */
function writeValue(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const own = this[key]
  if (Buffer.isBuffer(own)) return { bytes: own.length }
  return typeof own === 'number' && !Number.isFinite(own) ? String(own) : value
}
