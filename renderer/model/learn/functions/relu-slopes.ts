import { cornerOf, activationAt } from '#core/explain/functions/activation-curve.ts'
import { readTypedNumber } from '#core/math/read-number.ts'
import { RELU_SUMS } from '../functions-state.ts'

/** What an answer to ReLU's slope at a sum is; at the corner any slope between those on its sides is right. */
export type SlopeVerdict = 'missing' | 'right' | 'wrong'

/** Judges the answers to ReLU's slopes, in the order of `RELU_SUMS`. */
export function judgeReluSlopes(answers: readonly string[]): SlopeVerdict[] {
  const corner = cornerOf('relu')!
  return RELU_SUMS.map((z, k): SlopeVerdict => {
    const answer = answers[k]?.trim().replace('−', '-') ?? ''
    if (answer === '') return 'missing'
    const value = readTypedNumber(answer)
    if (value === null) return 'wrong'
    if (z === corner.z) return value >= corner.before && value <= corner.after ? 'right' : 'wrong'
    return value === activationAt('relu', z).slope ? 'right' : 'wrong'
  })
}
