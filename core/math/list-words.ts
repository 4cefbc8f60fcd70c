const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' })
const disjunction = new Intl.ListFormat('en-GB', { type: 'disjunction' })

/** `a, b and c`; empty for no words. */
export const listAnd = (words: readonly string[]): string => conjunction.format(words)

/** `a, b or c`; empty for no words. */
export const listOr = (words: readonly string[]): string => disjunction.format(words)

/**
 * `a, b and 3 more`; a single word beyond the most is named as well, as it takes no more room than `1 more`.
 * @param most words that are named before the count
 */
export function listSome(words: readonly string[], most: number): string {
  const more = words.length - most
  return listAnd(more > 1 ? [...words.slice(0, most), `${more.toLocaleString('en-US')} more`] : words)
}
