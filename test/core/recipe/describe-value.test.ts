import { expect, it } from 'vitest'
import { describeValue } from '#core/recipe/describe-value.ts'
import { checkRecipe, LECTURE_RECIPE } from '#core/recipe/recipe.ts'

/** Lists in lists, deeper than any stack. */
function nest(depth: number): unknown {
  let value: unknown = []
  for (let k = 0; k < depth; k++) value = [value]
  return value
}

it.each([
  ['text', "'text'"],
  ['x'.repeat(1e6), `'${'x'.repeat(80)}…'`],
  [12n, '12n'],
  [NaN, 'NaN'],
  [null, 'null'],
  [undefined, 'none'],
  [[], 'an empty list'],
  [nest(100_000), 'a list of 1'],
  [{ toString: null }, 'an object'],
  [() => 1, 'a function'],
])('quotes any value in few characters: case %#', (value, expected) => {
  expect(describeValue(value)).toBe(expected)
})

it('refuses recipes with any value in any field, in short sentences', () => {
  for (const value of [1n, nest(100_000), 'x'.repeat(1e6), Symbol('x'), { toString: null }, undefined]) {
    for (const field of Object.keys(LECTURE_RECIPE)) {
      const problems = checkRecipe({ ...LECTURE_RECIPE, [field]: value })
      for (const { message } of problems) expect(message.length, message.slice(0, 200)).toBeLessThan(300)
      if (field === 'version' || field === 'seed') expect(problems, field).not.toEqual([])
    }
  }
})
