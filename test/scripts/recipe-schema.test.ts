import { expect, it } from 'vitest'
import { RECIPE_FIELDS } from '../../renderer/model/recipe/recipe-fields.ts'
import { describeRecipe, type JsonSchema, OTHER_FIELDS } from '../../scripts/docs/recipe-schema.ts'

function listPaths(schema: JsonSchema, path: readonly string[] = []): { path: string; schema: JsonSchema }[] {
  const inner = [
    ...Object.entries(schema.properties ?? {}).flatMap(([key, child]) => listPaths(child, [...path, key])),
    ...(schema.items === undefined ? [] : listPaths(schema.items, [...path, '*'])),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => listPaths(one, path)),
  ]
  return inner.length === 0 ? [{ path: path.join('.'), schema }] : inner
}

it('describes every field of the recipe that holds a value', () => {
  const known = new Set([...RECIPE_FIELDS.map(({ path }) => path), ...Object.keys(OTHER_FIELDS)])
  const missing = listPaths(describeRecipe()).filter(({ path }) => !known.has(path))
  expect(missing).toEqual([])
})

it('keeps the words of the form and says nothing of its own notes', () => {
  const text = JSON.stringify(describeRecipe())
  for (const { help } of RECIPE_FIELDS) expect(text).toContain(JSON.stringify(help).slice(1, -1))
  expect(text).not.toMatch(/"(label|min|max)":/)
})
