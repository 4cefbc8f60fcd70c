import { recipeSchema } from '#core/recipe/recipe.ts'
import { z } from 'zod'

/** The range of a number, as its schema states it. */
export interface FieldRange {
  readonly min: number
  readonly max: number
  readonly isWhole: boolean
  /** As a person reads it: `above 0 to 1,000,000`. */
  readonly text: string
  /** Whether a number lies in it. */
  readonly allows: (value: number) => boolean
}

/** What a schema with a default, or one that allows null or nothing, asks of a value that is there. */
function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional
    ? unwrap(schema.unwrap())
    : schema
}

/** The schema at a key; of a choice of objects, the first that has the key. */
function childOf(schema: unknown, key: string | number): unknown {
  if (schema instanceof z.ZodObject) return (schema.shape as Record<string, unknown>)[key]
  if (schema instanceof z.ZodArray) return schema.element
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return schema.options.map((option) => childOf(option, key)).find((found) => found !== undefined)
  }
  return undefined
}

/** The schema of the number at a path; undefined where there is none. */
function numberSchemaAt(path: readonly (string | number)[]): z.ZodNumber | undefined {
  const schema = path.reduce<unknown>((parent, key) => unwrap(childOf(parent, key)), recipeSchema)
  return schema instanceof z.ZodNumber ? schema : undefined
}

const format = (value: number): string =>
  Math.abs(value) >= 1e7 && !Number.isSafeInteger(value)
    ? value.toExponential().replace('e+', 'e')
    : value.toLocaleString('en-US', { maximumFractionDigits: 10 })

/** The range that the recipe's schema allows at a path; undefined for a field that is no number. */
export function rangeAt(path: readonly (string | number)[]): FieldRange | undefined {
  const schema = numberSchemaAt(path)
  if (schema === undefined) return undefined
  const { type, minimum, exclusiveMinimum, maximum, exclusiveMaximum } = z.toJSONSchema(schema) as {
    type: string
    minimum?: number
    exclusiveMinimum?: number
    maximum?: number
    exclusiveMaximum?: number
  }
  const min = minimum ?? exclusiveMinimum ?? -Infinity
  const max = maximum ?? exclusiveMaximum ?? Infinity
  const lower = exclusiveMinimum === undefined ? `from ${format(min)}` : `above ${format(min)}`
  const upper = exclusiveMaximum === undefined ? `to ${format(max)}` : `to below ${format(max)}`
  return {
    min,
    max,
    isWhole: type === 'integer',
    allows: (value) => schema.safeParse(value).success,
    text: `${type === 'integer' ? 'a whole number ' : ''}${lower} ${upper}`,
  }
}
