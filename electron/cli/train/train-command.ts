import { type Command, Option } from 'commander'
import { ACTIVATION_NAMES, type ActivationName } from '#core/activations/names.ts'
import { DEFAULT_ENGINE } from '#core/engine/names.ts'
import { INITIALIZER_NAMES } from '#core/initializers/names.ts'
import { LOSS_NAMES } from '#core/losses/names.ts'
import { activationParser, parseLayers, parseNumber } from '../common/arguments.ts'
import { parseKeep } from '../common/keep-option.ts'
import { addCommon, addThreads, engineOption, epochOption } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { TrainOptions } from './train.ts'

/** Optimizers, as the help lists them; the recipe's schema has the same names, which a test holds. */
export const OPTIMIZER_CHOICES = [
  'sgd',
  'momentum',
  'nesterov',
  'adagrad',
  'rmsprop',
  'adam',
  'adamw',
] as const

/** Softmax belongs to an output layer. */
const HIDDEN = ACTIVATION_NAMES.filter((name) => name !== 'softmax')

/** Adds the command that trains a recipe. */
export function addTrain(program: Command, { finish, terminal }: CommandHost): void {
  const number = (flags: string, text: string): Option => new Option(flags, text).argParser(parseNumber)
  const activation = (flags: string, text: string, names: readonly ActivationName[]): Option =>
    new Option(flags, text).argParser(activationParser(names))
  const train = program
    .command('train')
    .summary('train a network')
    .description(
      "Trains a network and prints an epoch a line, as in 'Epoch 0: test 91.29 % (9129 / 10000)': the images read rightly; epochs count from 0. Without options it trains the lecture's recipe.",
    )
    .optionsGroup('Data:')
    .option(
      '--data <set>',
      'pen-digits-2, mnist, my-digits, a folder with the four IDX files, or several, as in mnist+pen-digits-2 or mnist:20000+pen-digits-2:10000 (default: pen-digits-2)',
    )
    .addOption(number('--train-size <n>', "training images (default: the data set's own, 50000 of mnist)"))
    .addOption(
      number(
        '--validation-size <n>',
        'validation images, 0 for none (default: a sixth of the training file)',
      ),
    )
    .addOption(number('--test-size <n>', 'test images, 0 for none (default: the whole test file)'))
    .option('--stratified', 'give every class its share of the training and validation images')
    .option('--no-stratified', 'take the first and the last images of the file (default)')
    .addOption(
      number(
        '--wrong-labels <share>',
        'give so many training images another label: 0.1 is one of ten (default: 0)',
      ),
    )
    .addOption(
      number(
        '--pixel-noise <x>',
        "noise on the training images' pixels: its standard deviation as a share of full brightness (default: 0)",
      ),
    )
    .addOption(number('--noise-seed <n>', 'of wrong labels and pixel noise (default: 1)'))
    .optionsGroup('Network:')
    .addOption(
      new Option('--layers <sizes>', 'units of each layer, the inputs first (default: 784,30,10)').argParser(
        parseLayers,
      ),
    )
    .addOption(
      activation(
        '--activation <name>',
        `of the hidden layers: ${HIDDEN.join(', ')}; with a slope below 0 as in leaky-relu:0.1, or an α as in elu:0.5 (default: sigmoid)`,
        HIDDEN,
      ),
    )
    .addOption(
      activation(
        '--output <name>',
        'activation of the output layer: one of those, or softmax (default: sigmoid, or what the loss needs)',
        ACTIVATION_NAMES,
      ),
    )
    .addOption(new Option('--loss <name>', '(default: mse, or what the output needs)').choices(LOSS_NAMES))
    .addOption(
      new Option(
        '--init <name>',
        "how first weights are drawn (default: the lecture's standard-normal; with other activations or optimizers what suits them, as he-normal for relu)",
      ).choices(INITIALIZER_NAMES),
    )
    .option('--from <file>', 'start from the weights of a file that import reads')
    .addOption(
      new Option(
        '--continue <run>',
        "train a run on, as a new one: its recipe from its weights, where the other options override the recipe's fields; its id or the beginning of it, its name, or 'last'",
      ).conflicts('from'),
    )
    .addOption(epochOption('of --continue, whose weights it starts from: '))
    .optionsGroup('Training:')
    .addOption(new Option('--optimizer <name>', '(default: sgd)').choices(OPTIMIZER_CHOICES))
    .addOption(
      number(
        '--learning-rate <x>',
        "above 0 (default: the lecture's 3; with other activations, losses or optimizers what suits them)",
      ),
    )
    .addOption(number('--momentum <x>', '0 to below 1, of momentum and nesterov (default: 0.9)'))
    .addOption(number('--rho <x>', '0 to below 1, of rmsprop (default: 0.9)'))
    .addOption(number('--beta1 <x>', '0 to below 1, of adam and adamw (default: 0.9)'))
    .addOption(number('--beta2 <x>', '0 to below 1, of adam and adamw (default: 0.999)'))
    .addOption(
      number('--epsilon <x>', 'above 0, of adagrad, rmsprop, adam and adamw (default: 1e-8, adagrad 1e-10)'),
    )
    .addOption(number('--weight-decay <x>', 'of adamw, on weights, biases, γ and β (default: 0.01)'))
    .addOption(number('--batch-size <n>', 'images per mini-batch (default: 10)'))
    .addOption(number('--epochs <n>', 'passes through the training images (default: 30)'))
    .addOption(number('--l2 <lambda>', 'strength of L2 regularization, 0 for none (default: 0)'))
    .addOption(
      new Option(
        '--l2-convention <name>',
        'what lambda means (default: network2, which divides it by the images)',
      ).choices(['network2', 'pytorch']),
    )
    .addOption(number('--seed <n>', 'of first weights and order, 0 to 4294967295 (default: 1)'))
    .option('--shuffle', 'put the images in a new order before each epoch (default)')
    .option('--no-shuffle', 'keep the order of the file')
    .addOption(engineOption(DEFAULT_ENGINE))
    .optionsGroup('Run:')
    .option('--recipe <file>', 'recipe as JSON, or a link to one; the other options override its fields')
    .addOption(
      new Option(
        '--preset <name>',
        "a recipe of 'presets', the workbench's or one's own; the other options override its fields",
      ).conflicts('recipe'),
    )
    .option('--name <text>', "the run's name (default: its sizes and a number)")
    .addOption(
      new Option(
        '--keep <n>',
        "keep the weights of every n-th epoch; 'last': of the best and the newest alone (default: of all)",
      ).argParser(parseKeep),
    )
    .option(
      '--dry-run',
      'only tell what it would do: images by part and class, steps, time, memory, what is stored',
    )
  addThreads(addCommon(train)).action(async (options: TrainOptions) => {
    const { train: run } = await import('./train.ts')
    finish(await run(options, terminal))
  })
}
