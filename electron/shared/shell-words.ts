/** Characters that a terminal acts upon, also where they are only pasted. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/

/**
 * A word as a shell takes it for itself: quoted where it has a character that means something to the shell, and with its
 * control characters written out (`$'…'`, POSIX 2024), so that it stays one line and harmless to paste.
 */
export function quoteWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  if (!CONTROLS.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`
  const characters = Array.from(word, (character) => {
    if (character === "'" || character === '\\') return `\\${character}`
    return CONTROLS.test(character) ? writeBytes(character) : character
  })
  return `$'${characters.join('')}'`
}

/** Words as one line for a shell, each quoted where it has to be. */
export function quoteWords(words: readonly string[]): string {
  return words.map(quoteWord).join(' ')
}

/** Octal, as of the digits behind it a shell takes three at most. */
function writeBytes(character: string): string {
  return Array.from(
    new TextEncoder().encode(character),
    (byte) => `\\${byte.toString(8).padStart(3, '0')}`,
  ).join('')
}
