import type { z } from 'zod'
import { describeValue } from '#core/recipe/describe-value.ts'

type Issue = z.core.$ZodIssue

/** What is wrong with a field of an argument. */
export interface WordedIssue {
  readonly path: readonly (string | number)[]
  /** Which field, what was expected and what came. */
  readonly message: string
}

/** Keys that a refusal names, at most. */
const MOST_NAMED_KEYS = 5

/**
 * What a schema finds wrong with the value `root`, in sentences that name the field, what was expected and what came. Of a
 * value that may have several forms, the form that it comes closest to counts.
 */
export function wordIssue(issue: Issue, root: unknown): WordedIssue[] {
  if (issue.code === 'invalid_union' && isBare(issue.message)) {
    const nearest = issue.errors.toSorted((a, b) => misses(a) - misses(b))[0]
    if (nearest && nearest.length > 0) {
      return nearest.flatMap((inner) => wordIssue({ ...inner, path: [...issue.path, ...inner.path] }, root))
    }
  }
  const path = issue.path.filter((key) => typeof key !== 'symbol')
  const value = path.reduce<unknown>(
    (parent, key) => (parent as Record<string | number, unknown> | null)?.[key],
    root,
  )
  const words = isBare(issue.message) ? expectationOf(issue) : issue.message
  const named = words.includes(': ') ? words : `${path.length === 0 ? 'Argument' : path.join('.')}: ${words}`
  return [
    { path, message: /, got |, but it is /.test(named) ? named : `${named}, ${gotWords(issue, value)}` },
  ]
}

/** Whether a message is the schema library's own. */
const isBare = (message: string): boolean => /^(?:Invalid|Unrecognized|Too (?:small|big))\b/.test(message)

/** How far a value is from a form: one that is of another kind altogether is farthest. */
function misses(issues: readonly Issue[]): number {
  return issues.reduce((sum, { path }) => sum + (path.length === 0 ? 100 : 1), 0)
}

function expectationOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}`
    case 'invalid_value':
      return `expected ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`
    case 'unrecognized_keys': {
      const more = issue.keys.length - MOST_NAMED_KEYS
      const keys = issue.keys.slice(0, MOST_NAMED_KEYS).map(describeValue).join(', ')
      return `expected only fields that are known, got ${keys}${more > 0 ? ` and ${more} more` : ''}`
    }
    case 'too_small':
      return `expected ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}`
    case 'too_big':
      return `expected ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue.origin)}`
    case 'invalid_format':
      return `expected a text of the form ${issue.format}`
    case 'not_multiple_of':
      return `expected a multiple of ${issue.divisor}`
    case 'invalid_key':
    case 'invalid_element':
    case 'invalid_union':
    case 'custom':
      return 'expected another value'
  }
}

const unitOf = (origin: string): string =>
  origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : ''

function gotWords(issue: Issue, value: unknown): string {
  if (value === undefined)
    return issue.code === 'invalid_type' && issue.expected === 'undefined' ? 'got one' : 'but it is missing'
  if (issue.code === 'too_big' && typeof value === 'string')
    return `got ${value.length.toLocaleString('en-US')}`
  return `got ${describeValue(value)}`
}
