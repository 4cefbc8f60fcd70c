/**
 * What a terminal acts upon instead of showing it: control characters of ASCII and Latin-1, with which a text can move
 * the cursor, erase lines or set the window's title, and those that turn the direction of reading or break lines.
 */
const ACTED_UPON =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Text of any origin as a terminal may show it: its lines and tabs stay, other controls are written out, as `\u001b`. */
export function escapeTerminal(text: string): string {
  return text.replace(ACTED_UPON, (character) =>
    character === '\n' || character === '\t' ? character : writeOut(character),
  )
}

/** The same for a text that is one cell or one word: its lines are written out too. */
export function escapeTerminalLine(text: string): string {
  return text.replace(ACTED_UPON, writeOut)
}

/** JSON with the same value, in which nothing is left that a terminal acts upon. */
export function escapeTerminalJson(json: string): string {
  return escapeTerminalLine(json)
}

function writeOut(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
