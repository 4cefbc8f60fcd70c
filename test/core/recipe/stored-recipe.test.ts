import { describe, expect, it } from 'vitest'
import { LECTURE_RECIPE, parseRecipe, type Recipe, recipeSchema } from '#core/recipe/recipe.ts'
import { readStoredRecipe } from '#core/recipe/stored-recipe.ts'

const recipe = parseRecipe({
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, augmentation: { shift: 2 } },
  schedule: { name: 'step', every: 3, factor: 0.5 },
  startsFrom: 'ab'.repeat(32),
} satisfies Record<keyof Recipe, unknown>)

type Fields = Record<string, unknown>

/** Every recipe that lacks one field, somewhere. */
function* withoutOneField(value: Fields): Generator<{ path: string; value: Fields }> {
  for (const [key, field] of Object.entries(value)) {
    yield { path: key, value: Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) }
    const isList = Array.isArray(field)
    if (typeof field !== 'object' || field === null || (isList && typeof field[0] !== 'object')) continue
    const inner = isList ? (field[0] as Fields) : (field as Fields)
    for (const part of withoutOneField(inner)) {
      const changed = isList ? [part.value, ...(field.slice(1) as unknown[])] : part.value
      yield { path: `${key}.${part.path}`, value: { ...value, [key]: changed } }
    }
  }
}

describe('a stored recipe', () => {
  it('gets the old end of a cosine schedule where it names none, and is taken as it is where it does', () => {
    const stored = { ...recipe, schedule: { name: 'cosine', minimum: 0 } }
    expect(readStoredRecipe(stored).schedule).toEqual({ ...stored.schedule, reaches: 'in-last-epoch' })
    const whole = { ...recipe, schedule: { ...stored.schedule, reaches: 'after-last-epoch' } }
    expect(readStoredRecipe(whole)).toBe(whole)
  })

  it('is taken as it is where nothing is missing', () => {
    const stored: unknown = JSON.parse(JSON.stringify(recipe))
    expect(readStoredRecipe(stored)).toBe(stored)
  })

  it('gets what an older program did not know, and is refused where it lacks what none could leave out', () => {
    const cases = [...withoutOneField(recipe)]
    const completed = cases.filter(({ value }) => recipeSchema.safeParse(value).success)
    expect(completed.map(({ path }) => path)).toContain('layers.dropout')
    for (const { path, value } of completed) {
      expect(readStoredRecipe(value), path).toEqual(recipeSchema.parse(value))
    }
    expect(() => readStoredRecipe({})).toThrow()
    expect(() => readStoredRecipe(null)).toThrow()
  })
})
