/** Characters of a value that a sentence quotes, at most. */
const QUOTED_CHARACTERS = 80

/**
 * A value as a refusal quotes it: short, whatever came. Lists and objects are named and not written out, as they may be
 * large, nested deeply, or refer to themselves.
 */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `'${shorten(value)}'`
  if (typeof value === 'bigint') return `${shorten(String(value))}n`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value === null || value === undefined) return value === null ? 'null' : 'none'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function shorten(text: string): string {
  return text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}…` : text
}
