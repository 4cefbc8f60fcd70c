import { describe, expect, it } from 'vitest'
import { LECTURE_RECIPE, recipeSchema } from '#core/recipe/recipe.ts'
import { workbenchCalls } from '#contract/api.ts'
import { parseInput } from '#contract/parse-input.ts'
import { WorkbenchError } from '#contract/types.ts'

function refusalOf(parse: () => unknown): WorkbenchError {
  try {
    parse()
  } catch (error) {
    expect(error).toBeInstanceOf(WorkbenchError)
    return error as WorkbenchError
  }
  throw new Error('It was taken.')
}

describe('an argument that is made to trouble', () => {
  it('names a run once, however often it came, before it is counted', () => {
    const ids = Array.from({ length: 1000 }, (_, k) => `run${k % 3}`)
    expect(parseInput(workbenchCalls.runs.delete, { runIds: ids })).toEqual({
      runIds: ['run0', 'run1', 'run2'],
    })
    const report = { fileId: '01234567-89ab-4cde-8f01-23456789abcd', runIds: ids, colours: [] }
    expect(parseInput(workbenchCalls.files.exportReport, report).runIds).toHaveLength(3)
    const many = { ...report, runIds: Array.from({ length: 101 }, (_, k) => `run${k}`) }
    expect(refusalOf(() => parseInput(workbenchCalls.files.exportReport, many)).message).toContain(
      '100 runs at most',
    )
  })

  it.each([
    ['a thousand wrong ids', { runIds: Array(1000).fill('!') }, '; and 940 more'],
    [
      'a thousand unknown keys',
      Object.fromEntries(Array.from({ length: 9999 }, (_, k) => [k, k])),
      'and 9994 more',
    ],
    ['a big whole number', { runIds: 7n }, 'runIds: expected array, got 7n'],
  ])('is refused in few words: %s', (_name, input, expected) => {
    const { message, problems, code } = refusalOf(() => parseInput(workbenchCalls.runs.delete, input))
    expect(code).toBe('invalid')
    expect(message).toContain(expected)
    expect(message.length).toBeLessThan(5000)
    expect(problems.length).toBeLessThanOrEqual(60)
  })

  it('is refused where a recipe has more parameters than memory holds, as a stored one may', () => {
    const recipe = { ...LECTURE_RECIPE, inputSize: 1_000_000 }
    recipe.layers = [{ ...recipe.layers[0]!, units: 10_000 }, recipe.layers[1]!]
    expect(recipeSchema.safeParse(recipe).success).toBe(true)
    const { problems } = refusalOf(() => parseInput(workbenchCalls.runs.start, { recipe }))
    expect(problems.map(({ path }) => path)).toEqual([['layers']])
  })

  it('is refused where bytes stand in the place of a list, which cannot be frozen', () => {
    const input = { recipe: {}, variations: new Float64Array(3), free: new Uint8Array(9) }
    expect(refusalOf(() => parseInput(workbenchCalls.sweeps.plan, input)).code).toBe('invalid')
  })
})
