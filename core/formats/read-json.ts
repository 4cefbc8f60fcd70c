import { FormatError } from './format-error.ts'
import { scanJson } from './scan-json.ts'

/** Characters up to which the line of a mistake is looked for, as that parses the text some twenty times. */
const SEARCHED_CHARACTERS = 2 * 2 ** 20

/**
 * Reads JSON, and besides `NaN`, `Infinity` and `-Infinity` outside of strings, which JSON does not have but Python's json
 * module writes. They become the numbers that they name, so that the schema of a file can say which of its values they are.
 * @param expected what the text should be, as in `a recipe as JSON`, for the error
 * @throws FormatError saying where the text is no JSON, or which limit of `core/limits.ts` it is beyond
 */
export function readJson(text: string, expected: string): unknown {
  const letters = scanJson(text)
  const marked = letters.length === 0 ? text : markNumbers(text, letters)
  try {
    // The function that restores numbers makes parsing several times slower.
    return letters.length === 0 ? JSON.parse(marked) : JSON.parse(marked, restoreNumber)
  } catch {
    throw new FormatError(`expected ${expected}, got ${describeText(marked)}`)
  }
}

const NUMBERS = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity } as const
const NUMBER = /-?\b(?:NaN|Infinity)\b/y
/** Begins a string that stands for a number; none of a file's own strings begin so. */
const MARK = '\u{f0000}number '

/** @param letters where numbers may stand that JSON does not have */
function markNumbers(text: string, letters: readonly number[]): string {
  const pieces: string[] = []
  let done = 0
  for (const letter of letters) {
    NUMBER.lastIndex = text[letter - 1] === '-' ? letter - 1 : letter
    const token = NUMBER.exec(text)
    if (token === null || token.index < done) continue
    pieces.push(text.slice(done, token.index), JSON.stringify(MARK + token[0]))
    done = NUMBER.lastIndex
  }
  pieces.push(text.slice(done))
  return pieces.join('')
}

function restoreNumber(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith(MARK)) return value
  return NUMBERS[value.slice(MARK.length) as keyof typeof NUMBERS]
}

/** What came instead of JSON, with the line where it breaks off or goes wrong. */
function describeText(text: string): string {
  const bare = text.trimEnd()
  if (bare === '') return 'an empty file'
  if (!/^\s*[[{]/.test(bare)) return 'something else'
  const lineAt = (end: number): number => countLines(bare, end)
  if (breaksOff(bare)) return `a file that is cut off in line ${lineAt(bare.length)}`
  if (bare.length > SEARCHED_CHARACTERS) return 'a mistake'
  // The longest beginning that more text could complete; engines do not always say where a mistake is.
  let good = 0
  let bad = bare.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (breaksOff(bare.slice(0, middle))) good = middle
    else bad = middle
  }
  return `a mistake in line ${lineAt(bad)}`
}

function countLines(text: string, end: number): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

/** Whether a text ends before its JSON does. */
function breaksOff(text: string): boolean {
  try {
    JSON.parse(text)
    return false
  } catch (error) {
    const { message } = error as SyntaxError
    const position = /position (\d+)/.exec(message)?.[1]
    return (
      /Unexpected end|Unterminated/.test(message) ||
      (position !== undefined && Number(position) >= text.trimEnd().length)
    )
  }
}
