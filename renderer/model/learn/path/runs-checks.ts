import { splitError } from '#core/explain/bias-variance.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import { goalOf, LECTURE_RUNS, type LearnRunsState, type LectureRunName } from '../runs-state.ts'
import type { Check } from './check.ts'

/** What each of the lecture's runs suffers from, of those that are measured. */
const kindsOf = ({ lecture }: LearnRunsState): [LectureRunName, string][] =>
  LECTURE_RUNS.flatMap((name) => {
    const run = lecture[name]
    return run === undefined ? [] : [[name, splitError(run.trainingError, run.unseenError).kind]]
  })

/** Words that a sentence has at least. */
const LEAST_WORDS = 5
const countWords = (sentence: string): number => sentence.match(/\p{L}+/gu)?.length ?? 0

/** Changes that help the lecture's network: more units, a loss that does not stall, and a price on large weights. */
const CURE = { hiddenUnits: 100, loss: 'binary-cross-entropy', learningRate: 0.5, lambda: 5 } as const

/** Checks of stops that look at whole runs. */
export const RUNS_CHECKS = {
  /** Each run sorted as its errors say. */
  sorted: {
    passes: ({ runs, choices }) => {
      const kinds = kindsOf(runs)
      return kinds.length === LECTURE_RUNS.length && kinds.every(([name, kind]) => choices[name] === kind)
    },
    solve: (attempt) => ({ ...attempt, choices: Object.fromEntries(kindsOf(attempt.runs)) }),
    explain: ({ runs, choices }) => {
      const wrong = kindsOf(runs).find(([name, kind]) => choices[name] !== kind)
      const run = wrong && runs.lecture[wrong[0]]
      if (run === undefined) return null
      const { bias, variance } = splitError(run.trainingError, run.unseenError)
      return `Of ‘${run.name}’ ${formatPercent(bias, 1)} is bias and ${formatPercent(variance, 1)} variance.`
    },
  },

  /** A trial on the same images with an error below the goal, and a sentence on it. */
  below: {
    passes: ({ runs: { lecture, own }, sentence }) => {
      const first = lecture.lecture
      return (
        first !== undefined &&
        own.some(
          (run) =>
            run.dataSet === first.dataSet &&
            run.validationSize === first.validationSize &&
            run.unseenError < goalOf(first),
        ) &&
        countWords(sentence) >= LEAST_WORDS
      )
    },
    isMeasuredFirst: true,
    solve: (attempt) => ({
      ...attempt,
      runs: { ...attempt.runs, setting: { ...attempt.runs.setting, ...CURE } },
    }),
    explain: ({ runs: { lecture, own }, sentence }) => {
      if (own.length === 0) return 'Change something in the form, and train it.'
      const goal = lecture.lecture && goalOf(lecture.lecture)
      const best = Math.min(...own.map(({ unseenError }) => unseenError))
      if (goal !== undefined && best >= goal) {
        return `Your best so far misreads ${(100 * best).toFixed(1)} % of the validation part.`
      }
      return countWords(sentence) < LEAST_WORDS
        ? 'Say in a sentence of at least five words what you changed, and why.'
        : null
    },
  },
} as const satisfies Record<string, Check>
