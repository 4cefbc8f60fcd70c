import type { ActivatedLayer } from '../activations/settings.ts'
import type { LossName } from '../losses/names.ts'
import { refuseLoss } from '../recipe/combinations.ts'
import { findSettingProblems } from '../recipe/layer-activation.ts'

interface CheckedScene {
  readonly loss: LossName
  readonly layers: readonly (ActivatedLayer & {
    readonly weights: readonly (readonly number[])[]
    readonly biases: readonly number[]
    readonly batchNorm: Readonly<Record<string, readonly number[]>> | null
  })[]
  readonly examples: readonly { readonly input: readonly number[]; readonly target: readonly number[] }[]
}

interface Problem {
  readonly path: (string | number)[]
  readonly message: string
}

/** What does not fit together in a scene: sizes of neighbours, and what a recipe could not have either. */
export function findSceneProblems({ layers, examples, loss }: CheckedScene): Problem[] {
  const problems: Problem[] = []
  const compare = (path: (string | number)[], what: string, expected: number, got: number): void => {
    if (got !== expected) problems.push({ path, message: `${what}: expected ${expected}, got ${got}` })
  }
  const last = layers.length - 1
  let inFeatures = layers[0]!.weights[0]!.length
  layers.forEach((layer, k) => {
    const { activation, weights, biases, batchNorm } = layer
    const name = `Layer ${k + 1}`
    for (const { setting, message } of findSettingProblems(layer)) {
      problems.push({ path: ['layers', k, setting], message: `${name}, ${message}` })
    }
    weights.forEach((row, j) => {
      compare(['layers', k, 'weights', j], `${name}, weights of unit ${j + 1}`, inFeatures, row.length)
    })
    compare(['layers', k, 'biases'], `${name}, biases`, weights.length, biases.length)
    for (const [field, values] of Object.entries(batchNorm ?? {})) {
      compare(['layers', k, 'batchNorm', field], `${name}, ${field}`, weights.length, values.length)
    }
    if (k < last && activation === 'softmax') {
      problems.push({
        path: ['layers', k, 'activation'],
        message: `${name}: expected another activation, got softmax, which belongs to the output layer only`,
      })
    }
    if (k === last && batchNorm) {
      problems.push({
        path: ['layers', k, 'batchNorm'],
        message: 'Batch normalization: expected in hidden layers only, got it in the output layer',
      })
    }
    inFeatures = weights.length
  })
  examples.forEach(({ input, target }, i) => {
    compare(['examples', i, 'input'], `Example ${i + 1}, inputs`, layers[0]!.weights[0]!.length, input.length)
    compare(['examples', i, 'target'], `Example ${i + 1}, wanted outputs`, inFeatures, target.length)
  })
  const reason = refuseLoss(loss, layers[last]!.activation)
  if (reason !== undefined) problems.push({ path: ['loss'], message: `Loss: ${reason}` })
  return problems
}
