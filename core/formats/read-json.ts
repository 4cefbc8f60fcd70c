import { FormatError } from './format-error.ts'

/**
 * Reads JSON, and besides `NaN`, `Infinity` and `-Infinity` outside of strings, which JSON does not have but Python's json
 * module writes. They become the numbers that they name, so that the schema of a file can say which of its values they are.
 * @param expected what the text should be, as in `a recipe as JSON`, for the error
 * @throws FormatError saying where the text is no JSON
 */
export function readJson(text: string, expected: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return readPythonJson(text, expected)
  }
}

const NUMBERS = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity } as const
const TOKEN = /"(?:[^"\\]|\\.)*"?|-?\b(?:NaN|Infinity)\b/gs
/** Begins a string that stands for a number; none of a file's own strings begin so. */
const MARK = '\u{f0000}number '

function readPythonJson(text: string, expected: string): unknown {
  const marked = text.replace(TOKEN, (token) =>
    token.startsWith('"') ? token : JSON.stringify(MARK + token),
  )
  if (!isJson(marked)) throw new FormatError(`expected ${expected}, got ${describeText(marked)}`)
  return JSON.parse(marked, restoreNumber)
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
  const lineAt = (end: number): number => bare.slice(0, end).split('\n').length
  if (breaksOff(bare)) return `a file that is cut off in line ${lineAt(bare.length)}`
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

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
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
