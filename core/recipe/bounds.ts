import { z } from 'zod'
import { adviseOnComma } from '../math/read-number.ts'
import { describeValue } from './describe-value.ts'

/** What a person reads for a value that is not what its field takes. */
function describe(label: string, expected: string, value: unknown): string {
  if (value === undefined) return `${label}: expected ${expected}, but it is missing`
  if (value === '') return `${label}: expected ${expected}, but it is empty`
  return `${label}: expected ${expected}, got ${quote(value)}`
}

function quote(value: unknown): string {
  const advice = typeof value === 'string' ? adviseOnComma(value) : null
  return advice === null ? describeValue(value) : `${describeValue(value)}; write ${advice}`
}

const format = (value: number): string =>
  (Math.abs(value) >= 1e7 && !Number.isSafeInteger(value)) || (value !== 0 && Math.abs(value) < 1e-3)
    ? value.toExponential().replace('e+', 'e')
    : value.toLocaleString('en-US', { maximumFractionDigits: 6 })

/** A number from `min` to `max`, both included. */
export function boundedNumber(label: string, min: number, max: number): z.ZodNumber {
  const expected = `a number from ${format(min)} to ${format(max)}`
  const error = (issue: { input?: unknown }): string => describe(label, expected, issue.input)
  return z.number({ error }).min(min, { error }).max(max, { error }).meta({ label, min, max })
}

/** A number above `min`, and at most `max`. */
export function positiveNumber(label: string, max: number): z.ZodNumber {
  const expected = `a number above 0 and at most ${format(max)}`
  const error = (issue: { input?: unknown }): string => describe(label, expected, issue.input)
  return z.number({ error }).gt(0, { error }).max(max, { error }).meta({ label, min: 0, max })
}

/** A number from `min` up to, but not including, `max`. */
export function halfOpenNumber(label: string, min: number, max: number): z.ZodNumber {
  const expected = `a number from ${format(min)} up to, but not including, ${format(max)}`
  const error = (issue: { input?: unknown }): string => describe(label, expected, issue.input)
  return z.number({ error }).min(min, { error }).lt(max, { error }).meta({ label, min, max })
}

/** A whole number from `min` to `max`, both included. */
export function boundedInteger(label: string, min: number, max: number): z.ZodNumber {
  const expected = `a whole number from ${format(min)} to ${format(max)}`
  const error = (issue: { input?: unknown }): string => describe(label, expected, issue.input)
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error }).meta({ label, min, max })
}

/** One of some names. */
export function oneOf<const Names extends readonly string[]>(
  label: string,
  names: Names,
): z.ZodEnum<{ [Name in Names[number]]: Name }> {
  return z.enum(names, { error: (issue) => describe(label, `one of ${names.join(', ')}`, issue.input) })
}
