import type { ActivationName } from '../../activations/names.ts'
import { activationOf, type ChosenActivation, readSetting } from '../../activations/settings.ts'
import { layerSizes } from '../../network/parameters.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { encodeText } from '../text.ts'
import type { FormatLimit, WeightWriter } from '../weight-format.ts'
import { inputExpression, READ_MNIST, standardizeLines } from './python-data.ts'
import { blocked, findLeftOut } from './script-limits.ts'

/** Writes a training as a script for NumPy in the style of the lecture's program. */
export const numpyScriptWriter: WeightWriter = {
  findLimits: findNumpyLimits,
  write: ({ recipe }) => encodeText(writeNumpyScript(recipe)),
}

/** Output and derivative of an activation, as Python over `z` and `a`. */
type Written = readonly [output: string, slope: string]

/** Each activation, by its setting where it has one. */
const ACTIVATIONS: Partial<Readonly<Record<ActivationName, Written | ((setting: number) => Written)>>> = {
  sigmoid: ['1 / (1 + np.exp(-z))', 'a * (1 - a)'],
  tanh: ['np.tanh(z)', '1 - a * a'],
  relu: ['np.maximum(z, 0)', '(z > 0) * 1.0'],
  'leaky-relu': (slope) => [`np.where(z > 0, z, ${slope} * z)`, `np.where(z > 0, 1, ${slope})`],
  softplus: ['np.logaddexp(0, z)', '1 / (1 + np.exp(-z))'],
  silu: ['z / (1 + np.exp(-z))', '(1 + z * np.exp(-z) / (1 + np.exp(-z))) / (1 + np.exp(-z))'],
  elu: (alpha) => [
    `np.where(z > 0, z, ${factor(alpha)}np.expm1(np.minimum(z, 0)))`,
    `np.where(z > 0, 1, ${factor(alpha)}np.exp(np.minimum(z, 0)))`,
  ],
  identity: ['z', 'np.ones_like(z)'],
}
const SOFTMAX = 'softmax'

/** What a number is multiplied by, where that is not 1. */
const factor = (number: number): string => (number === 1 ? '' : `${number} * `)

function writtenOf(chosen: ChosenActivation): Written {
  const written = ACTIVATIONS[chosen.name]!
  return typeof written === 'function' ? written(readSetting(chosen)!.value) : written
}

function findNumpyLimits(recipe: Recipe): FormatLimit[] {
  const { layers, optimizer } = recipe
  const unknown = layers
    .map(({ activation }) => activation)
    .find((name) => name !== SOFTMAX && !(name in ACTIVATIONS))
  return [
    ...(unknown === undefined ? [] : [blocked('activation', `A script for NumPy alone has no ${unknown}.`)]),
    ...(layers.some(({ batchNorm }) => batchNorm)
      ? [
          blocked(
            'batch-norm',
            'A script in the style of the lecture has no batch normalization; the one for PyTorch has.',
          ),
        ]
      : []),
    ...(layers.some(({ dropout }) => dropout > 0)
      ? [blocked('dropout', 'A script in the style of the lecture has no dropout; the one for PyTorch has.')]
      : []),
    ...(optimizer.name === 'sgd'
      ? []
      : [
          blocked(
            'optimizer',
            `A script in the style of the lecture knows plain SGD, not ${optimizer.name}; the one for PyTorch does.`,
          ),
        ]),
    ...findLeftOut(recipe),
  ]
}

function initialLines({ initializer: { name, gain, constant } }: Recipe): string {
  const normal = (deviation: string): string => `rng.normal(size=(m, n)) * ${deviation}`
  const weights: Readonly<Record<string, string>> = {
    'standard-normal': 'rng.normal(size=(m, n))',
    'scaled-normal': normal('np.sqrt(1 / n)'),
    'lecun-normal': normal('np.sqrt(1 / n)'),
    'glorot-normal': normal('np.sqrt(2 / (n + m))'),
    'glorot-uniform': 'rng.uniform(-1, 1, size=(m, n)) * np.sqrt(6 / (n + m))',
    'he-normal': normal('np.sqrt(2 / n)'),
    'he-uniform': 'rng.uniform(-1, 1, size=(m, n)) * np.sqrt(6 / n)',
    orthogonal: 'np.linalg.svd(rng.normal(size=(m, n)), full_matrices=False)[0 if m > n else 2]',
    zeros: 'np.zeros((m, n))',
    constant: `np.full((m, n), ${constant})`,
  }
  const isNormalBias = name === 'standard-normal' || name === 'scaled-normal'
  return `weights = [${gain === 1 || name === 'constant' ? '' : `${gain} * `}${weights[name] ?? weights['scaled-normal']!} for n, m in zip(SIZES, SIZES[1:])]
biases = [${isNormalBias ? 'rng.normal(size=m)' : 'np.zeros(m)'} for m in SIZES[1:]]`
}

