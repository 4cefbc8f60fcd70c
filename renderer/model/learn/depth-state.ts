import { type DepthPlan, type DepthProfile, isAlive } from '#core/explain/depth.ts'
import { INITIALIZER_CHOICES, ACTIVATION_CHOICES, labelOf } from '../recipe/recipe-choices.ts'
import { significantNumber } from './significant-number.ts'

/** Everything that the depth view shows follows from this and from the images. */
export interface DepthState extends DepthPlan {
  /** Null: MNIST where it is on this machine, else pen digits. */
  readonly dataSet: string | null
}

const deep: DepthState = {
  dataSet: null,
  activation: 'sigmoid',
  initializer: 'lecun-normal',
  gain: 1,
  hasBatchNorm: false,
  seed: 1,
  isLastChanged: false,
}

/** States that a stop of the guided path or a person begins with. */
export const DEPTH_STATES = {
  /** Sigmoid, variance 1/fan-in: a millionth of the gradient arrives. */
  deep,
  /** The lecture's own start, which saturates. */
  lecture: { ...deep, initializer: 'standard-normal' },
  tanh: { ...deep, activation: 'tanh', initializer: 'glorot-normal' },
  relu: { ...deep, activation: 'relu', initializer: 'he-normal' },
  normalized: { ...deep, hasBatchNorm: true },
} as const satisfies Record<string, DepthState>

/** A state that stands for a profile, as in `Tanh, Glorot normal, without batch normalization`. */
export function describePlan({ activation, initializer, gain, hasBatchNorm }: DepthPlan): string {
  return [
    labelOf(ACTIVATION_CHOICES, activation),
    labelOf(INITIALIZER_CHOICES, initializer) + (gain === 1 ? '' : ` × ${gain}`),
    `${hasBatchNorm ? 'with' : 'without'} batch normalization`,
  ].join(', ')
}

/** The share of the last layer's gradient that the first gets, in words. */
export function describeRatio({ ratio, layers }: DepthProfile): string {
  if (!Number.isFinite(ratio)) return 'No gradient arrives at the last hidden layer: nothing can be compared.'
  const size = significantNumber(ratio)
  return `A weight of the first layer gets ${size} times the gradient of one of layer ${layers.length}.`
}

/** Whether it can learn, and what is in the way, in words. */
export function describeVerdict(profile: DepthProfile): string {
  if (isAlive(profile)) return 'All layers can learn: gradients of about one size, and few flat units.'
  const worst = profile.layers.reduce((most, each) =>
    each.dead + each.saturated > most.dead + most.saturated ? each : most,
  )
  const flat = worst.dead + worst.saturated
  const layer = profile.layers.indexOf(worst) + 1
  const faults = [
    ...(profile.ratio < 0.1 ? ['the gradient fades on its way back'] : []),
    ...(profile.ratio > 10 ? ['the gradient grows on its way back'] : []),
    ...(Number.isFinite(profile.ratio) ? [] : ['there is no gradient']),
    ...(flat >= 0.1 * profile.units
      ? [`${flat} of ${profile.units} units of layer ${layer} are dead or saturated`]
      : []),
  ]
  return `Not all layers can learn: ${faults.join(', and ')}.`
}
