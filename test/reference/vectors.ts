import { readFileSync } from 'node:fs'
import type { ActivationName } from '#core/activations/names.ts'
import type { LossName } from '#core/losses/names.ts'
import type { OptimizerSettings } from '#core/optimizers/schema.ts'

interface NamedParameters {
  weights: number[][][]
  biases: number[][]
}

/** One network of pytorch.json; `conventions` in that file says what each field means. */
export interface VectorCase {
  name: string
  sizes: number[]
  hidden: ActivationName[]
  output: ActivationName
  loss: LossName
  batchNorm: boolean
  l2: number
  optimizer: Record<string, number | string>
  parameters: NamedParameters
  x: number[][]
  y: number[][]
  expect: {
    z: number[][][]
    a: number[][][]
    loss: number
    gradients: NamedParameters
    losses: number[]
    afterFiveSteps: NamedParameters
  }
}

/** The networks that PyTorch was asked about, by make_vectors.py. */
export function loadVectors(): VectorCase[] {
  const text = readFileSync(new URL('pytorch.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { cases: VectorCase[] }).cases
}

const SETTING_NAMES: Readonly<Record<string, string>> = { lr: 'learningRate', eps: 'epsilon' }

/** The optimizer of a case in the words of a recipe. */
export function optimizerOf(vector: VectorCase): OptimizerSettings {
  return Object.fromEntries(
    Object.entries(vector.optimizer).map(([key, value]) => [SETTING_NAMES[key] ?? key, value]),
  ) as unknown as OptimizerSettings
}

/** Parameters flat, layer by layer, weights then biases. */
export function flatten({ weights, biases }: NamedParameters): Float64Array {
  return Float64Array.from(weights.flatMap((rows, k) => [...rows.flat(), ...biases[k]]))
}
