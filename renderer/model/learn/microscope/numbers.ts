import { powerOfTen } from '#core/math/power-of-ten.ts'
import { superscript } from '#core/math/superscript.ts'

/** The sign of negative numbers, as wide as a digit. */
const MINUS = '\u2212'
const NO_BREAK = '\u00a0'

/** A number as the picture shows it: so many decimals, a real minus sign, and never a zero with a sign. */
export function shortNumber(value: number, decimals = 3): string {
  if (Number.isNaN(value)) return 'not a number'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`
  const size = Math.abs(value)
  // What would read as 0 and is none is written with its power of ten.
  if (size !== 0 && (size < 0.5 * 10 ** -decimals || size >= 1e5)) return powerOfTen(value, 2)
  const text = size.toFixed(decimals)
  return value < 0 ? `${MINUS}${text}` : text
}

/** A number to read aloud: `minus 0.049`. */
export const spokenNumber = (value: number, decimals = 3): string =>
  shortNumber(value, decimals)
    .replace(MINUS, 'minus ')
    .replace(/·10(.+)$/, (_, power: string) => ` times ten to the ${spokenPower(power)}`)

const spokenPower = (power: string): string =>
  power.replace('⁻', 'minus ').replaceAll(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (raised) => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(raised)))

/** Words between and before numbers, and the signs that are read in their place, in the order in which they are put. */
const SIGNS: readonly [RegExp, string][] = [
  [/\bthe logarithm of (?=[\d(]|open)/g, `ln${NO_BREAK}`],
  [/\bopen bracket /g, '('],
  [/ close bracket\b/g, ')'],
  [/(?<=[\d)]) squared\b/g, '²'],
  [/(?<=\d) over (?=\d)/g, '/'],
  [/(?<=[\d)²⁰¹³⁴⁵⁶⁷⁸⁹]) minus (?=[\d(l]|minus )/g, ` ${MINUS} `],
  [/\bminus (?=[\d(])/g, MINUS],
  [/\be to the (−?[\d.]+)/g, 'exp($1)'],
  [/(?<=[\d)²⁰¹³⁴⁵⁶⁷⁸⁹]) plus (?=[\d(−le])/g, ' + '],
  [/(?<=[\d)²⁰¹³⁴⁵⁶⁷⁸⁹]|one half) times (?=[\d(−l])/g, `${NO_BREAK}·${NO_BREAK}`],
  [/\bone half(?=\u00a0·)/g, '½'],
  // A negative number after a sign stands in brackets.
  [/(?<=[·+−]\s)(−[\d.]+(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)/g, '($1)'],
]

/** A sentence that was made to be spoken, as it is read: its numbers are calculated with in signs. */
export function readSentence(sentence: string): string {
  const withPowers = sentence.replaceAll(
    / times ten to the (minus )?(\d+)/g,
    (_, minus: string | undefined, power: string) =>
      `·10${superscript(minus === undefined ? Number(power) : -Number(power))}`,
  )
  return SIGNS.reduce((text, [words, sign]) => text.replaceAll(words, sign), withPowers)
}

/** All digits of a number, as it is copied or read exactly. */
export const fullNumber = (value: number): string => String(value).replace('-', MINUS)
