import type { Neuron, ElementwiseName, GateName } from '#core/explain/functions/neuron.ts'
import type { ExerciseId } from '#core/explain/functions/exercises.ts'
import type { SlowStart } from '#core/explain/functions/slow-start.ts'
import type { LossName } from '#core/losses/names.ts'

/** The pages of the functions view, in the order of its choices. */
export const FUNCTIONS_PAGES = ['neuron', 'activations', 'losses', 'slow', 'exercise'] as const
export type FunctionsPage = (typeof FUNCTIONS_PAGES)[number]

/** Everything that the functions view shows follows from this. */
export interface FunctionsState {
  readonly page: FunctionsPage
  readonly neuron: Neuron & {
    readonly gate: GateName
    /** Whether the bias is drawn as the weight of an input that is always 1. */
    readonly isBiasWeight: boolean
  }
  readonly activations: {
    readonly shown: readonly ElementwiseName[]
    /** On whose curve the point was moved last. */
    readonly chosen: ElementwiseName
    /** Where the point is. */
    readonly z: number
    /** Answers, as typed, to ReLU's slope at −2, 3 and 0; null where nobody asks, and the slope is shown. */
    readonly reluSlopes: readonly [string, string, string] | null
  }
  readonly losses: {
    readonly loss: LossName
    readonly output: number
    readonly wanted: 0 | 1
    readonly hasHalf: boolean
  }
  readonly slow: SlowStart & {
    /** How many updates are shown. */
    readonly step: number
  }
  readonly exercise: {
    readonly id: ExerciseId
    /** What stands in the box. */
    readonly draft: string
    /** The answer that was checked last; null before the first. */
    readonly answer: string | null
    /** How many answers were checked and wrong. */
    readonly tries: number
    readonly isWayShown: boolean
    readonly output: number
    readonly wanted: number
  }
}

const START: FunctionsState = {
  page: 'neuron',
  neuron: { weights: [0, 0], bias: 0, activation: 'sigmoid', gate: 'and', isBiasWeight: false },
  activations: { shown: ['sigmoid', 'tanh', 'relu', 'softplus'], chosen: 'sigmoid', z: 1, reluSlopes: null },
  losses: { loss: 'mse', output: 0.2, wanted: 1, hasHalf: true },
  slow: { weight: 2, bias: 2, input: 1, wanted: 0, learningRate: 0.15, step: 0 },
  exercise: {
    ...{ id: 'squared', draft: '', answer: null, tries: 0, isWayShown: false },
    ...{ output: 1.5, wanted: 0.5 },
  },
}

/** States that a stop of the guided path or a link begins with. */
export const FUNCTIONS_STATES = {
  neuron: START,
  slopes: { ...START, page: 'activations', activations: { ...START.activations, reluSlopes: ['', '', ''] } },
  losses: { ...START, page: 'losses' },
  slow: { ...START, page: 'slow' },
  exercise: { ...START, page: 'exercise' },
} as const satisfies Record<string, FunctionsState>

/** Sums at which ReLU's slope is asked for. */
export const RELU_SUMS = [-2, 3, 0] as const

/** Ends of the axis of sums. */
export const SUMS = { from: -8, to: 8 } as const

/** Ends of both inputs of the neuron's plane, and of its weights and its bias. */
export const PLANE = { low: -0.5, high: 1.5 } as const
export const WEIGHTS = { low: -10, high: 10, step: 0.1 } as const

/** Updates that are computed of the slow start. */
export const SLOW_STEPS = 600
