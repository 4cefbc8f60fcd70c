import type { LossName } from '../../losses/names.ts'
import { SCENE_VERSION, type Scene, withParameters } from '../scene.ts'
import { traceScene } from '../trace.ts'

/** One sigmoid neuron with one input, and what it is to learn. */
export interface SlowStart {
  readonly weight: number
  readonly bias: number
  readonly input: number
  readonly wanted: number
  /** η, the same for both losses. */
  readonly learningRate: number
}

/** The neuron after some updates. */
export interface SlowStep {
  readonly step: number
  readonly weight: number
  readonly bias: number
  readonly z: number
  readonly output: number
  readonly loss: number
  /** The sigmoid's slope y (1 − y), by which squared error is multiplied and cross-entropy is not. */
  readonly slope: number
  /** ∂Div/∂z, ∂Div/∂w and ∂Div/∂b, which the next step is made of. */
  readonly dZ: number
  readonly dWeight: number
  readonly dBias: number
}

export const SLOW_LOSSES = ['mse', 'binary-cross-entropy'] as const satisfies readonly LossName[]
export type SlowLoss = (typeof SLOW_LOSSES)[number]

/** The neuron step by step under one loss, from before the first update on, `steps + 1` of them. */
export function runSlowStart(start: SlowStart, loss: SlowLoss, steps: number): SlowStep[] {
  let scene: Scene = {
    ...{ format: 'backprop-scene', version: SCENE_VERSION, title: '', combine: 'mean', loss },
    layers: [{ activation: 'sigmoid', weights: [[start.weight]], biases: [start.bias], batchNorm: null }],
    examples: [{ input: [start.input], target: [start.wanted] }],
    learningRate: start.learningRate,
  }
  return Array.from({ length: steps + 1 }, (_, step): SlowStep => {
    const trace = traceScene(scene)
    const { weights, biases } = scene.layers[0]!
    scene = withParameters(scene, trace.updatedParameters)
    const example = trace.examples[0]!
    const layer = example.layers[0]!
    const output = layer.output[0]!
    return {
      ...{ step, weight: weights[0]![0]!, bias: biases[0]!, z: layer.z[0]!, output },
      ...{ loss: example.loss, slope: output * (1 - output), dZ: layer.dZ[0]! },
      ...{ dWeight: layer.dWeights[0]![0]!, dBias: layer.dBiases[0]! },
    }
  })
}

/** So near its wanted output a neuron counts as arrived. */
export const ARRIVED = 0.1

/** The first step after which the output is within `ARRIVED` of the wanted one; null where none is. */
export function arrivalOf(steps: readonly SlowStep[], wanted: number): number | null {
  return steps.find(({ output }) => Math.abs(output - wanted) <= ARRIVED)?.step ?? null
}

/** How many times larger the first step of cross-entropy is: 1/(y (1 − y)). */
export function firstStepRatio(start: SlowStart): number {
  const [squared, entropy] = SLOW_LOSSES.map((loss) => runSlowStart(start, loss, 0)[0]!.dZ)
  return entropy! / squared!
}
