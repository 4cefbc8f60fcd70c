import { stepsBelow } from '#core/explain/descent/descend.ts'
import { DESCENT_FUNCTIONS } from '#core/explain/descent/functions.ts'
import { OPTIMIZER_DEFAULTS, type OptimizerSettings } from '#core/optimizers/schema.ts'
import { ARRIVED, lastStepOf, walkOf, type DescentState } from '../descent-state.ts'
import { numberCheck, type Attempt, type Check } from './check.ts'

const first = ({ optimizers }: DescentState): OptimizerSettings => optimizers[0]!
const withOptimizer = (state: DescentState, index: number, optimizer: OptimizerSettings): DescentState => ({
  ...state,
  optimizers: state.optimizers.map((each, k) => (k === index ? optimizer : each)),
})

/** The last position of the first walk. */
const endOf = (state: DescentState) => walkOf(state, first(state)).at(Infinity)

/** The step at which every walk of a state has been seen. */
function stepOfAll(state: DescentState): number {
  const { value, minima } = DESCENT_FUNCTIONS[state.fn]
  const walks = state.optimizers.map((optimizer) => walkOf(state, optimizer))
  return lastStepOf(walks, value(minima[0]!))
}

/** Checks of stops in the descent view. */
export const DESCENT_CHECKS = {
  /** The place after one step of the first walk. */
  firstStep: {
    reveal: (attempt: Attempt): Attempt => ({ ...attempt, descent: { ...attempt.descent, step: 1 } }),
    ...numberCheck(
      ({ descent }) => walkOf(descent, first(descent)).at(1).point[0]!,
      ({ descent }) => {
        const { point, gradient } = walkOf(descent, first(descent)).at(0)
        const rate = first(descent).learningRate
        return [
          [point[0]! + rate * gradient[0]!, 'That is uphill: a step goes against the slope.'],
          [point[0]! - gradient[0]!, 'That is the whole slope; a step is η times it.'],
        ]
      },
    ),
  },

  /** Stopped by the rule, seen to its end, with f still above 1. */
  stoppedHigh: {
    passes: ({ descent }) => {
      const walk = walkOf(descent, first(descent))
      const last = walk.at(Infinity)
      return (
        descent.fn === 'bowl' &&
        walk.end === 'rule' &&
        last.value > 1 &&
        descent.step >= last.step &&
        last.step > 0
      )
    },
    explain: ({ descent }) => {
      if (descent.fn !== 'bowl') return 'That is another function: choose the bowl.'
      const walk = walkOf(descent, first(descent))
      if (walk.end !== 'rule') return 'The rule does not stop this walk.'
      const { value } = walk.at(Infinity)
      if (value <= 1) return `The rule stops it where f is ${value.toPrecision(2)}, not above 1.`
      return 'The rule stops it high enough. Now go to its last step.'
    },
    solve: (attempt) => {
      const descent = withOptimizer(attempt.descent, 0, { name: 'sgd', learningRate: 0.2 })
      return { ...attempt, descent: { ...descent, step: endOf(descent).step } }
    },
  },

  /** A plain walk in the bowl with a rate of 0.19 to below 0.2 that gets below 0.001. */
  edgeFound: {
    passes: ({ descent }) =>
      descent.fn === 'bowl' &&
      descent.optimizers.some(
        (optimizer) =>
          optimizer.name === 'sgd' &&
          optimizer.learningRate >= 0.19 &&
          optimizer.learningRate < 0.2 &&
          stepsBelow(walkOf(descent, optimizer), ARRIVED) !== null,
      ),
    explain: ({ descent }) => {
      const own = descent.optimizers[1]
      if (own?.name !== 'sgd') return null
      if (own.learningRate < 0.19) return `η = ${own.learningRate} is below 0.19: be bolder.`
      return stepsBelow(walkOf(descent, own), ARRIVED) === null
        ? `With η = ${own.learningRate} f never gets below 0.001.`
        : null
    },
    solve: (attempt) => ({
      ...attempt,
      descent: withOptimizer(attempt.descent, 1, { name: 'sgd', learningRate: 0.195 }),
    }),
    // All walks are shown to their ends, where it is seen which of them arrived.
    reveal: (attempt) => ({ ...attempt, descent: { ...attempt.descent, step: stepOfAll(attempt.descent) } }),
  },

  /** Any walk in the valley from its own start that gets below 0.001 in fewer than 100 steps. */
  fastEnough: {
    passes: ({ descent }) =>
      descent.fn === 'valley' &&
      DESCENT_FUNCTIONS.valley.value(descent.start) >= DESCENT_FUNCTIONS.valley.value([4, 1]) &&
      descent.optimizers.some((optimizer) => {
        const steps = stepsBelow(walkOf(descent, optimizer), ARRIVED)
        return steps !== null && steps < 100
      }),
    explain: ({ descent }) => {
      const { value } = DESCENT_FUNCTIONS.valley
      if (descent.fn !== 'valley') return 'That is another function: choose the long valley.'
      if (value(descent.start) < value([4, 1])) return 'The walks begin too near: start this stop anew.'
      const steps = descent.optimizers.map((each) => stepsBelow(walkOf(descent, each), ARRIVED) ?? Infinity)
      const fewest = Math.min(...steps)
      return fewest === Infinity
        ? 'No walk gets below 0.001.'
        : `Walk ${steps.indexOf(fewest) + 1} is the quickest, and takes ${fewest} steps.`
    },
    solve: (attempt) => ({
      ...attempt,
      descent: withOptimizer(attempt.descent, 1, { ...OPTIMIZER_DEFAULTS.nesterov, learningRate: 0.01 }),
    }),
  },
} as const satisfies Record<string, Check>
