import { superscript } from '../math/superscript.ts'

/** A number as it is shown. */
export interface NumberText {
  readonly tex: string
  /** With a real minus sign. */
  readonly text: string
  readonly words: string
  /** Whether digits were left out. */
  readonly isRounded: boolean
}

/** Decimals that a row of numbers gets: enough that each that is not 0 has three digits, from 3 to 6. */
export function decimalsFor(values: readonly (number | null)[]): number {
  let decimals = 3
  for (const value of values) {
    const size = Math.abs(value ?? 0)
    if (size > 0 && size < 0.1 && Number.isFinite(size)) {
      decimals = Math.max(decimals, 2 - Number(size.toExponential().split('e')[1]))
    }
  }
  return Math.min(decimals, 6)
}

/**
 * A number with so many decimals, or fewer where it needs no more; as a power of ten where so many would not tell it from 0, and
 * from a million on.
 */
export function numberText(value: number, decimals = 4): NumberText {
  if (!Number.isFinite(value)) return nonFinite(value)
  const size = Math.abs(value)
  const sign = value < 0 ? '−' : ''
  const spokenSign = value < 0 ? 'minus ' : ''
  if ((size > 0 && size < 0.5 * 10 ** -decimals) || size >= 1e6) {
    const [digits, exponent] = size.toExponential(2).split('e') as [string, string]
    const power = Number(exponent)
    const isRounded = Number(`${digits}e${exponent}`) !== size
    const short = digits.replace(/\.?0+$/, '')
    return {
      tex: `${value < 0 ? '-' : ''}${short} \\cdot 10^{${power}}`,
      text: `${sign}${short}·10${superscript(power)}`,
      words: `${spokenSign}${short} times ten to the ${power < 0 ? 'minus ' : ''}${Math.abs(power)}`,
      isRounded,
    }
  }
  const fixed = size.toFixed(decimals)
  const isRounded = Number(fixed) !== size
  // A whole digit more would say nothing where the number is exactly this.
  const short = isRounded || !fixed.includes('.') ? fixed : fixed.replace(/\.?0+$/, '')
  return {
    tex: `${value < 0 ? '-' : ''}${short}`,
    text: `${sign}${short}`,
    words: `${spokenSign}${short}`,
    isRounded,
  }
}

function nonFinite(value: number): NumberText {
  if (Number.isNaN(value)) return { tex: '\\text{NaN}', text: 'NaN', words: 'not a number', isRounded: false }
  return value > 0
    ? { tex: '\\infty', text: '∞', words: 'infinity', isRounded: false }
    : { tex: '-\\infty', text: '−∞', words: 'minus infinity', isRounded: false }
}
