import { MOST_JSON_CONTAINERS, MOST_JSON_DEPTH, MOST_JSON_NAMES, MOST_JSON_VALUES } from '../limits.ts'
import { FormatError } from './format-error.ts'

/** Character codes. */
const CODE = {
  quote: 34,
  comma: 44,
  colon: 58,
  I: 73,
  N: 78,
  open: 91,
  close: 93,
  openBrace: 123,
  closeBrace: 125,
}
const BACKSLASH = 92

/**
 * Looks through a text that should be JSON before it is parsed, which takes many times the text's own memory.
 * @returns where `N` and `I` stand outside of strings, as in Python's `NaN` and `Infinity`
 * @throws FormatError where there are more levels, lists, names or values than any file of this program has
 */
export function scanJson(text: string): number[] {
  const letters: number[] = []
  let depth = 0
  let containers = 0
  let names = 0
  let values = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case CODE.quote:
        at = endOfString(text, at)
        break
      case CODE.open:
      case CODE.openBrace:
        if (++depth > MOST_JSON_DEPTH) refuse(MOST_JSON_DEPTH, 'levels of lists and objects', text, at)
        if (++containers > MOST_JSON_CONTAINERS) refuse(MOST_JSON_CONTAINERS, 'lists and objects', text, at)
        break
      case CODE.close:
      case CODE.closeBrace:
        depth--
        break
      case CODE.colon:
        if (++names > MOST_JSON_NAMES) refuse(MOST_JSON_NAMES, 'named values', text, at)
        break
      case CODE.comma:
        if (++values > MOST_JSON_VALUES) refuse(MOST_JSON_VALUES, 'values', text, at)
        break
      case CODE.I:
      case CODE.N:
        // In valid text at most one stands for each value.
        if (letters.length <= values) letters.push(at)
    }
  }
  return letters
}

/** Where a string ends that begins at `start`, with its quotation mark or the text. */
function endOfString(text: string, start: number): number {
  for (let end = start; ;) {
    end = text.indexOf('"', end + 1)
    if (end < 0) return text.length
    let backslashes = 0
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++
    if (backslashes % 2 === 0) return end
  }
}

function refuse(most: number, things: string, text: string, at: number): never {
  throw new FormatError(
    `expected JSON with at most ${most.toLocaleString('en-US')} ${things}, got more (at character ${at + 1} of ${text.length})`,
  )
}
