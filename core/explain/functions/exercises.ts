import { ln } from '../../math/logarithm.ts'

/** The output ŷ and the wanted value y, as the lecture's exercise calls them. */
export interface ExercisePoint {
  readonly output: number
  readonly wanted: number
}

/**
 * A mistake by its kind: the sign is turned; a constant factor is left over or lost; the derivative is by the wanted value,
 * or by the sum z; the square is left; the absolute value was taken.
 */
export type MistakeKind = 'sign' | 'factor' | 'by-wanted' | 'by-sum' | 'square' | 'absolute'

/** A derivative to be found. */
export interface Exercise {
  readonly derivative: (point: ExercisePoint) => number
  /** Answers that a mistake leads to, whatever constant factor stands before them. */
  readonly mistakes: readonly {
    readonly kind: MistakeKind
    readonly result: (point: ExercisePoint) => number
  }[]
  /** Between which values ŷ and y lie. */
  readonly domain: readonly [number, number]
}

const difference = ({ output, wanted }: ExercisePoint): number => output - wanted

export const EXERCISE_IDS = ['squared', 'cross-entropy'] as const
export type ExerciseId = (typeof EXERCISE_IDS)[number]

/** The lecture's exercise, Div = ½ (ŷ − y)², and the same for cross-entropy, Div = −(y ln ŷ + (1 − y) ln(1 − ŷ)). */
export const EXERCISES: Readonly<Record<ExerciseId, Exercise>> = {
  squared: {
    derivative: difference,
    mistakes: [
      { kind: 'absolute', result: (point) => Math.abs(difference(point)) },
      { kind: 'square', result: (point) => difference(point) * difference(point) },
    ],
    domain: [-2, 2],
  },
  'cross-entropy': {
    derivative: (point) => difference(point) / (point.output * (1 - point.output)),
    mistakes: [
      { kind: 'by-sum', result: difference },
      { kind: 'by-wanted', result: ({ output }) => ln(output / (1 - output)) },
      {
        kind: 'absolute',
        result: (point) => Math.abs(difference(point)) / (point.output * (1 - point.output)),
      },
    ],
    domain: [0.05, 0.95],
  },
}
