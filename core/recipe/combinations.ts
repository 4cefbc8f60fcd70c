import type { ActivationName } from '../activations/names.ts'
import type { ActivatedLayer } from '../activations/settings.ts'
import { MOST_PARAMETERS } from '../limits.ts'
import type { LossName } from '../losses/names.ts'
import { findSettingProblems } from './layer-activation.ts'
import type { Stopping } from './stopping.ts'

interface CombinedFields {
  data: { trainSize: number; validationSize: number }
  layers: (ActivatedLayer & { batchNorm: boolean; dropout: number })[]
  loss: LossName
  batchSize: number
  epochs: number
  warmupEpochs: number
  stopping: Stopping
}

interface Problem {
  path: (string | number)[]
  message: string
}

/** Rules that involve more than one field of a recipe, each reported at the field that a person would change. */
export function findCombinationProblems(recipe: CombinedFields): Problem[] {
  const problems: Problem[] = []
  recipe.layers.slice(0, -1).forEach((layer, k) => {
    if (layer.activation === 'softmax') {
      problems.push({
        path: ['layers', k, 'activation'],
        message: `Layer ${k + 1}: expected another activation, got softmax, which belongs to the output layer only`,
      })
    }
  })
  recipe.layers.forEach((layer, k) => {
    for (const { setting, message } of findSettingProblems(layer)) {
      problems.push({ path: ['layers', k, setting], message })
    }
  })
  const output = recipe.layers.at(-1)
  const last = recipe.layers.length - 1
  if (output?.batchNorm) {
    problems.push({
      path: ['layers', last, 'batchNorm'],
      message:
        'Batch normalization: expected in hidden layers only, got it in the output layer, whose values it would scale',
    })
  }
  if (output && output.dropout > 0) {
    problems.push({
      path: ['layers', last, 'dropout'],
      message:
        'Dropout: expected in hidden layers only, got it in the output layer, whose answers it would erase',
    })
  }
  if (recipe.stopping.patience && recipe.data.validationSize === 0) {
    problems.push({
      path: ['stopping', 'patience'],
      message: `Patience: expected validation images for ${recipe.stopping.patience.measure}, got none`,
    })
  }
  // Counts that are wrong in themselves have a message of their own.
  if (recipe.epochs >= 1 && recipe.warmupEpochs > recipe.epochs) {
    problems.push({
      path: ['warmupEpochs'],
      message: `Warm-up: expected at most the ${recipe.epochs} epochs, got ${recipe.warmupEpochs}`,
    })
  }
  if (
    output?.batchNorm === false &&
    recipe.batchSize === 1 &&
    recipe.layers.some((layer) => layer.batchNorm)
  ) {
    problems.push({
      path: ['batchSize'],
      message:
        'Mini-batch size: expected 2 or more with batch normalization, which needs a mini-batch to measure, got 1',
    })
  }
  const reason = output && refuseLoss(recipe.loss, output.activation)
  if (reason !== undefined) problems.push({ path: ['loss'], message: `Loss: ${reason}` })
  if (recipe.data.trainSize >= 1 && recipe.batchSize > recipe.data.trainSize) {
    problems.push({
      path: ['batchSize'],
      message: `Mini-batch size: expected at most the ${recipe.data.trainSize.toLocaleString('en-US')} training images, got ${recipe.batchSize}`,
    })
  }
  return problems
}

/**
 * What is wrong with the size of a network that is to be trained. A stored recipe may be larger: an earlier version took it,
 * and its run reports that there was no memory for it.
 */
export function findSizeProblems(recipe: {
  readonly inputSize: number
  readonly layers: readonly { readonly units: number }[]
}): Problem[] {
  const sizes = [recipe.inputSize, ...recipe.layers.map((layer) => layer.units)]
  const parameters = sizes.slice(1).reduce((sum, units, k) => sum + units * (sizes[k]! + 1), 0)
  if (parameters <= MOST_PARAMETERS) return []
  return [
    {
      path: ['layers'],
      message: `Layers: expected at most ${MOST_PARAMETERS / 1e6} million weights and biases, got ${Math.round(parameters / 1e6).toLocaleString('en-US')} million`,
    },
  ]
}

/**
 * Says why a loss cannot be used on an output activation, or undefined where it can.
 * Cross-entropy takes logarithms of probabilities, so it needs outputs that are probabilities.
 */
export function refuseLoss(loss: LossName, output: ActivationName): string | undefined {
  switch (loss) {
    case 'mse':
      return output === 'softmax'
        ? 'mse over softmax outputs learns very slowly and is not offered; use softmax-cross-entropy'
        : undefined
    case 'binary-cross-entropy':
      return output === 'sigmoid'
        ? undefined
        : `binary-cross-entropy needs outputs between 0 and 1, each on its own: expected a sigmoid output layer, got ${output}`
    case 'softmax-cross-entropy':
      return output === 'softmax'
        ? undefined
        : `softmax-cross-entropy needs outputs that sum to 1: expected a softmax output layer, got ${output}`
  }
}

/** The loss itself where it fits the output activation, else one that does. */
export function fitLoss(loss: LossName, output: ActivationName): LossName {
  if (refuseLoss(loss, output) === undefined) return loss
  return output === 'softmax' ? 'softmax-cross-entropy' : 'mse'
}

/** The output activation itself where it fits the loss, else the one that the loss needs. */
export function fitOutput(output: ActivationName, loss: LossName): ActivationName {
  if (refuseLoss(loss, output) === undefined) return output
  return loss === 'softmax-cross-entropy' ? 'softmax' : 'sigmoid'
}
