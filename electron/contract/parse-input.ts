import { checkRecipe, describeProblem, type RecipeProblem } from '#core/recipe/recipe.ts'
import type { AnyCall, InputOf } from './define-calls.ts'
import { wordIssue } from './word-issue.ts'
import { WorkbenchError } from './types.ts'

/** Problems that a refusal names: an argument may be a list of thousands, each of them wrong; a form has fewer fields. */
const MOST_NAMED_PROBLEMS = 60

/** Characters of a problem that a refusal shows. */
const PROBLEM_CHARACTERS = 500

/**
 * Parses the argument of a call, as in `parseInput(runCalls.edit, value)`.
 * @throws WorkbenchError `invalid`, whose `problems` name the fields; those of a recipe count from the recipe itself,
 * as in `['layers', 0, 'units']`.
 */
export function parseInput<SomeCall extends AnyCall>({ input }: SomeCall, value: unknown): InputOf<SomeCall> {
  const result = safeParse(input, value)
  const isSound = result.success
  const ofRecipe = findRecipeProblems(value)
  if (isSound && ofRecipe.length === 0) return result.data as InputOf<SomeCall>
  const problems = (isSound ? [] : result.error.issues).flatMap((issue): RecipeProblem[] =>
    issue.path[0] === 'recipe' ? [] : wordIssue(issue, value),
  )
  problems.unshift(...ofRecipe)
  if (problems.length === 0) problems.push({ path: ['recipe'], message: 'Recipe: expected one, got none' })
  throw refusalOf(problems)
}

/**
 * Looks at the recipe of an argument that was made within the program, where a type lets numbers of any size through: what no schema
 * accepts must not reach the store, which could not read it again.
 * @throws WorkbenchError `invalid` as `parseInput`
 */
export function refuseUnsoundRecipe(value: unknown): void {
  const problems = findRecipeProblems(value)
  if (problems.length > 0) throw refusalOf(problems)
}

const findRecipeProblems = (value: unknown): RecipeProblem[] =>
  isRecord(value) && 'recipe' in value ? checkRecipe(value.recipe) : []

function refusalOf(problems: readonly RecipeProblem[]): WorkbenchError {
  const more = problems.length - MOST_NAMED_PROBLEMS
  const named = problems
    .slice(0, MOST_NAMED_PROBLEMS)
    .map(({ path, message }) => ({ path, message: shorten(message) }))
  return new WorkbenchError(
    'invalid',
    `${named.map(describe).join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
    named,
  )
}

/** zod freezes what should be a list even where it is none, and buffers cannot be frozen. */
function safeParse(input: AnyCall['input'], value: unknown): ReturnType<AnyCall['input']['safeParse']> {
  try {
    return input.safeParse(value)
  } catch {
    throw new WorkbenchError('invalid', 'Argument: expected lists where lists belong, got bytes')
  }
}

function describe(problem: RecipeProblem): string {
  const { path, message } = problem
  const isNamed = path.length === 0 || message.includes(': ')
  const words = isNamed ? describeProblem(problem) : `${path.join('.')}: ${message}`
  return shorten(words)
}

/** A schema names all keys that it does not know. */
const shorten = (text: string): string =>
  text.length > PROBLEM_CHARACTERS ? `${text.slice(0, PROBLEM_CHARACTERS)}…` : text

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
