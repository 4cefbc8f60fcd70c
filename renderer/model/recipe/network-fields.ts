import { SETTING_DEFAULTS, settingOf, type SettingName } from '#core/activations/settings.ts'
import { ACTIVATION_CHOICES, INITIALIZER_CHOICES, LOSS_CHOICES } from './recipe-choices.ts'
import type { RecipeFieldInfo } from './recipe-field-info.ts'

const hasSetting =
  (name: SettingName): NonNullable<RecipeFieldInfo['isUsed']> =>
  ({ layers }, layer) =>
    (layer === undefined ? layers : layers.slice(layer, layer + 1)).some(
      ({ activation }) => settingOf(activation) === name,
    )

/** Fields on the network, its first weights and its loss, in the order of the form. */
export const NETWORK_FIELDS: readonly RecipeFieldInfo[] = [
  {
    path: 'inputSize',
    section: 'Network',
    label: 'Inputs',
    unit: 'pixels',
    help: 'One input for each pixel of an image; it follows from the data set.',
  },
  {
    path: 'layers.*.units',
    section: 'Network',
    label: 'Units',
    help: 'How many neurons the layer has; each sees every output of the layer before it.',
  },
  {
    path: 'layers.*.activation',
    section: 'Network',
    label: 'Activation',
    help: 'The function that bends a neuron’s weighted sum; without a bend, layers would add nothing.',
    choices: ACTIVATION_CHOICES,
  },
  {
    path: 'layers.*.slope',
    section: 'Network',
    label: 'Slope',
    help: 'What leaky ReLU multiplies sums below 0 by, so that a neuron that is off still learns; PyTorch’s usual is 0.01, Keras’s 0.3, and 0 makes it ReLU.',
    isUsed: hasSetting('slope'),
    usual: SETTING_DEFAULTS.slope,
  },
  {
    path: 'layers.*.alpha',
    section: 'Network',
    label: 'ELU α',
    help: 'How far below 0 ELU’s outputs come: far down they are near −α. With 1 its slope goes on smoothly at 0.',
    isUsed: hasSetting('alpha'),
    usual: SETTING_DEFAULTS.alpha,
  },
  {
    path: 'layers.*.batchNorm',
    section: 'Network',
    label: 'Batch norm',
    help: 'Centres and scales each neuron’s weighted sum over the mini-batch, which lets larger learning rates through (Ioffe and Szegedy 2015).',
  },
  {
    path: 'layers.*.dropout',
    section: 'Network',
    label: 'Dropout',
    help: 'The probability that a neuron is left out of a training step, so that none is relied on alone; 0.2 to 0.5 is usual, 0 turns it off.',
  },
  {
    path: 'batchNorm.momentum',
    section: 'Network',
    label: 'Norm momentum',
    help: 'How far the averages that are used after training move toward each mini-batch’s, as in PyTorch.',
    isUsed: ({ layers }) => layers.some((layer) => layer.batchNorm),
  },
  {
    path: 'batchNorm.epsilon',
    section: 'Network',
    label: 'Norm ε',
    help: 'A small number that keeps the division by the deviation from zero.',
    isUsed: ({ layers }) => layers.some((layer) => layer.batchNorm),
  },
  {
    path: 'initializer.name',
    section: 'Initialization',
    label: 'First weights',
    help: 'How the weights and biases are drawn before the first step.',
    choices: INITIALIZER_CHOICES,
  },
  {
    path: 'initializer.gain',
    section: 'Initialization',
    label: 'Gain',
    help: 'Multiplies every drawn weight; 1 leaves them as drawn.',
    isUsed: ({ initializer: { name } }) => name !== 'zeros' && name !== 'constant',
  },
  {
    path: 'initializer.constant',
    section: 'Initialization',
    label: 'Constant',
    help: 'The weight that every connection starts with.',
    isUsed: ({ initializer: { name } }) => name === 'constant',
  },
  {
    path: 'loss',
    section: 'Loss',
    label: 'Loss',
    help: 'The number that training makes small: how far the outputs are from the right answer.',
    choices: LOSS_CHOICES,
  },
]
