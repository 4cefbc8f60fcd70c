import type { ActivationName } from '../../activations/names.ts'
import { activationOf, type ChosenActivation, readSetting } from '../../activations/settings.ts'
import { layerSizes } from '../../network/parameters.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { encodeText } from '../text.ts'
import type { FormatLimit, WeightWriter } from '../weight-format.ts'
import { inputExpression, READ_MNIST, standardizeLines } from './python-data.ts'
import { blocked, findLeftOut } from './script-limits.ts'

/** Writes a training as a script for PyTorch. */
export const pytorchScriptWriter: WeightWriter = {
  findLimits: findPytorchLimits,
  write: ({ recipe }) => encodeText(writePytorchScript(recipe)),
}

const elu = (alpha: number): string => `nn.ELU(${alpha === 1 ? '' : alpha})`

/**
 * Each activation as a module, by its setting where it has one; softmax and an output's sigmoid belong to the loss, which takes
 * logits.
 */
const MODULES: Readonly<Record<ActivationName, string | null | ((setting: number) => string)>> = {
  sigmoid: 'nn.Sigmoid()',
  tanh: 'nn.Tanh()',
  relu: 'nn.ReLU()',
  softplus: 'nn.Softplus()',
  'leaky-relu': (slope) => `nn.LeakyReLU(${slope})`,
  elu,
  gelu: 'nn.GELU()',
  silu: 'nn.SiLU()',
  'elu-exact': elu,
  'gelu-exact': 'nn.GELU()',
  identity: null,
  softmax: null,
}

function moduleOf(chosen: ChosenActivation): string | null {
  const module = MODULES[chosen.name]
  return typeof module === 'function' ? module(readSetting(chosen)!.value) : module
}

function findPytorchLimits(recipe: Recipe): FormatLimit[] {
  const { layers, loss } = recipe
  const isOdd = loss === 'mse' && layers.at(-1)!.activation === 'softmax'
  return [
    ...(isOdd ? [blocked('loss', 'The script has no quadratic cost over softmax outputs.')] : []),
    ...findLeftOut(recipe),
  ]
}

/** The modules of a network in order, numbered as the weights of a safetensors file are named. */
function moduleLines({ inputSize, layers, loss, batchNorm }: Recipe): string[] {
  let inFeatures = inputSize
  return layers.flatMap((layer, k) => {
    const linear = `nn.Linear(${inFeatures}, ${layer.units})`
    inFeatures = layer.units
    const isLogits = k === layers.length - 1 && loss !== 'mse'
    const activation = isLogits ? null : moduleOf(activationOf(layer))
    return [
      linear,
      ...(layer.batchNorm
        ? [`nn.BatchNorm1d(${layer.units}, eps=${batchNorm.epsilon}, momentum=${batchNorm.momentum})`]
        : []),
      ...(activation === null ? [] : [activation]),
      ...(layer.dropout > 0 ? [`nn.Dropout(${layer.dropout})`] : []),
    ]
  })
}

function optimizerExpression({ optimizer }: Recipe): string {
  const rate = `lr=${optimizer.learningRate}`
  switch (optimizer.name) {
    case 'sgd':
      return `torch.optim.SGD(groups, ${rate})`
    case 'momentum':
    case 'nesterov':
      return `torch.optim.SGD(groups, ${rate}, momentum=${optimizer.momentum}${optimizer.name === 'nesterov' ? ', nesterov=True' : ''})`
    case 'adagrad':
      return `torch.optim.Adagrad(groups, ${rate}, eps=${optimizer.epsilon})`
    case 'rmsprop':
      return `torch.optim.RMSprop(groups, ${rate}, alpha=${optimizer.rho}, eps=${optimizer.epsilon})`
    case 'adam':
      return `torch.optim.Adam(groups, ${rate}, betas=(${optimizer.beta1}, ${optimizer.beta2}), eps=${optimizer.epsilon})`
    case 'adamw':
      return `torch.optim.AdamW(model.parameters(), ${rate}, betas=(${optimizer.beta1}, ${optimizer.beta2}), eps=${optimizer.epsilon}, weight_decay=${optimizer.weightDecay})`
  }
}

function lossExpression({ loss }: Recipe): string {
  switch (loss) {
    case 'mse':
      return '0.5 * ((model(x) - F.one_hot(y, CLASSES)) ** 2).sum(dim=1).mean()'
    case 'binary-cross-entropy':
      return 'F.binary_cross_entropy_with_logits(model(x), F.one_hot(y, CLASSES).float(), reduction="sum") / len(x)'
    case 'softmax-cross-entropy':
      return 'F.cross_entropy(model(x), y)'
  }
}