function outputDelta({ loss, layers }: Recipe): string {
  if (loss !== 'mse') return "a[-1] - y  # cross-entropy: its derivative and the output's slope cancel"
  return `(a[-1] - y) * SLOPES[-1](z[-1], a[-1])  # ${layers.at(-1)!.activation} under the quadratic cost`
}

/** A script that reads MNIST, trains the recipe's network and says how many test images it reads right after each epoch. */
function writeNumpyScript(recipe: Recipe): string {
  const { data, layers, batchSize, epochs, seed, l2, optimizer, shuffle, gradientClipping } = recipe
  const outputOf = (chosen: ChosenActivation): string =>
    chosen.name === SOFTMAX ? 'lambda z: softmax(z)' : `lambda z: ${writtenOf(chosen)[0]}`
  const slopeOf = (chosen: ChosenActivation): string =>
    chosen.name === SOFTMAX ? 'None' : `lambda z, a: ${writtenOf(chosen)[1]}`
  const decay =
    l2.lambda === 0
      ? ''
      : ` + ${l2.convention === 'network2' ? `${l2.lambda} / TRAIN` : l2.lambda} * weights[k]`
  const list = (items: readonly string[]): string => `[\n${items.map((item) => `    ${item},`).join('\n')}\n]`
  return `"""A network of ${layerSizes(recipe).join('-')} as network.py trains it, in matrices.

Run: python3 script.py FOLDER [WEIGHTS.npz]
FOLDER holds the four files of MNIST. WEIGHTS.npz, as Backprop Workbench exports it, gives the first weights.
"""
import gzip
import os
import sys

import numpy as np

SIZES = [${layerSizes(recipe).join(', ')}]
TRAIN, EPOCHS, BATCH, RATE = ${data.trainSize}, ${epochs}, ${batchSize}, ${optimizer.learningRate}


${READ_MNIST}


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


OUTPUTS = ${list(layers.map((layer) => outputOf(activationOf(layer))))}
SLOPES = ${list(layers.map((layer) => slopeOf(activationOf(layer))))}

rng = np.random.default_rng(${seed})
images, labels, test_images, test_labels = read_mnist(sys.argv[1])
TRAIN = min(TRAIN, len(images))${standardizeLines(recipe)}


def inputs(pixels):
    return ${inputExpression(recipe)}


${initialLines(recipe)}
if len(sys.argv) > 2:
    first = np.load(sys.argv[2])
    weights = [first[f"weights_{k + 1}"] for k in range(len(weights))]
    biases = [first[f"biases_{k + 1}"] for k in range(len(biases))]


def forward(x):
    """Sums and outputs of every layer; the inputs are the first outputs."""
    z, a = [], [x]
    for w, b, output in zip(weights, biases, OUTPUTS):
        z.append(a[-1] @ w.T + b)
        a.append(output(z[-1]))
    return z, a


def step(x, y):
    """One step of gradient descent on a mini-batch: forward, backward, update."""
    z, a = forward(x)
    delta = ${outputDelta(recipe)}
    gradients = []
    for k in reversed(range(len(weights))):
        gradients.append((k, delta.T @ a[k] / len(x), delta.mean(axis=0)))
        if k > 0:
            delta = (delta @ weights[k]) * SLOPES[k - 1](z[k - 1], a[k])
${
  gradientClipping === null
    ? ''
    : `    norm = np.sqrt(sum((dw ** 2).sum() + (db ** 2).sum() for _, dw, db in gradients))
    gradients = [(k, dw * min(1, ${gradientClipping} / norm), db * min(1, ${gradientClipping} / norm)) for k, dw, db in gradients]
`
}    for k, dw, db in gradients:
        weights[k] = weights[k] - RATE * (dw${decay})
        biases[k] = biases[k] - RATE * db


targets = np.eye(SIZES[-1])
x_test = inputs(test_images)
for epoch in range(EPOCHS):
    order = ${shuffle ? 'rng.permutation(TRAIN)' : 'np.arange(TRAIN)'}
    for start in range(0, TRAIN, BATCH):
        chosen = order[start:start + BATCH]
        step(inputs(images[chosen]), targets[labels[chosen]])
    right = (forward(x_test)[1][-1].argmax(axis=1) == test_labels).sum()
    print(f"Epoch {epoch + 1}: {right} / {len(test_labels)}", flush=True)
`
}
