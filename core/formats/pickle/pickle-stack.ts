import { MOST_PICKLE_STEPS } from '../../limits.ts'
import { FormatError } from '../format-error.ts'
import { describePickled, isObject, type PickleValue } from './pickle-value.ts'

/** Steps that a list, dict or object counts as: some 200 bytes for itself and for what is known of it. */
const STEPS_OF_OBJECT = 8

/**
 * The values that a pickle is working on, and those that it remembers. Its size is bounded by the steps that are taken.
 * Methods that leave a value on the stack answer true, so that a step can end with them.
 */
export class PickleStack {
  readonly #stack: PickleValue[] = []
  /** Heights of the stack at which groups of values begin. */
  readonly #marks: number[] = []
  readonly #memo = new Map<number, PickleValue>()
  #steps = 0

  mark(): true {
    this.#marks.push(this.#stack.length)
    return true
  }

  /** Remembers the topmost value under the next index. */
  memoize(): true {
    return this.remember(this.#memo.size)
  }

  append(items: readonly PickleValue[]): true {
    const list = this.top()
    if (!isObject(list) || list.kind !== 'list') {
      throw new FormatError(`pickle: expected a list to append to, got ${describePickled(list)}`)
    }
    for (const item of items) list.items.push(item)
    return true
  }

  setItems(items: readonly PickleValue[]): true {
    const dict = this.top()
    if (!isObject(dict) || dict.kind !== 'dict') {
      throw new FormatError(`pickle: expected a dict to set items of, got ${describePickled(dict)}`)
    }
    for (const pair of pairsOf(items)) dict.entries.push(pair)
    return true
  }

  remember(index: number): true {
    this.#memo.set(index, this.top())
    return true
  }

  recall(index: number): true {
    const value = this.#memo.get(index)
    if (value !== undefined) return this.push(value)
    throw new FormatError(
      `pickle: expected a value that came before, got number ${index} of ${this.#memo.size}`,
    )
  }

  /** Puts a new list, dict or object on the stack, which takes several times the memory of a number. */
  create(value: PickleValue): true {
    this.spend(STEPS_OF_OBJECT - 1)
    return this.push(value)
  }

  push(value: PickleValue): true {
    this.#stack.push(value)
    return true
  }

  top(): PickleValue {
    const value = this.#stack.length > (this.#marks.at(-1) ?? 0) ? this.#stack.at(-1) : undefined
    if (value !== undefined) return value
    throw new FormatError(`pickle: expected a value on the stack, got none`)
  }

  pop(): PickleValue {
    const value = this.top()
    this.#stack.pop()
    return value
  }

  popSome(count: number): PickleValue[] {
    if (this.#stack.length - (this.#marks.at(-1) ?? 0) < count) {
      throw new FormatError(`pickle: expected ${count} values on the stack, got fewer`)
    }
    return this.#stack.splice(this.#stack.length - count)
  }

  popGroup(): PickleValue[] {
    const from = this.#marks.pop()
    if (from !== undefined) return this.#stack.splice(from)
    throw new FormatError(`pickle: expected a mark on the stack, got none`)
  }

  spend(count: number): void {
    this.#steps += count
    if (this.#steps <= MOST_PICKLE_STEPS) return
    throw new FormatError(
      `pickle: expected at most ${MOST_PICKLE_STEPS.toLocaleString('en-US')} steps, got more; a file of weights has some thousands`,
    )
  }
}

/** @throws FormatError where a key has no value */
export function pairsOf(items: readonly PickleValue[]): (readonly [PickleValue, PickleValue])[] {
  if (items.length % 2 !== 0) throw new FormatError('pickle: expected keys with values, got a key without')
  return Array.from({ length: items.length / 2 }, (_, k) => [items[2 * k]!, items[2 * k + 1]!])
}