function initialLines({ initializer: { name, gain, constant } }: Recipe): string {
  // The gain is no factor of a constant.
  const times = gain === 1 || name === 'constant' ? '' : `\n            module.weight.mul_(${gain})`
  const weights: Readonly<Record<string, string>> = {
    'standard-normal': 'nn.init.normal_(module.weight)',
    'scaled-normal': 'nn.init.normal_(module.weight, std=module.in_features ** -0.5)',
    'lecun-normal': 'nn.init.normal_(module.weight, std=module.in_features ** -0.5)',
    'glorot-normal': 'nn.init.xavier_normal_(module.weight)',
    'glorot-uniform': 'nn.init.xavier_uniform_(module.weight)',
    'he-normal': 'nn.init.kaiming_normal_(module.weight, nonlinearity="relu")',
    'he-uniform': 'nn.init.kaiming_uniform_(module.weight, nonlinearity="relu")',
    orthogonal: 'nn.init.orthogonal_(module.weight)',
    zeros: 'nn.init.zeros_(module.weight)',
    constant: `nn.init.constant_(module.weight, ${constant})`,
  }
  const bias = name === 'standard-normal' || name === 'scaled-normal' ? 'normal_' : 'zeros_'
  return `            ${weights[name]!}${times}
            nn.init.${bias}(module.bias)`
}

/** A script that reads MNIST, trains the recipe's network and says how many test images it reads right after each epoch. */
function writePytorchScript(recipe: Recipe): string {
  const { data, batchSize, epochs, seed, shuffle, l2, gradientClipping, layers } = recipe
  const decay = l2.convention === 'network2' ? `${l2.lambda} / TRAIN` : String(l2.lambda)
  return `"""A network of ${layerSizes(recipe).join('-')} in PyTorch.

Run: python3 script.py FOLDER [WEIGHTS.safetensors]
FOLDER holds the four files of MNIST. WEIGHTS.safetensors, as Backprop Workbench exports it, gives the first weights.
"""
import gzip
import json
import os
import struct
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

TRAIN, EPOCHS, BATCH, CLASSES = ${data.trainSize}, ${epochs}, ${batchSize}, ${layers.at(-1)!.units}


${READ_MNIST}


torch.manual_seed(${seed})
images, labels, test_images, test_labels = read_mnist(sys.argv[1])
TRAIN = min(TRAIN, len(images))${standardizeLines(recipe)}


def inputs(pixels):
    return torch.tensor(${inputExpression(recipe)}, dtype=torch.float32)


x_train, y_train = inputs(images[:TRAIN]), torch.tensor(labels[:TRAIN].astype(np.int64))
x_test, y_test = inputs(test_images), torch.tensor(test_labels.astype(np.int64))

model = nn.Sequential(
${moduleLines(recipe)
  .map((line) => `    ${line},`)
  .join('\n')}
)
with torch.no_grad():
    for module in model:
        if isinstance(module, nn.Linear):
${initialLines(recipe)}
if len(sys.argv) > 2:
    with open(sys.argv[2], "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        raw = bytearray(file.read())
    model.load_state_dict({
        name: torch.frombuffer(raw[slice(*entry["data_offsets"])], dtype=torch.float32).reshape(entry["shape"])
        for name, entry in header.items() if name != "__metadata__"
    }, strict=False)

weights = [p for p in model.parameters() if p.dim() > 1]
others = [p for p in model.parameters() if p.dim() == 1]
groups = [{"params": weights, "weight_decay": ${l2.lambda === 0 ? '0' : decay}}, {"params": others, "weight_decay": 0}]
optimizer = ${optimizerExpression(recipe)}

for epoch in range(EPOCHS):
    model.train()
    order = ${shuffle ? 'torch.randperm(TRAIN)' : 'torch.arange(TRAIN)'}
    for chosen in order.split(BATCH):
        x, y = x_train[chosen], y_train[chosen]
        loss = ${lossExpression(recipe)}
        optimizer.zero_grad()
        loss.backward()
${gradientClipping === null ? '' : `        nn.utils.clip_grad_norm_(model.parameters(), ${gradientClipping})\n`}        optimizer.step()
    model.eval()
    with torch.no_grad():
        right = (model(x_test).argmax(dim=1) == y_test).sum().item()
    print(f"Epoch {epoch + 1}: {right} / {len(y_test)}", flush=True)
`
}
