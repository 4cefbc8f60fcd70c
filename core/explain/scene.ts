import { z } from 'zod'
import type { NetworkRecipe } from '../engine/engine.ts'
import { LOSS_NAMES } from '../losses/names.ts'
import { parameterLayout, parameterViews } from '../network/parameters.ts'
import { boundedNumber, oneOf, positiveNumber } from '../recipe/bounds.ts'
import { activationFields, dropDefaults } from '../recipe/layer-activation.ts'
import { findSceneProblems } from './scene-problems.ts'

/** The version of the scene format that this program writes. */
export const SCENE_VERSION = 1
/** ε of batch normalization in every scene, PyTorch's. */
export const SCENE_EPSILON = 1e-5

const MOST_UNITS = 10_000
const number = (label: string) => boundedNumber(label, -1e9, 1e9)
const row = (label: string) =>
  z.array(number(label)).min(1, `${label}: expected a number at least, got none`).max(MOST_UNITS)

const layerSchema = z
  .strictObject({
    ...activationFields,
    /** `[to][from]`: one row for each unit of the layer. */
    weights: z.array(row('Weight')).min(1, 'Weights: expected a row for each unit, got none').max(MOST_UNITS),
    /** One for each unit. */
    biases: row('Bias'),
    /** Batch normalization, one of each for each unit; null: the layer has none. */
    batchNorm: z
      .strictObject({
        gamma: row('γ'),
        beta: row('β'),
        runningMean: row('Running mean'),
        runningVariance: z.array(boundedNumber('Running variance', 0, 1e9)).max(MOST_UNITS),
      })
      .nullable()
      .default(null),
  })
  .overwrite(dropDefaults)

const sceneShape = z.strictObject({
  format: z.literal('backprop-scene', 'Format: expected backprop-scene'),
  version: z.literal(SCENE_VERSION, `Scene version: expected ${SCENE_VERSION}`),
  title: z.string().max(200).default(''),
  loss: oneOf('Loss', LOSS_NAMES),
  /** Hidden layers in order, then the output layer. */
  layers: z.array(layerSchema).min(1, 'Layers: expected an output layer at least, got none').max(50),
  /** The mini-batch, in real numbers. */
  examples: z
    .array(z.strictObject({ input: row('Input'), target: row('Wanted output') }))
    .min(1, 'Examples: expected one at least, got none')
    .max(1000),
  /** Learning rate η. */
  learningRate: positiveNumber('Learning rate', 1e6),
  /** Whether η multiplies the mean of the examples' gradients, or their sum. */
  combine: oneOf('Combine', ['mean', 'sum']).default('mean'),
})

/** A small network with its weights, a mini-batch of real numbers and a learning rate: what Learn computes with. */
export type Scene = z.infer<typeof sceneShape>
export type SceneLayer = Scene['layers'][number]
export type SceneExample = Scene['examples'][number]

/** The schema of a scene, with the rules that no single field can state. */
export const sceneSchema = sceneShape.superRefine((scene, context) => {
  for (const { path, message } of findSceneProblems(scene)) {
    context.addIssue({ code: 'custom', path, message })
  }
})

/** Numbers of inputs and of each layer's units: `[2, 2, 2]`. */
export function sceneSizes(scene: Pick<Scene, 'layers'>): number[] {
  return [scene.layers[0]!.weights[0]!.length, ...scene.layers.map(({ weights }) => weights.length)]
}

/** What of a recipe the arithmetic of a scene's network depends on. */
export function sceneRecipe(scene: Pick<Scene, 'layers' | 'loss'>): NetworkRecipe {
  return {
    inputSize: sceneSizes(scene)[0]!,
    layers: scene.layers.map(({ activation, slope, alpha, weights, batchNorm }) => ({
      ...{ units: weights.length, activation, slope, alpha },
      batchNorm: batchNorm !== null,
      dropout: 0,
    })),
    loss: scene.loss,
    batchNorm: { momentum: 0.1, epsilon: SCENE_EPSILON },
    data: { normalization: 'none' },
  }
}

/** A scene's parameters, flat, as `parameterLayout` says. */
export function sceneParameters(scene: Pick<Scene, 'layers' | 'loss'>): Float64Array {
  const layout = parameterLayout(sceneRecipe(scene))
  const flat = new Float64Array(layout.length)
  parameterViews(layout, flat).forEach((views, k) => {
    const { weights, biases, batchNorm } = scene.layers[k]!
    views.weights.set(weights.flat())
    views.biases.set(biases)
    if (!batchNorm || !views.batchNorm) return
    views.batchNorm.gamma.set(batchNorm.gamma)
    views.batchNorm.beta.set(batchNorm.beta)
    views.batchNorm.runningMean.set(batchNorm.runningMean)
    views.batchNorm.runningVariance.set(batchNorm.runningVariance)
  })
  return flat
}

/** The same scene with other parameters, flat, as `parameterLayout` says. */
export function withParameters(scene: Scene, parameters: Float64Array): Scene {
  const views = parameterViews(parameterLayout(sceneRecipe(scene)), parameters)
  return { ...scene, layers: scene.layers.map((layer, k) => ({ ...layer, ...readLayer(views[k]!) })) }
}

/** A layer's parameters as lists, weights as `[to][from]`. */
export function readLayer({
  weights,
  biases,
  batchNorm,
}: ReturnType<typeof parameterViews>[number]): Pick<SceneLayer, 'weights' | 'biases' | 'batchNorm'> {
  return {
    weights: rowsOf(weights, biases.length),
    biases: Array.from(biases),
    batchNorm: batchNorm
      ? {
          gamma: Array.from(batchNorm.gamma),
          beta: Array.from(batchNorm.beta),
          runningMean: Array.from(batchNorm.runningMean),
          runningVariance: Array.from(batchNorm.runningVariance),
        }
      : null,
  }
}

/** A row-major matrix as lists of its rows. */
export function rowsOf(values: Float64Array, rows: number): number[][] {
  const columns = values.length / rows
  return Array.from({ length: rows }, (_, j) => Array.from(values.subarray(j * columns, (j + 1) * columns)))
}
