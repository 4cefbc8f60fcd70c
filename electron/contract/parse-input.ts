import { checkRecipe, type RecipeProblem } from '#core/recipe/recipe.ts'
import type { AnyCall, InputOf } from './define-calls.ts'
import { WorkbenchError } from './types.ts'

/**
 * Parses the argument of a call, as in `parseInput(runCalls.edit, value)`.
 * @throws WorkbenchError `invalid`, whose `problems` name the fields; those of a recipe count from the recipe itself,
 * as in `['layers', 0, 'units']`.
 */
export function parseInput<SomeCall extends AnyCall>({ input }: SomeCall, value: unknown): InputOf<SomeCall> {
  const result = input.safeParse(value)
  if (result.success) return result.data as InputOf<SomeCall>
  const problems = result.error.issues.flatMap((issue): RecipeProblem[] =>
    issue.path[0] === 'recipe'
      ? []
      : [{ path: issue.path.filter((key) => typeof key !== 'symbol'), message: issue.message }],
  )
  if (isRecord(value) && 'recipe' in value) problems.unshift(...checkRecipe(value.recipe))
  else if (problems.length === 0)
    problems.push({ path: ['recipe'], message: 'Recipe: expected one, got none' })
  throw new WorkbenchError('invalid', problems.map(describe).join('; '), problems)
}

function describe({ path, message }: RecipeProblem): string {
  return path.length === 0 || message.includes(': ') ? message : `${path.join('.')}: ${message}`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
