import { z } from 'zod'
import { adviseOnComma } from '../../math/read-number.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { resolveFieldName } from './field-names.ts'
import { FieldPathError, findRecipeField, type RecipeField } from './recipe-field.ts'
import { type SpacedValue, spacedValues, type Spacing } from './spaced-values.ts'

/** Values of one field, at most. */
const MAX_VALUES = 10_000

const value = z.union([z.number(), z.string(), z.boolean(), z.null()])
const end = z.number('expected a number')
const count = z
  .int('expected a whole number')
  .min(1, 'expected one value at least')
  .max(MAX_VALUES, `expected ${MAX_VALUES.toLocaleString('en-US')} values at most`)
  .nullable()

/** A field of the recipe and the values that it is to take. */
export const variationSchema = z.strictObject({
  /** See `findRecipeField`. */
  path: z.string().min(1).max(200),
  values: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('list'), values: z.array(value).min(1).max(MAX_VALUES) }),
    /** From one end to the other in equal steps; a count of null is for a random search alone. */
    z.strictObject({ kind: z.literal('linear'), from: end, to: end, count }),
    /**
     * The same in about equal ratios. Sweeps of earlier versions, whose plans must stay as they were, lack `isTidy`, which
     * takes values between the ends that a person would choose.
     */
    z.strictObject({ kind: z.literal('log'), from: end, to: end, count, isTidy: z.boolean().optional() }),
  ]),
})

export type Variation = z.infer<typeof variationSchema>

/** Thrown for what cannot be varied so; `message` says what was expected and what came. */
export class VariationError extends Error {
  override readonly name = 'VariationError'
}

const FORMS = 'values as in 0.1,0.3,1 or 1..5 or range:0:1:5 or log:0.01:10:8'

/**
 * Reads `PATH=VALUES`: `seed=1,2,3` or `seed=1..3`, `layers.0.units=range:10:100:4`,
 * `optimizer.learningRate=log:0.01:10:8`, also with a field's short name, as in `lr=1,3` (see `resolveFieldName`); for a random search a range may be without its number of values.
 * @throws VariationError
 */
export function parseVariation(text: string, recipe: Recipe): Variation {
  const equals = text.indexOf('=')
  if (equals < 1) throw new VariationError(`expected PATH=VALUES, as in seed=1,2,3, got '${text}'`)
  const path = resolveFieldName(recipe, text.slice(0, equals).trim())
  const field = findField(recipe, path)
  const variation = { path, values: parseValues(field, text.slice(equals + 1).trim()) }
  checkVariation(variation, recipe)
  return variation
}

/** A variation as `parseVariation` reads it. */
export function formatVariation({ path, values }: Variation): string {
  if (values.kind === 'list') {
    return `${path}=${values.values.map((one) => (one === null ? 'off' : String(one))).join(',')}`
  }
  const { kind, from, to, count } = values
  const isRun = Number.isSafeInteger(from) && Number.isSafeInteger(to) && count === Math.abs(to - from) + 1
  if (kind === 'linear' && isRun) return `${path}=${from}..${to}`
  return `${path}=${kind === 'log' ? 'log' : 'range'}:${from}:${to}${count === null ? '' : `:${count}`}`
}

function findField(recipe: Recipe, path: string): RecipeField {
  try {
    return findRecipeField(recipe, path)
  } catch (error) {
    if (error instanceof FieldPathError) throw new VariationError(error.message)
    throw error
  }
}

function parseValues(field: RecipeField, text: string): Variation['values'] {
  const refuse = (): never => {
    const hasComma = text.split(':').some((part) => adviseOnComma(part) !== null)
    const hint = hasComma ? '; the decimal sign is a point, as in 0.5' : ''
    throw new VariationError(`${field.path}: expected ${FORMS}, got '${text}'${hint}`)
  }
  if (text === '') refuse()
  const [kind, ...ends] = text.split(':')
  if (ends.length > 0 && (kind === 'range' || kind === 'log')) {
    const numbers = ends.map(readNumber).filter((number) => number !== undefined)
    if (numbers.length !== ends.length || numbers.length < 2 || numbers.length > 3) return refuse()
    const [from = NaN, to = NaN, count = null] = numbers
    return kind === 'log' ? { kind, from, to, count, isTidy: true } : { kind: 'linear', from, to, count }
  }
  const run = /^(-?\d+)\.\.(-?\d+)$/.exec(text)
  if (run !== null) {
    const [from, to] = [Number(run[1]), Number(run[2])]
    return { kind: 'linear', from, to, count: Math.abs(to - from) + 1 }
  }
  return { kind: 'list', values: text.split(',').map((part) => readValue(field, part.trim())) }
}

/** A number, or undefined for a text that is none. */
function readNumber(text: string): number | undefined {
  const number = text.trim() === '' ? NaN : Number(text)
  return Number.isNaN(number) ? undefined : number
}

const FLAGS: Readonly<Record<string, boolean>> = {
  ...{ true: true, yes: true, on: true },
  ...{ false: false, no: false, off: false },
}

/** A text as its field takes it; what the field does not take is refused by `checkVariation`. */
function readValue({ kind, isNullable }: RecipeField, text: string): SpacedValue {
  if (isNullable && (text === 'off' || text === 'null')) return null
  if (kind === 'flag' && Object.hasOwn(FLAGS, text)) return FLAGS[text]!
  if (kind === 'number' || kind === 'whole') return readNumber(text) ?? text
  return text
}

/** @throws VariationError where a field cannot take its values, or there is no such field */
export function checkVariation({ path, values }: Variation, recipe: Recipe): void {
  const field = findField(recipe, path)
  const refuse = (message: string): never => {
    // A message of the field's own schema names the field already.
    const isNamed = message.startsWith(path) || message.startsWith(`${field.label}:`)
    throw new VariationError(isNamed ? message : `${path}: ${message}`)
  }
  if (values.kind === 'list') {
    for (const one of values.values) {
      const message = field.refuse(one)
      if (message !== null) refuse(message)
    }
    return
  }
  const { kind, from, to, count: steps } = values
  if (field.kind !== 'number' && field.kind !== 'whole') {
    const names = field.choices.length > 0 ? `, of ${field.choices.join(', ')}` : ''
    refuse(`expected a list of values${names}, got a range`)
  }
  for (const one of field.kind === 'whole' ? [Math.round(from), Math.round(to)] : [from, to]) {
    const message = field.refuse(one)
    if (message !== null) refuse(message)
  }
  if (kind === 'log' && !(from > 0 && to > 0)) {
    refuse(`expected ends above 0 for log, got ${from} and ${to}; range goes from 0`)
  }
  if (steps !== null && (!Number.isSafeInteger(steps) || steps < 1 || steps > MAX_VALUES)) {
    refuse(`expected a whole number of values from 1 to ${MAX_VALUES.toLocaleString('en-US')}, got ${steps}`)
  }
}

/**
 * All values of a variation, in order and each once.
 * @throws VariationError for a range without a number of values, which only a random search takes
 */
export function listValues({ path, values }: Variation, recipe: Recipe): SpacedValue[] {
  if (values.kind !== 'list' && values.count === null) {
    throw new VariationError(
      `${path}: expected a number of values, as in ${values.kind === 'log' ? 'log' : 'range'}:${values.from}:${values.to}:5, got none; only a random search goes without`,
    )
  }
  return spacedValues(values as Spacing, findField(recipe, path).kind === 'whole')
}
