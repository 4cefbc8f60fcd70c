import type { ActivationName } from '../../activations/names.ts'
import { activationOf, type ChosenActivation, readSetting } from '../../activations/settings.ts'
import { layerSizes } from '../../network/parameters.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { encodeText } from '../text.ts'
import type { FormatLimit, WeightWriter } from '../weight-format.ts'
import { inputExpression, READ_MNIST, standardizeLines } from './python-data.ts'
import { blocked, findLeftOut } from './script-limits.ts'

/**
 * Writes a training as a script for Keras 3. Names and arguments are those of its source; two things differ there and stay so:
 * batch normalization keeps the variance of a mini-batch as it is, where PyTorch and the workbench correct it by
 * m / (m − 1), and Adam adds ε before it corrects for the first steps.
 */
export const kerasScriptWriter: WeightWriter = {
  findLimits: findKerasLimits,
  write: ({ recipe }) => encodeText(writeKerasScript(recipe)),
}

const elu = (alpha: number): string => `layers.ELU(alpha=${float(alpha)})`

/**
 * Each activation as a layer, made of its slope or α where it has one; softmax and an output's sigmoid belong to the loss, which
 * takes logits.
 */
const LAYERS: Readonly<Record<ActivationName, string | null | ((setting: number) => string)>> = {
  sigmoid: 'layers.Activation("sigmoid")',
  tanh: 'layers.Activation("tanh")',
  relu: 'layers.Activation("relu")',
  softplus: 'layers.Activation("softplus")',
  'leaky-relu': (slope) => `layers.LeakyReLU(negative_slope=${float(slope)})`,
  elu,
  gelu: 'layers.Activation("gelu")',
  silu: 'layers.Activation("silu")',
  'elu-exact': elu,
  'gelu-exact': 'layers.Activation("gelu")',
  identity: null,
  softmax: null,
}

function layerOf(chosen: ChosenActivation): string | null {
  const layer = LAYERS[chosen.name]
  return typeof layer === 'function' ? layer(readSetting(chosen)!.value) : layer
}

function findKerasLimits(recipe: Recipe): FormatLimit[] {
  const { layers, loss } = recipe
  const isOdd = loss === 'mse' && layers.at(-1)!.activation === 'softmax'
  return [
    ...(isOdd ? [blocked('loss', 'The script has no quadratic cost over softmax outputs.')] : []),
    ...findLeftOut(recipe),
  ]
}

/** A number as Python's float: Keras takes no other for rates. */
function float(value: number): string {
  const text = String(value)
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}

/** A difference or product of a recipe's numbers without the noise of its last digits. */
const rounded = (value: number): string => float(Number(value.toPrecision(12)))

function modelLines({ inputSize, layers, loss, batchNorm }: Recipe): string[] {
  return [
    `keras.Input(shape=(${inputSize},))`,
    ...layers.flatMap((layer, k) => {
      const isLogits = k === layers.length - 1 && loss !== 'mse'
      const activation = isLogits ? null : layerOf(activationOf(layer))
      return [
        `dense(${layer.units})`,
        // Keras says how much of the running statistics stays, not how far they move.
        ...(layer.batchNorm
          ? [
              `layers.BatchNormalization(momentum=${rounded(1 - batchNorm.momentum)}, epsilon=${float(batchNorm.epsilon)})`,
            ]
          : []),
        ...(activation === null ? [] : [activation]),
        ...(layer.dropout > 0 ? [`layers.Dropout(${layer.dropout})`] : []),
      ]
    }),
  ]
}

function optimizerExpression({ optimizer, gradientClipping }: Recipe): string {
  const call = (name: string, ...settings: string[]): string => {
    const clipping = gradientClipping === null ? [] : [`global_clipnorm=${float(gradientClipping)}`]
    const all = [`learning_rate=${float(optimizer.learningRate)}`, ...settings, ...clipping]
    return `optimizers.${name}(${all.join(', ')})`
  }
  switch (optimizer.name) {
    case 'sgd':
      return call('SGD')
    case 'momentum':
      return call('SGD', `momentum=${float(optimizer.momentum)}`)
    case 'nesterov':
      return call('SGD', `momentum=${float(optimizer.momentum)}`, 'nesterov=True')
    // Of these two, Keras adds ε to the square under the root.
    case 'adagrad':
      return call('Adagrad', 'initial_accumulator_value=0.0', `epsilon=${float(optimizer.epsilon)} ** 2`)
    case 'rmsprop':
      return call('RMSprop', `rho=${float(optimizer.rho)}`, `epsilon=${float(optimizer.epsilon)} ** 2`)
    case 'adam':
    case 'adamw':
      return call(
        optimizer.name === 'adam' ? 'Adam' : 'AdamW',
        `beta_1=${float(optimizer.beta1)}`,
        `beta_2=${float(optimizer.beta2)}`,
        `epsilon=${float(optimizer.epsilon)}`,
        ...(optimizer.name === 'adamw' ? [`weight_decay=${float(optimizer.weightDecay)}`] : []),
      )
  }
}

