/** Keeps the answers that were asked for last, so that the next look does not wait for them again. */
export class RecentlyUsed<Value> {
  readonly #limit: number
  /** The one used last at the end. */
  readonly #kept = new Map<string, Promise<Value>>()

  /** @param limit how many are kept */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** The answer that is kept under a key, else a new one. A failure is not kept: the next call tries again. */
  get(key: string, make: () => Promise<Value>): Promise<Value> {
    const value = this.#kept.get(key) ?? make()
    this.#kept.delete(key)
    this.#kept.set(key, value)
    value.catch(() => {
      if (this.#kept.get(key) === value) this.#kept.delete(key)
    })
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#limit) break
      this.#kept.delete(oldest)
    }
    return value
  }
}
