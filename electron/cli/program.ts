import { Command, Option } from 'commander'
import { ACTIVATION_NAMES } from '#core/activations/names.ts'
import { DEFAULT_ENGINE } from '#core/engine/names.ts'
import { INITIALIZER_NAMES } from '#core/initializers/names.ts'
import { LOSS_NAMES } from '#core/losses/names.ts'
import manifest from '../../package.json' with { type: 'json' }
import { addAnalysisCommands } from './analysis-commands.ts'
import { parseEpoch, parseLayers, parseNumber } from './arguments.ts'
import { addOutput, addStore, engineOption } from './common-options.ts'
import type { DownloadOptions } from './commands/download.ts'
import type { EvaluateOptions } from './commands/evaluate.ts'
import type { ExportOptions } from './commands/export.ts'
import type { ImportOptions } from './commands/import.ts'
import type { PredictOptions } from './commands/predict.ts'
import type { ResumeOptions } from './commands/resume.ts'
import type { TrainOptions } from './commands/train.ts'
import { addReport, addRunsCommands } from './runs-commands.ts'
import { parseKeep } from './runs-care-commands.ts'
import { addStoreCommands } from './store-commands.ts'
import { addSweepCommands } from './sweep-commands.ts'

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

const RUN = "the run: its id or the beginning of it, its exact name, or 'last' for the newest"

