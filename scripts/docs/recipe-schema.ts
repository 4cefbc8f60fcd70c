import { z } from 'zod'
import { recipeSchema } from '../../core/recipe/recipe.ts'
import { RECIPE_FIELDS } from '../../renderer/model/recipe/recipe-fields.ts'

/** What of JSON Schema the recipe's schema uses. */
export interface JsonSchema {
  title?: string
  description?: string
  type?: string
  const?: unknown
  enum?: unknown[]
  default?: unknown
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
  exclusiveMaximum?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  [key: string]: unknown
}

/** Fields that the form does not show as such. */
export const OTHER_FIELDS: Readonly<Record<string, { title: string; description: string }>> = {
  version: { title: 'Version', description: 'The version of this format.' },
  'data.fingerprint': {
    title: 'Fingerprint of the data',
    description:
      'SHA-256 of the images and labels, in hexadecimal, by which the data set is found wherever it lies; the program writes it, and a recipe by hand leaves it out.',
  },
  startsFrom: {
    title: 'Starting weights',
    description:
      'SHA-256 of the weights that the training starts from, in hexadecimal, where a run is trained on or taught a hand: they are found in whatever run of the store has them; absent, the initializer draws them. The program writes it. A sweep draws first weights for all of its runs.',
  },
  layers: { title: 'Layers', description: 'Hidden layers in order, then the output layer.' },
}

const formFields = new Map(
  RECIPE_FIELDS.map(({ path, label, fullLabel = label, help, usual }) => [
    path,
    { title: fullLabel, description: help, ...(usual !== undefined && { default: usual }) },
  ]),
)

/** The recipe's JSON Schema (draft 2020-12), with the titles and sentences that the form shows. */
export function describeRecipe(): JsonSchema {
  const schema = z.toJSONSchema(recipeSchema, { io: 'input' }) as JsonSchema
  const { $schema, ...rest } = schema
  return {
    $schema,
    title: 'Recipe',
    description: 'Everything that decides a training in Backprop Workbench.',
    ...annotate(rest, []),
  }
}

/** @param path of the recipe; `*` stands for a layer's index */
function annotate(schema: JsonSchema, path: readonly string[]): JsonSchema {
  // The bounds' own notes for error messages and the form, which JSON Schema says in other words.
  const known = without(schema, ['label', 'min', 'max'])
  const key = path.join('.')
  const words = formFields.get(key) ?? OTHER_FIELDS[key]
  const annotated: JsonSchema = { ...words, ...known }
  const { properties, items, anyOf, oneOf } = schema
  if (properties !== undefined) {
    annotated.properties = Object.fromEntries(
      Object.entries(properties).map(([name, child]) => [name, annotate(child, [...path, name])]),
    )
  }
  if (items !== undefined) annotated.items = annotate(items, [...path, '*'])
  // The words stand at the choice, not again at each of its alternatives.
  const annotateOne = (one: JsonSchema): JsonSchema => without(annotate(one, path), ['title', 'description'])
  if (anyOf !== undefined) annotated.anyOf = anyOf.map(annotateOne)
  if (oneOf !== undefined) annotated.oneOf = oneOf.map(annotateOne)
  return annotated
}

function without(schema: JsonSchema, keys: readonly string[]): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)))
}
