import { GATES, isRight } from '#core/explain/functions/neuron.ts'
import { firstStepRatio } from '#core/explain/functions/slow-start.ts'
import { verdictWords } from '../functions/exercise-words.ts'
import { judgeReluSlopes } from '../functions/relu-slopes.ts'
import { RELU_SUMS, SLOW_STEPS, type FunctionsState } from '../functions-state.ts'
import type { Attempt, Check } from './check.ts'

const change = (attempt: Attempt, part: Partial<FunctionsState>): Attempt => ({
  ...attempt,
  functions: { ...attempt.functions, ...part },
})

/** So near a sum of 0 counts as the steepest place of the sigmoid. */
const STEEP = 0.05

/** About a tenth off is near enough for a ratio that is read off. */
const isAbout = (answer: number | null, expected: number): boolean =>
  answer !== null && Math.abs(answer / expected - 1) <= 0.115

/** What reads formulas is loaded when the first answer is judged. */
const judgeExercise = async ({ functions: { exercise } }: Attempt) =>
  (await import('#core/explain/functions/check-answer.ts')).checkAnswer(exercise.id, exercise.draft)

/** Checks of stops in the functions view. */
export const FUNCTIONS_CHECKS = {
  /** All four points of AND on their own side. */
  allFourRight: {
    passes: ({ functions: { neuron } }) =>
      neuron.gate === 'and' && GATES.and.every((point) => isRight(neuron, point)),
    explain: ({ functions: { neuron } }) => {
      if (neuron.gate !== 'and') return 'These are other points: choose AND above the picture.'
      const right = GATES.and.filter((point) => isRight(neuron, point)).length
      return `${right} of 4 points lie on their own side.`
    },
    solve: (attempt) =>
      change(attempt, { neuron: { ...attempt.functions.neuron, gate: 'and', weights: [5, 5], bias: -7.5 } }),
    reveal: (attempt) => change(attempt, { neuron: { ...attempt.functions.neuron, isBiasWeight: true } }),
  },

  /** ReLU's slopes filled in, and the point at the steepest place of the sigmoid. */
  reluSlopes: {
    passes: ({ functions: { activations } }) =>
      judgeReluSlopes(activations.reluSlopes ?? []).every((verdict) => verdict === 'right') &&
      activations.chosen === 'sigmoid' &&
      Math.abs(activations.z) <= STEEP + 1e-12,
    solve: (attempt) =>
      change(attempt, {
        activations: {
          ...attempt.functions.activations,
          chosen: 'sigmoid',
          z: 0,
          reluSlopes: ['0', '1', '0'],
        },
      }),
    explain: ({ functions: { activations } }) => {
      const verdicts = judgeReluSlopes(activations.reluSlopes ?? [])
      const open = RELU_SUMS.find((_, k) => verdicts[k] !== 'right')
      if (open === 0) return 'At the corner, z = 0, expected a number between the slopes on its sides.'
      if (open !== undefined) return `ReLU’s slope at z = ${String(open).replace('-', '−')} is not right yet.`
      return 'The slopes are right. Now move the point on the sigmoid to where it is steepest.'
    },
  },

  /** How many times larger the first step of cross-entropy is. */
  slowRatio: {
    passes: ({ answer, functions: { slow } }) => isAbout(answer, firstStepRatio(slow)),
    solve: (attempt) => ({ ...attempt, answer: firstStepRatio(attempt.functions.slow) }),
    explain: ({ answer, functions: { slow } }) =>
      isAbout(answer, 1 / firstStepRatio(slow)) ? 'That is how many times smaller the other one is.' : null,
    reveal: (attempt) => change(attempt, { slow: { ...attempt.functions.slow, step: SLOW_STEPS } }),
  },

  /** The derivative of ½ (ŷ − y)², in any form. */
  sameFunction: {
    passes: async (attempt) =>
      attempt.functions.exercise.id === 'squared' && (await judgeExercise(attempt)).kind === 'right',
    solve: (attempt) =>
      change(attempt, {
        exercise: { ...attempt.functions.exercise, id: 'squared', draft: 'ŷ − y', answer: 'ŷ − y' },
      }),
    explain: async (attempt) => verdictWords(await judgeExercise(attempt)),
    reveal: (attempt) =>
      change(attempt, {
        exercise: {
          ...attempt.functions.exercise,
          answer: attempt.functions.exercise.draft,
          isWayShown: true,
        },
      }),
  },
} as const satisfies Record<string, Check>
