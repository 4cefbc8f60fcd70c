/** The first of some sentences, with its full stop. */
export const firstSentence = (words: string): string => words.split(/(?<=[.!?]) /)[0]!
