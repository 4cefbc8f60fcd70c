/** Class names that begin with a vowel's sound: 8, 11, 18, 80 and so on; letters spelled out; words with a vowel. */
const VOWEL_SOUND = /^(8|11(?!\d)|18(?!\d)|[aefhilmnorsx](?![a-z])|[aeio][a-z]|u(?!ni)[a-z])/i

/** A class name with its indefinite article: `a 4`, `an 8`, `an A`. */
export function withArticle(name: string): string {
  return `${VOWEL_SOUND.test(name) ? 'an' : 'a'} ${name}`
}
