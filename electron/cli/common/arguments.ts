import { listOr } from '#core/math/list-words.ts'
import type { NamedEpoch } from './find-run.ts'
import { InvalidArgumentError } from 'commander'
import type { ActivationName } from '#core/activations/names.ts'
import { parseActivation } from '#core/recipe/activation-text.ts'
import type { ChosenActivation } from '#core/activations/settings.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { adviseOnComma } from '#core/math/read-number.ts'
import { ENGINE_NAMES, type EngineName } from '#core/engine/names.ts'
import { THREAD_LIMIT } from '#contract/limits.ts'

/** Reads a number; its range is checked by the recipe's schema. `NaN` is read as such and refused there. */
export function parseNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || (Number.isNaN(value) && text.trim().toLowerCase() !== 'nan')) {
    throw new InvalidArgumentError(`expected a number, got '${text}'${describeComma(text)}`)
  }
  return value
}

/** That a point is wanted, where a text has a comma. */
function describeComma(text: string): string {
  const advice = adviseOnComma(text)
  return advice === null ? '' : `; the decimal sign is a point: ${advice}`
}

/** Reads the name of a file, which must not be empty: as a path that would be the working folder. */
export function parseFile(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('expected a file, but it is empty')
  return text
}

/** Reads a whole number, 1 or more. */
export function parseCount(text: string): number {
  const value = parseNumber(text)
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError(`expected a whole number from 1 on, got '${text}'`)
  }
  return value
}

/** Reads a whole number, 0 or more, below 10⁹. */
export function parseWhole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError(`expected a whole number from 0 on, got '${text}'`)
}

/** Reads an activation, see core's `parseActivation`. */
export const activationParser =
  (allowed: readonly ActivationName[]) =>
  (text: string): ChosenActivation => {
    try {
      return parseActivation(text, allowed)
    } catch (error) {
      throw error instanceof FormatError ? new InvalidArgumentError(error.message) : error
    }
  }

/** Reads the name of an engine. */
export function parseEngine(text: string): EngineName {
  const engine = ENGINE_NAMES.find((name) => name === text)
  if (engine === undefined) {
    throw new InvalidArgumentError(`expected ${listOr(ENGINE_NAMES)}, got '${text}'`)
  }
  return engine
}

/** Reads a number of threads. */
export function parseThreads(text: string): number {
  const value = parseNumber(text)
  if (!Number.isSafeInteger(value) || value < 1 || value > THREAD_LIMIT) {
    throw new InvalidArgumentError(`expected a whole number from 1 to ${THREAD_LIMIT}, got '${text}'`)
  }
  return value
}

/** Reads an epoch: a whole number from 0, −1 for imported weights, `best` or `last`. */
export function parseEpoch(text: string): number | NamedEpoch {
  if (text === 'best' || text === 'last') return text
  const value = parseNumber(text)
  if (!Number.isSafeInteger(value) || value < -1) {
    throw new InvalidArgumentError(`expected an epoch, counted from 0, 'best' or 'last', got '${text}'`)
  }
  return value
}

/** Reads layer sizes, the input first: `784,30,10`; brackets and blanks are allowed, as the lecture writes them. */
export function parseLayers(text: string): number[] {
  const bare = text.trim().replace(/^\[(.*)\]$/, '$1')
  const sizes = bare.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  if (sizes.some((size) => !Number.isSafeInteger(size) || size < 1)) {
    throw new InvalidArgumentError(`expected whole numbers from 1 on, as in 784,30,10, got '${text}'`)
  }
  if (sizes.length < 2) {
    throw new InvalidArgumentError(
      `expected the inputs and one layer at least, as in 784,30,10, got '${text}'`,
    )
  }
  return sizes
}

/** Reads whole numbers from 1 on, as in `100,200,500`; each once. */
export function parseCounts(text: string): number[] {
  return parseList(text, 'whole numbers from 1 on, as in 100,200,500', (value) => value >= 1)
}

/** Reads one seed. */
export function parseSeed(text: string): number {
  const value = parseNumber(text)
  if (!Number.isSafeInteger(value) || value < 0 || value > 0xffff_ffff) {
    throw new InvalidArgumentError(`expected a whole number from 0 to 4294967295, got '${text}'`)
  }
  return value
}

/** Reads seeds, as in `1,2,3`; each once. */
export function parseSeeds(text: string): number[] {
  return parseList(
    text,
    'whole numbers from 0 to 4294967295, as in 1,2,3',
    (value) => value >= 0 && value <= 0xffff_ffff,
  )
}

function parseList(text: string, expected: string, isAllowed: (value: number) => boolean): number[] {
  const values = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  if (!values.every((value) => Number.isSafeInteger(value) && isAllowed(value))) {
    throw new InvalidArgumentError(`expected ${expected}, got '${text}'`)
  }
  return [...new Set(values)]
}

/** Reads `--option input=image`, beside those that were given before. */
export function parseFormatOption(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, name, value] = /^([a-z][a-z-]*)=(.+)$/.exec(text) ?? []
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError(`expected name=choice as in input=image, got '${text}'.`)
  }
  return { ...before, [name]: value }
}
