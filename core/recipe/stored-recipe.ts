import { z } from 'zod'
import { type Recipe, recipeShape } from './recipe.ts'

/** Whether a value has every field that its schema would add by default. */
type IsComplete = (value: unknown) => boolean

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/**
 * A recipe as it was kept. It was parsed when it was written, and parsing thousands anew takes seconds; only one that
 * lacks what older programs did not know goes through the schema again, which adds it.
 * @param value plain JSON
 * @throws ZodError where it lacks a field and is no recipe otherwise
 */
export function readStoredRecipe(value: unknown): Recipe {
  return isCurrent(value) ? (value as Recipe) : recipeShape.parse(value)
}

const isCurrent = completenessOf(recipeShape)!

/** Null where a schema adds nothing. */
function completenessOf(schema: z.core.$ZodType): IsComplete | null {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return completenessOf(schema.def.innerType)
  }
  if (schema instanceof z.ZodNullable) {
    const inner = completenessOf(schema.def.innerType)
    return inner && ((value) => value === null || inner(value))
  }
  if (schema instanceof z.ZodArray) {
    const element = completenessOf(schema.def.element)
    return element && ((value) => Array.isArray(value) && value.every(element))
  }
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return completenessOfUnion(schema)
  }
  return schema instanceof z.ZodObject ? completenessOfObject(schema) : null
}

function completenessOfUnion(schema: z.ZodDiscriminatedUnion): IsComplete | null {
  const key = schema.def.discriminator
  const byName = new Map(
    (schema.options as z.ZodObject[]).map((option) => [
      (option.shape[key] as z.ZodLiteral).value,
      completenessOf(option),
    ]),
  )
  if ([...byName.values()].every((isComplete) => isComplete === null)) return null
  return (value) => {
    const isComplete = isRecord(value) ? byName.get(value[key] as string) : undefined
    return isComplete === null || isComplete?.(value) === true
  }
}

function completenessOfObject(schema: z.ZodObject): IsComplete | null {
  const fields = Object.entries(schema.shape as z.core.$ZodShape).flatMap(([key, field]) => {
    const isAdded = field instanceof z.ZodDefault || field instanceof z.ZodPrefault
    const inner = completenessOf(field)
    return isAdded || inner !== null ? [{ key, inner }] : []
  })
  if (fields.length === 0) return null
  return (value) =>
    isRecord(value) && fields.every(({ key, inner }) => key in value && (inner === null || inner(value[key])))
}
