import { UNKNOWN } from '#core/recipe/unknown-fields.ts'
import { readCommas } from '#core/math/read-number.ts'
import { FilterError, isKeyword, type Token, tokenize } from './filter-tokens.ts'
import { DAY_WORDS, readDays, type Days, type TimeSpan } from './filter-days.ts'

/** What a filter can ask of an item under one name; null or an empty list: the item has no such thing. */
export type FilterField<Item> = FieldReader<Item> & {
  /** Whether nothing is known of it, so that `= unknown` alone is true; absent: it is always known. */
  readonly isUnknown?: (item: Item) => boolean
}

type FieldReader<Item> =
  | { readonly kind: 'number'; readonly read: (item: Item) => number | null }
  /** Milliseconds since 1970. */
  | { readonly kind: 'date'; readonly read: (item: Item) => number | null }
  | { readonly kind: 'text'; readonly read: (item: Item) => string | null; readonly nameOf?: NameOf }
  | { readonly kind: 'list'; readonly read: (item: Item) => readonly string[]; readonly nameOf?: NameOf }
  /** Stands alone, without a comparison. */
  | { readonly kind: 'flag'; readonly read: (item: Item) => boolean }

/** What a value is called where it is shown; it is found by that name as well. */
type NameOf = (value: string) => string

export { FilterError }

/** Whether an item passes. */
export type Condition<Item> = (item: Item) => boolean

export interface FilterLanguage<Item> {
  /** The field of a name as it was typed; undefined for none. */
  readonly find: (name: string) => FilterField<Item> | undefined
  /** Names of fields, for the error on one that is not known. */
  readonly names: readonly string[]
  /** Whether a word, in small letters, is in what an item says. */
  readonly holds: (item: Item, word: string) => boolean
  /** The moment from which `today` is seen, asked anew for each item; in milliseconds since 1970. */
  readonly now: () => number
}

const NUMBER_OPERATORS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
}
/** Days are whole: `>` begins after the last of them, `<=` ends with it. */
const DAY_OPERATORS: Readonly<Record<string, (time: number, days: TimeSpan) => boolean>> = {
  '=': (time, { from, to }) => time >= from && time < to,
  '!=': (time, { from, to }) => time < from || time >= to,
  '<': (time, { from }) => time < from,
  '<=': (time, { to }) => time < to,
  '>': (time, { to }) => time >= to,
  '>=': (time, { from }) => time >= from,
}
/** Levels of parentheses and `not`, at most: reading one takes several calls within each other. */
const MOST_LEVELS = 100
/** Days are named by this many words at most, as in `last 7 days`. */
const MAX_DAY_WORDS = 3
/**
 * Reads a filter: words that an item must hold, conditions such as `accuracy > 97`, `layers contains 100` or
 * `data = unknown`, and flags, joined by `and` (which may be left out), `or`, `not` and parentheses. `"quotes"` make a
 * word of anything. Dates are compared with whole days, see `readDays`.
 * @throws FilterError
 */
export function parseFilter<Item>(text: string, language: FilterLanguage<Item>): Condition<Item> {
  return new FilterParser(tokenize(text), language).parse()
}

class FilterParser<Item> {
  readonly #tokens: readonly Token[]
  readonly #language: FilterLanguage<Item>
  #at = 0
  #level = 0

  constructor(tokens: readonly Token[], language: FilterLanguage<Item>) {
    this.#tokens = tokens
    this.#language = language
  }

  parse(): Condition<Item> {
    if (this.#tokens.length === 0) return () => true
    const condition = this.#readOr()
    const rest = this.#next
    if (rest !== undefined) throw new FilterError(`${rest.text}: expected a ( before it, got none`)
    return condition
  }

  get #next(): Token | undefined {
    return this.#tokens[this.#at]
  }

