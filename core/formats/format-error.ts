/** Characters of a sentence on a file, at most: it may quote names of the file, which may be as long as the file itself. */
const MOST_CHARACTERS = 1000
/** Of these, those at its end, where it says what came. */
const END_CHARACTERS = 200

/** Thrown for a file that is not of its format; `message` names what was expected and what came, in a sentence of bounded length. */
export class FormatError extends Error {
  override readonly name = 'FormatError'

  constructor(message: string) {
    super(shorten(message))
  }
}

function shorten(message: string): string {
  if (message.length <= MOST_CHARACTERS) return message
  return `${message.slice(0, MOST_CHARACTERS - END_CHARACTERS)} … ${message.slice(-END_CHARACTERS)}`
}
