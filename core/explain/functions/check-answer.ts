import { Random } from '../../random/random.ts'
import { parseAnswer } from './evaluate-answer.ts'
import { EXERCISES, type ExerciseId, type ExercisePoint, type MistakeKind } from './exercises.ts'
import { AnswerError, type AnswerProblem } from './read-answer.ts'

/**
 * What an answer is. Of a wrong one the kind of its mistake, `other` where it is none that is known; `factor` is how many times too large
 * it is, 1 where it is not.
 */
export type Verdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly mistake: MistakeKind | 'other'; readonly factor: number }
  | { readonly kind: 'refused'; readonly problem: AnswerProblem }

const POINTS = 24
const SEED = 24
/** Equal up to rounding. */
const TOLERANCE = 1e-9
/** Points with a smaller difference tell little. */
const LEAST_DIFFERENCE = 0.1

/** The points at which answers are compared: 24, of which ŷ − y is positive in one half and negative in the other. */
export function exercisePoints(id: ExerciseId): ExercisePoint[] {
  const [low, high] = EXERCISES[id].domain
  const random = new Random(SEED, 'exercise', id)
  const draw = (): number => low + (high - low) * random.uniform()
  return Array.from({ length: POINTS }, (_, k): ExercisePoint => {
    for (;;) {
      const [a, b] = [draw(), draw()]
      if (Math.abs(a - b) < LEAST_DIFFERENCE) continue
      const [less, more] = a < b ? [a, b] : [b, a]
      return k % 2 === 0 ? { output: more, wanted: less } : { output: less, wanted: more }
    }
  })
}

/** Whether an answer is the derivative that an exercise asks for, in any form, and if not, what went wrong. */
export function checkAnswer(id: ExerciseId, answer: string): Verdict {
  const { derivative, mistakes } = EXERCISES[id]
  try {
    const { at, hasOuterFactor } = parseAnswer(answer)
    const points = exercisePoints(id)
    const values = points.map(at)
    if (!values.every(Number.isFinite)) return refused({ code: 'not-a-number' })
    const factor = commonFactor(values, points.map(derivative))
    if (factor !== null) {
      if (factor === 1) return { kind: 'right' }
      if (factor !== -1) return { kind: 'wrong', mistake: 'factor', factor }
      // Of ½ (ŷ − y)² the derivative by y is y − ŷ, too; who took it has the inner derivative −1 before the difference.
      const isByWanted = id === 'squared' && hasOuterFactor
      return { kind: 'wrong', mistake: isByWanted ? 'by-wanted' : 'sign', factor: 1 }
    }
    for (const { kind, result } of mistakes) {
      const times = commonFactor(values, points.map(result))
      if (times !== null) return { kind: 'wrong', mistake: kind, factor: times }
    }
    return { kind: 'wrong', mistake: 'other', factor: 1 }
  } catch (error) {
    if (error instanceof AnswerError) return refused(error.problem)
    throw error
  }
}

const refused = (problem: AnswerProblem): Verdict => ({ kind: 'refused', problem })

/** By what all expected numbers are multiplied, ±1 exactly where it is that up to rounding; null where by different ones, or by 0. */
function commonFactor(values: readonly number[], expected: readonly number[]): number | null {
  const factors = values.map((value, k) => value / expected[k]!)
  const [first] = factors
  if (first === undefined || first === 0) return null
  if (!factors.every((each) => Math.abs(each - first) <= TOLERANCE * Math.abs(first))) return null
  const near = Math.round(first * 4) / 4
  return Math.abs(first - near) <= TOLERANCE * Math.abs(first) ? near : first
}
