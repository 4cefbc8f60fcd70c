import type { Verdict } from '#core/explain/functions/check-answer.ts'
import type { ExerciseId, MistakeKind } from '#core/explain/functions/exercises.ts'
import type { AnswerProblem } from '#core/explain/functions/read-answer.ts'
import { shortNumber } from '../microscope/numbers.ts'

/** A formula with its words for screen readers. */
export interface SpokenFormula {
  readonly tex: string
  readonly words: string
}

export interface ExerciseWords {
  readonly label: string
  readonly formula: SpokenFormula
  /** The way to the derivative, line by line. */
  readonly way: readonly SpokenFormula[]
}

export const EXERCISE_WORDS: Readonly<Record<ExerciseId, ExerciseWords>> = {
  squared: {
    label: 'Squared error',
    formula: {
      tex: '\\mathrm{Div} = \\tfrac12 (\\hat y - y)^2',
      words: 'Div is one half times the square of y hat minus y',
    },
    way: [
      {
        tex: 'u = \\hat y - y,\\quad \\mathrm{Div} = \\tfrac12 u^2',
        words: 'Call y hat minus y u; then Div is one half of u squared',
      },
      {
        tex: '\\frac{d\\,\\mathrm{Div}}{du} = \\tfrac12 \\cdot 2u = u,\\quad \\frac{du}{d\\hat y} = 1',
        words: 'The derivative of Div by u is u, and the derivative of u by y hat is 1',
      },
      {
        tex: '\\frac{d\\,\\mathrm{Div}}{d\\hat y} = u \\cdot 1 = \\hat y - y',
        words: 'So the derivative of Div by y hat is y hat minus y',
      },
    ],
  },
  'cross-entropy': {
    label: 'Cross-entropy',
    formula: {
      tex: '\\mathrm{Div} = -\\bigl(y \\ln \\hat y + (1 - y) \\ln (1 - \\hat y)\\bigr)',
      words:
        'Div is minus y times the logarithm of y hat minus 1 minus y times the logarithm of 1 minus y hat',
    },
    way: [
      {
        tex: '\\frac{d \\ln \\hat y}{d\\hat y} = \\frac1{\\hat y},\\quad \\frac{d \\ln(1-\\hat y)}{d\\hat y} = \\frac{-1}{1-\\hat y}',
        words:
          'The derivative of the logarithm of y hat is 1 over y hat; that of the logarithm of 1 minus y hat is minus 1 over 1 minus y hat',
      },
      {
        tex: '\\frac{d\\,\\mathrm{Div}}{d\\hat y} = -\\frac{y}{\\hat y} + \\frac{1-y}{1-\\hat y}',
        words: 'So the derivative of Div is minus y over y hat plus 1 minus y over 1 minus y hat',
      },
      {
        tex: '\\frac{d\\,\\mathrm{Div}}{d\\hat y} = \\frac{\\hat y - y}{\\hat y (1 - \\hat y)}',
        words: 'Over one denominator that is y hat minus y over y hat times 1 minus y hat',
      },
    ],
  },
}

const MISTAKES: Readonly<Record<MistakeKind | 'other', string>> = {
  sign: 'The sign is turned: where ŷ is too large, Div grows with ŷ, so the derivative is positive there.',
  factor: 'A constant factor is too much or too little: what becomes of the ½ and of the 2 of the square?',
  'by-wanted': 'That is the derivative by y, the wanted value. Asked is the one by ŷ, the output.',
  'by-sum':
    'That is the derivative by the sum z, in which the sigmoid’s slope cancels. Asked is the one by ŷ.',
  square: 'A square is left: the derivative of u² is 2u.',
  absolute: 'An absolute value has lost the sign: left of y the curve falls.',
  other: 'This is another function. Set u = ŷ − y and use the chain rule.',
}

/** What is said to an answer. */
export function verdictWords(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'right':
      return 'Right, in this form as in any other.'
    case 'refused':
      return problemWords(verdict.problem)
    case 'wrong': {
      const { mistake, factor } = verdict
      const beside =
        factor === 1 || (mistake !== 'factor' && mistake !== 'square')
          ? ''
          : ` (It is ${shortNumber(factor, 3)} times ${mistake === 'factor' ? 'the derivative' : 'the square'}.)`
      return MISTAKES[mistake] + beside
    }
  }
}

function problemWords(problem: AnswerProblem): string {
  switch (problem.code) {
    case 'empty':
      return 'Write an answer first.'
    case 'too-long':
      return `Expected at most ${problem.most} characters.`
    case 'unknown-word':
      return `Expected ŷ, y, numbers and + − · / ^ ( ), got ‘${problem.word}’.`
    case 'unreadable':
      return 'This cannot be read as a formula: is a bracket open, or does something follow the last sign?'
    case 'not-allowed':
      return `Expected ŷ, y, numbers, + − · / ^, √, | | and ln, got ‘${problem.what}’.`
    case 'no-variable':
      return 'This has neither ŷ nor y in it, so it is the same for every output. The slope of Div is not.'
    case 'not-a-number':
      return 'This has no value for some ŷ and y, such as a root of a negative number; the derivative has one everywhere.'
  }
}