/** The first weights of a layer; those of Keras' own names are cut off at two deviations, these are not. */
function initializerExpression({ initializer: { name, gain, constant } }: Recipe): string {
  const scaled = (scale: number, mode: string, distribution: string): string =>
    `initializers.VarianceScaling(${rounded(scale * gain * gain)}, "${mode}", "${distribution}")`
  switch (name) {
    case 'standard-normal':
      return `initializers.RandomNormal(stddev=${float(gain)})`
    case 'scaled-normal':
    case 'lecun-normal':
      return scaled(1, 'fan_in', 'untruncated_normal')
    case 'glorot-normal':
      return scaled(1, 'fan_avg', 'untruncated_normal')
    case 'glorot-uniform':
      return scaled(1, 'fan_avg', 'uniform')
    case 'he-normal':
      return scaled(2, 'fan_in', 'untruncated_normal')
    case 'he-uniform':
      return scaled(2, 'fan_in', 'uniform')
    case 'orthogonal':
      return `initializers.Orthogonal(gain=${float(gain)})`
    case 'zeros':
      return 'initializers.Zeros()'
    case 'constant':
      return `initializers.Constant(${float(constant)})`
  }
}

function denseLines(recipe: Recipe): string {
  const { initializer, l2 } = recipe
  const isNormalBias = initializer.name === 'standard-normal' || initializer.name === 'scaled-normal'
  const lambda = `${float(l2.lambda)}${l2.convention === 'network2' ? ' / TRAIN' : ''}`
  const settings = [
    `kernel_initializer=${initializerExpression(recipe)}`,
    `bias_initializer=${isNormalBias ? 'initializers.RandomNormal(stddev=1.0)' : 'initializers.Zeros()'}`,
    // Keras adds λ w² to the loss, not λ w² / 2.
    ...(l2.lambda === 0 ? [] : [`kernel_regularizer=regularizers.L2(0.5 * ${lambda})`]),
  ]
  return `def dense(units):
    """Weighted sums, with the recipe's first weights."""
    return layers.Dense(
        units,
${settings.map((setting) => `        ${setting},`).join('\n')}
    )`
}

/** What Keras gets as labels, and its loss. */
function lossLines({ loss }: Recipe): { readonly targets: string; readonly definition: string } {
  const oneHot = 'np.eye(CLASSES, dtype=np.float32)[labels[:TRAIN]]'
  switch (loss) {
    case 'mse':
      return {
        targets: oneHot,
        definition: `def loss(y, a):
    """The quadratic cost of each example, of which Keras takes the mean."""
    return 0.5 * keras.ops.sum(keras.ops.square(a - y), axis=-1)`,
      }
    case 'binary-cross-entropy':
      return {
        targets: oneHot,
        definition: `def loss(y, z):
    """The cross-entropy of each example, summed over its outputs; Keras takes the mean of them."""
    return CLASSES * keras.losses.binary_crossentropy(y, z, from_logits=True)`,
      }
    case 'softmax-cross-entropy':
      return {
        targets: 'labels[:TRAIN].astype(np.int64)',
        definition: 'loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)',
      }
  }
}

function firstWeightLines({ layers }: Recipe): string {
  const norms = layers.some(({ batchNorm }) => batchNorm)
    ? `
        elif isinstance(layer, layers.BatchNormalization):
            names = ("gamma", "beta", "running_mean", "running_var")
            layer.set_weights([first[f"{name}_{k}"] for name in names])`
    : ''
  return `if len(sys.argv) > 2:
    first, k = np.load(sys.argv[2]), 0
    for layer in model.layers:
        if isinstance(layer, layers.Dense):
            k += 1
            layer.set_weights([first[f"weights_{k}"].T, first[f"biases_{k}"]])${norms}`
}

/** A script that reads MNIST, trains the recipe's network and says how many test images it reads right after each epoch. */
function writeKerasScript(recipe: Recipe): string {
  const { data, batchSize, epochs, seed, shuffle, layers, l2 } = recipe
  const { targets, definition } = lossLines(recipe)
  const parts = ['initializers', 'layers', 'optimizers', ...(l2.lambda === 0 ? [] : ['regularizers'])]
  const gap = definition.startsWith('def') ? '\n\n' : ''
  return `"""A network of ${layerSizes(recipe).join('-')} in Keras 3.

Run: KERAS_BACKEND=jax python3 script.py FOLDER [WEIGHTS.npz]
KERAS_BACKEND is one of jax, torch and tensorflow, whichever is installed. FOLDER holds the four files of MNIST.
WEIGHTS.npz, as Backprop Workbench exports it, gives the first weights.
"""
import gzip
import os
import sys

import keras
import numpy as np
from keras import ${parts.join(', ')}

TRAIN, EPOCHS, BATCH, CLASSES = ${data.trainSize}, ${epochs}, ${batchSize}, ${layers.at(-1)!.units}


${READ_MNIST}


keras.utils.set_random_seed(${seed})
images, labels, test_images, test_labels = read_mnist(sys.argv[1])
TRAIN = min(TRAIN, len(images))${standardizeLines(recipe)}


def inputs(pixels):
    return ${inputExpression(recipe)}


${denseLines(recipe)}


${definition}
${gap}model = keras.Sequential([
${modelLines(recipe)
  .map((line) => `    ${line},`)
  .join('\n')}
])
${firstWeightLines(recipe)}

model.compile(optimizer=${optimizerExpression(recipe)}, loss=loss)
x_train, y_train = inputs(images[:TRAIN]), ${targets}
x_test = inputs(test_images)
for epoch in range(EPOCHS):
    model.fit(x_train, y_train, batch_size=BATCH, shuffle=${shuffle ? 'True' : 'False'}, verbose=0)
    right = (model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1) == test_labels).sum()
    print(f"Epoch {epoch + 1}: {right} / {len(test_labels)}", flush=True)
`
}
