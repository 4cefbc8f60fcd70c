import { FormatError } from '../format-error.ts'
import type { PickleValue } from './pickle-value.ts'

/*
 * Values as the oldest pickles write them, which Python 2 did by default: a line of text for each.
 */

const LONGEST_NUMBER = 400

const latin1 = (line: Uint8Array): string => {
  if (line.length > LONGEST_NUMBER) {
    throw new FormatError(`pickle: expected a number or a name, got a line of ${line.length} characters`)
  }
  return String.fromCharCode(...line)
}

/** `12`, `12L`, and the truth values `00` and `01`. @throws FormatError */
export function readInteger(line: Uint8Array): PickleValue {
  const text = latin1(line).trim()
  if (text === '00' || text === '01') return text === '01'
  const digits = text.replace(/L$/, '')
  if (!/^-?\d+$/.test(digits)) throw new FormatError(`pickle: expected a whole number, got ${text}`)
  const number = Number(digits)
  return Number.isSafeInteger(number) ? number : BigInt(digits)
}

/** @throws FormatError */
export function readFloat(line: Uint8Array): number {
  const text = latin1(line).trim()
  const named = { nan: NaN, inf: Infinity, '-inf': -Infinity }[text]
  const number = named ?? Number(text)
  if (named !== undefined || (text !== '' && !Number.isNaN(number))) return number
  throw new FormatError(`pickle: expected a number, got ${text}`)
}

const BACKSLASH = 0x5c
const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11 }

/** A text in quotes with Python's escapes, as bytes. @throws FormatError */
export function readQuoted(line: Uint8Array): Uint8Array {
  const quote = line[0]
  if (line.length < 2 || (quote !== 0x22 && quote !== 0x27) || line.at(-1) !== quote) {
    throw new FormatError('pickle: expected a text in quotes, got one without')
  }
  const bytes = new Uint8Array(line.length)
  let length = 0
  for (let at = 1; at < line.length - 1; at++) {
    if (line[at] !== BACKSLASH) {
      bytes[length++] = line[at]!
      continue
    }
    const letter = String.fromCharCode(line[++at]!)
    if (letter === 'x') {
      const digits = String.fromCharCode(line[at + 1] ?? 0, line[at + 2] ?? 0)
      if (!/^[\da-f]{2}$/i.test(digits))
        throw new FormatError(`pickle: expected \\x and two digits, got ${digits}`)
      bytes[length++] = parseInt(digits, 16)
      at += 2
    } else bytes[length++] = ESCAPES[letter] ?? line[at]!
  }
  return bytes.subarray(0, length)
}

/** A text whose special characters are written as in `\u00e4`; others are bytes of Latin 1. */
export function readRawText(line: Uint8Array): string {
  let text = ''
  for (let from = 0; from < line.length; from += 4096) {
    text += String.fromCharCode(...line.subarray(from, from + 4096))
  }
  return text.replace(/\\u([\da-f]{4})/gi, (_escape, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  )
}
