/** A word as a POSIX shell takes it for itself: quoted where it has a character that means something to the shell. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** Words as one line for a POSIX shell, each quoted where it has to be. */
export function quoteWords(words: readonly string[]): string {
  return words.map(quoteWord).join(' ')
}