  /** Steps over a keyword, if it is next. */
  #take(keyword: string): boolean {
    if (!isKeyword(this.#next, keyword)) return false
    this.#at++
    return true
  }

  #readOr(): Condition<Item> {
    const choices = [this.#readAnd()]
    while (this.#take('or')) choices.push(this.#readAnd('or'))
    return (item) => choices.some((choice) => choice(item))
  }

  #readAnd(before?: string): Condition<Item> {
    const parts = [this.#readNot(before)]
    for (;;) {
      const hasWord = this.#take('and')
      const next = this.#next
      const isEnd = next === undefined || next.kind === 'close' || isKeyword(next, 'or')
      if (isEnd && !hasWord) break
      parts.push(this.#readNot(hasWord ? 'and' : undefined))
    }
    return (item) => parts.every((part) => part(item))
  }

  #readNot(before?: string): Condition<Item> {
    if (!this.#take('not')) return this.#readOne(before)
    const condition = this.#readWithin('not', () => this.#readNot('not'))
    return (item) => !condition(item)
  }

  /** Reads what stands within parentheses or behind `not`. @throws FilterError where there are too many levels */
  #readWithin(opening: string, read: () => Condition<Item>): Condition<Item> {
    if (++this.#level > MOST_LEVELS) {
      throw new FilterError(
        `${opening}: expected at most ${MOST_LEVELS} of ( and not within each other, got more`,
      )
    }
    const condition = read()
    this.#level--
    return condition
  }

  #readOne(before?: string): Condition<Item> {
    const token = this.#next
    const place = before === undefined ? 'Filter: expected a word or a condition' : undefined
    if (token === undefined || token.kind === 'close')
      throw new FilterError(
        `${place ?? `${before}: expected a word or a condition after it`}, ${butGot(token)}`,
      )
    if (isKeyword(token, 'and') || isKeyword(token, 'or'))
      throw new FilterError(
        `${token.text}: expected a word or a condition before it, ${before === undefined ? NOTHING : `got ${before}`}`,
      )
    this.#at++
    if (token.kind === 'operator')
      throw new FilterError(`${token.text}: expected the name of a field before it, as in accuracy > 97`)
    if (token.kind === 'open') {
      const condition = this.#readWithin('(', () => this.#readOr())
      if (this.#next === undefined) throw new FilterError('(: expected a closing ), but nothing is there')
      this.#at++
      return condition
    }
    return this.#readWord(token)
  }

  /** A word by itself, a flag, or a field and what follows it. */
  #readWord(token: Token): Condition<Item> {
    const field = token.isQuoted ? undefined : this.#language.find(token.text)
    const operator = this.#readOperator(field)
    if (operator === undefined && field?.kind === 'date') {
      // As it is said: `started today`.
      const days = this.#takeDays()
      if (days !== null) return this.#compareDays(field.read, '=', days)
    }
    if (operator === undefined) {
      if (field?.kind === 'flag') return field.read
      const word = token.text.toLowerCase()
      return (item) => this.#language.holds(item, word)
    }
    if (field === undefined) {
      const known = this.#language.names.join(', ')
      throw new FilterError(`${token.text}: expected a field before ${operator}, one of ${known}`)
    }
    const { isUnknown } = field
    if (isUnknown === undefined) return this.#readComparison(token.text, field, operator)
    if (operator !== '<' && operator !== '>' && this.#take(UNKNOWN)) {
      return operator === '!=' ? (item) => !isUnknown(item) : isUnknown
    }
    const compare = this.#readComparison(token.text, field, operator)
    return (item) => !isUnknown(item) && compare(item)
  }

  /** `contains` is an operator after a field alone; else it is a word like others. */
  #readOperator(field: FilterField<Item> | undefined): string | undefined {
    const token = this.#next
    const isOperator = token?.kind === 'operator' || (field !== undefined && isKeyword(token, 'contains'))
    if (!isOperator) return undefined
    this.#at++
    return token?.text.toLowerCase()
  }

  #readComparison(name: string, field: FilterField<Item>, operator: string): Condition<Item> {
    if (field.kind === 'flag') throw new FilterError(`${name}: expected nothing after it, got ${operator}`)
    const token = this.#next
    const got = token?.kind === 'word' ? token.text : undefined
    const expect = (what: string): string => `${name}: expected ${what} after ${operator}, ${butGot(token)}`
    const sign = operator === ':' ? '=' : operator
    if ((field.kind === 'number' || field.kind === 'date') && NUMBER_OPERATORS[sign] === undefined)
      throw new FilterError(`${name}: expected =, !=, <, <=, > or >=, got ${operator}`)
    if (field.kind === 'date') {
      const days = this.#takeDays()
      if (days === null) throw new FilterError(expect(`${DAY_WORDS},`))
      return this.#compareDays(field.read, sign, days)
    }
    this.#at++
    if (field.kind === 'number') {
      const compare = NUMBER_OPERATORS[sign]!
      const value = readNumber(got)
      if (value === null) throw new FilterError(expect('a number'))
      return (item) => {
        const present = field.read(item)
        return present !== null && compare(present, value)
      }
    }
    if (!['=', '!=', ':', 'contains'].includes(operator))
      throw new FilterError(`${name}: expected =, != or contains, got ${operator}`)
    if (got === undefined) throw new FilterError(expect('a word'))
    const wanted = got.toLowerCase()
    if (field.kind === 'list') {
      const has: Condition<Item> = (item) => {
        const parts = field.read(item)
        const isWanted = parts.some((part) => spellings(part, field.nameOf).includes(wanted))
        return isWanted || (operator !== 'contains' && parts.join('-').toLowerCase() === wanted)
      }
      return operator === '!=' ? (item) => !has(item) : has
    }
    const read = (item: Item): string[] => spellings(field.read(item) ?? '', field.nameOf)
    if (operator === '=') return (item) => read(item).includes(wanted)
    if (operator === '!=') return (item) => !read(item).includes(wanted)
    return (item) => read(item).some((text) => text.includes(wanted))
  }

  /** Steps over the words that name days, as many as there are; null: the next ones name none. */
  #takeDays(): Days | null {
    for (let count = MAX_DAY_WORDS; count > 0; count--) {
      const tokens = this.#tokens.slice(this.#at, this.#at + count)
      if (tokens.length < count || tokens.some((token) => token.kind !== 'word')) continue
      const days = readDays(tokens.map((token) => token.text).join(' '))
      if (days === null) continue
      this.#at += count
      return days
    }
    return null
  }

  #compareDays(read: (item: Item) => number | null, sign: string, days: Days): Condition<Item> {
    const compare = DAY_OPERATORS[sign]!
    const { now } = this.#language
    return (item) => {
      const time = read(item)
      return time !== null && compare(time, days(now()))
    }
  }
}

const NOTHING = 'but nothing is there'

function butGot(token: Token | undefined): string {
  return token === undefined ? NOTHING : `got '${token.text}'`
}

/** How a value may be typed, in small letters: as it is kept, and as it is called. */
function spellings(value: string, nameOf: NameOf | undefined): string[] {
  const name = nameOf?.(value) ?? value
  return name === value ? [value.toLowerCase()] : [value.toLowerCase(), name.toLowerCase()]
}

/** A number, with or without a percent sign; null for anything else. */
function readNumber(text: string | undefined): number | null {
  // A comma means nothing else here: 97,5 % is 97.5 %.
  const commas = readCommas(text?.replace('%', '') ?? '')
  if (commas !== null) return commas.asGroups === null ? Number(commas.asDecimal) : null
  if (text === undefined || !/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?%?$/i.test(text)) return null
  return Number(text.replace('%', ''))
}