/** Builds the command line; each command's own code is loaded when it runs. @param finish hears the exit status */
export function buildProgram(finish: (status: number) => void): Command {
  const program = new Command('backprop')
    .description('Trains and examines fully connected networks on handwritten digits, without a window.')
    .version(manifest.version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help on a command')
    .configureHelp({ showGlobalOptions: false })
    // Else options behind `runs export` would be taken for those of `runs`.
    .enablePositionalOptions()
    .addHelpText(
      'after',
      '\nExit status: 0 done, 1 the job failed, 2 wrong arguments, 130 ended by Ctrl-C (finished epochs are kept).',
    )
  addTrain(program, finish)
  addSweepCommands(program, finish)
  addRunsCommands(program, finish)
  addReport(program, finish)
  addResume(program, finish)
  addEvaluate(program, finish)
  addExport(program, finish)
  addImport(program, finish)
  addPredict(program, finish)
  addDownload(program, finish)
  addStoreCommands(program, finish)
  addAnalysisCommands(program, finish)
  return program
}

/** Options that every command takes that works on the store. */
function addCommon(command: Command): Command {
  return addOutput(addStore(command))
}

function addTrain(program: Command, finish: (status: number) => void): void {
  const number = (flags: string, text: string): Option => new Option(flags, text).argParser(parseNumber)
  const train = program
    .command('train')
    .summary('train a network')
    .description(
      "Trains a network and prints an epoch a line, as in 'Epoch 0: 9129 / 10000': test images read rightly, of all. Without options it trains the lecture's recipe.",
    )
    .optionsGroup('Data:')
    .option('--data <set>', 'pen-digits, mnist or a folder with the four IDX files (default: pen-digits)')
    .addOption(number('--train-size <n>', "training images (default: the data set's own, 50000 of mnist)"))
    .addOption(
      number(
        '--validation-size <n>',
        'validation images, 0 for none (default: a sixth of the training file)',
      ),
    )
    .addOption(number('--test-size <n>', 'test images, 0 for none (default: the whole test file)'))
    .optionsGroup('Network:')
    .addOption(
      new Option('--layers <sizes>', 'units of each layer, the inputs first (default: 784,30,10)').argParser(
        parseLayers,
      ),
    )
    .addOption(new Option('--activation <name>', 'of the hidden layers (default: sigmoid)').choices(HIDDEN))
    .addOption(
      new Option(
        '--output <name>',
        'activation of the output layer (default: sigmoid, or what the loss needs)',
      ).choices(ACTIVATION_NAMES),
    )
    .addOption(new Option('--loss <name>', '(default: mse, or what the output needs)').choices(LOSS_NAMES))
    .addOption(
      new Option('--init <name>', 'how first weights are drawn (default: standard-normal)').choices(
        INITIALIZER_NAMES,
      ),
    )
    .option('--from <file>', 'start from the weights of a network2 JSON file')
    .optionsGroup('Training:')
    .addOption(new Option('--optimizer <name>', '(default: sgd)').choices(OPTIMIZER_CHOICES))
    .addOption(number('--learning-rate <x>', "above 0 (default: 3 with sgd, else the optimizer's usual)"))
    .addOption(number('--momentum <x>', '0 to below 1, of momentum and nesterov (default: 0.9)'))
    .addOption(number('--rho <x>', '0 to below 1, of rmsprop (default: 0.9)'))
    .addOption(number('--beta1 <x>', '0 to below 1, of adam and adamw (default: 0.9)'))
    .addOption(number('--beta2 <x>', '0 to below 1, of adam and adamw (default: 0.999)'))
    .addOption(
      number('--epsilon <x>', 'above 0, of adagrad, rmsprop, adam and adamw (default: 1e-8, adagrad 1e-10)'),
    )
    .addOption(number('--weight-decay <x>', 'of adamw (default: 0.01)'))
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
    .option('--name <text>', "the run's name (default: its sizes and a number)")
    .addOption(
      new Option(
        '--keep <n>',
        "keep the weights of every n-th epoch; 'last': of the best and the newest alone (default: of all)",
      ).argParser(parseKeep),
    )
  addCommon(train).action(async (options: TrainOptions) => {
    const { train: run } = await import('./commands/train.ts')
    finish(await run(options))
  })
}

/** Softmax belongs to an output layer. */
const HIDDEN = ACTIVATION_NAMES.filter((name) => name !== 'softmax')

function addResume(program: Command, finish: (status: number) => void): void {
  addCommon(
    program
      .command('resume')
      .summary('go on with a run')
      .description(
        'Goes on with an interrupted, stopped or failed run from its last finished epoch; it ends in the same weights as if it had never stopped.',
      )
      .argument('<run>', RUN),
  ).action(async (run: string, options: ResumeOptions) => {
    const { resume } = await import('./commands/resume.ts')
    finish(await resume(run, options))
  })
}

const epochOption = (): Option =>
  new Option('--epoch <n>', "counted from 0, or 'best' (default: the last)").argParser(parseEpoch)

function addEvaluate(program: Command, finish: (status: number) => void): void {
  addCommon(
    program
      .command('evaluate')
      .summary('measure a run on test images')
      .description(
        "Measures a run's weights on test images, with 95 % intervals; with --against, also another run's, and says by McNemar's test whether the difference could be chance.",
      )
      .argument('<run>', RUN)
      .option(
        '--data <set>',
        "pen-digits, mnist or a folder with the four IDX files (default: the run's own)",
      )
      .option('--by-digit', 'precision and recall of each digit, and which are mixed up most')
      .option('--against <run>', 'another run, measured on the same images and compared')
      .addOption(epochOption()),
  ).action(async (run: string, options: EvaluateOptions) => {
    const { evaluate } = await import('./commands/evaluate.ts')
    finish(await evaluate(run, options))
  })
}

function addExport(program: Command, finish: (status: number) => void): void {
  addCommon(
    program
      .command('export')
      .summary("write a run's weights as a file")
      .description("Writes a run's weights as a file that the lecture's network2.py reads.")
      .argument('<run>', RUN)
      .addOption(epochOption())
      .addOption(new Option('--format <name>', 'of the file').choices(['network2']).default('network2'))
      .option('--out <file>', "'-' for standard output (default: a new file named after run and epoch)"),
  ).action(async (run: string, options: ExportOptions) => {
    const { exportWeights } = await import('./commands/export.ts')
    finish(await exportWeights(run, options))
  })
}

function addImport(program: Command, finish: (status: number) => void): void {
  addCommon(
    program
      .command('import')
      .summary('read weights from a file as a run')
      .description('Reads a network2 JSON file as a run that can be evaluated, asked and trained on.')
      .argument('<file>', 'JSON as network2.py or export writes it'),
  ).action(async (file: string, options: ImportOptions) => {
    const { importWeights } = await import('./commands/import.ts')
    finish(await importWeights(file, options))
  })
}

function addPredict(program: Command, finish: (status: number) => void): void {
  addCommon(
    program
      .command('predict')
      .summary('read digits from PNG files')
      .description(
        'Reads digits from PNG files. A light digit on dark of 28 × 28 pixels is taken as it is; all else is scaled and centred as MNIST was.',
      )
      .argument('<run>', RUN)
      .argument('<files...>', 'PNG files, one digit each')
      .addOption(epochOption()),
  ).action(async (run: string, files: string[], options: PredictOptions) => {
    const { predict } = await import('./commands/predict.ts')
    finish(await predict(run, files, options))
  })
}

function addDownload(program: Command, finish: (status: number) => void): void {
  addCommon(
    program
      .command('download')
      .summary('download MNIST')
      .description(
        'Downloads the four files of MNIST from its public mirrors (12 MB), checks them, and keeps them in the data folder.',
      ),
  ).action(async (options: DownloadOptions) => {
    const { download } = await import('./commands/download.ts')
    finish(await download(options))
  })
}
