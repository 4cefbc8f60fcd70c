import { type Command, Option } from 'commander'
import { DEFAULT_ENGINE, ENGINE_NAMES } from '#core/engine/names.ts'
import { parseCount, parseCounts, parseEngine, parseSeeds } from './arguments.ts'
import type { GradientCheckCommandOptions } from './commands/gradient-check.ts'
import type { LearningCurveCommandOptions } from './commands/learning-curve.ts'
import type { ReproduceOptions } from './commands/reproduce.ts'
import type { VerifyOptions } from './commands/verify.ts'
import type { WhatIfCommandOptions } from './commands/what-if.ts'
import { addOutput, engineOption } from './common-options.ts'

/** Adds the commands that prove the training core or measure recipes, without a run in the store. */
export function addAnalysisCommands(program: Command, finish: (status: number) => void): void {
  addVerify(program, finish)
  addGradientCheck(program, finish)
  addLearningCurve(program, finish)
  addWhatIf(program, finish)
  addReproduce(program, finish)
}

function addVerify(program: Command, finish: (status: number) => void): void {
  addOutput(
    program
      .command('verify')
      .summary('compare an engine with reference vectors')
      .description(
        'Runs each network of a file of reference vectors through an engine and prints the largest relative difference of z, a, loss, gradients, losses and final parameters. Exit status 1 where it is beyond the tolerance: 1e-10 for the reference, 1e-4 for the 32-bit engines. Where rounding alone may move a number further, only what is beyond that counts.',
      )
      .argument('<file>', 'JSON as test/reference/make_vectors.py writes it')
      .addOption(
        new Option('--engine <name>', ENGINE_NAMES.join(', ')).argParser(parseEngine).default('reference'),
      ),
  ).action(async (file: string, options: VerifyOptions) => {
    const { verify } = await import('./commands/verify.ts')
    finish(verify(file, options))
  })
}

function addGradientCheck(program: Command, finish: (status: number) => void): void {
  addOutput(
    program
      .command('gradient-check')
      .summary('compare the backward pass with central differences')
      .description(
        "Compares the gradient of a recipe's network, at its first weights and on ten of its images, with central differences of the loss, and prints the largest relative error of each layer. Exit status 1 where it is beyond 1e-6.",
      )
      .requiredOption('--recipe <file>', 'recipe as JSON, or a link to one')
      .addOption(
        new Option(
          '--directions <n>',
          'random directions in each layer, instead of every parameter by itself (default: 20 for more than 5000 parameters)',
        ).argParser(parseCount),
      )
      .addOption(
        new Option(
          '--defect <name>',
          'break the backward pass, to see the check catch it: without the slopes of hidden layers, or without the gradient of biases',
        ).choices(['no-slope', 'no-bias']),
      ),
  ).action(async (options: GradientCheckCommandOptions) => {
    const { gradientCheck } = await import('./commands/gradient-check.ts')
    finish(await gradientCheck(options))
  })
}

const seedsOption = (): Option =>
  new Option('--seeds <list>', 'one network for each, as in 1,2,3')
    .argParser(parseSeeds)
    .default([1, 2, 3], '1,2,3')

function addLearningCurve(program: Command, finish: (status: number) => void): void {
  addOutput(
    program
      .command('learning-curve')
      .summary('measure a recipe on growing amounts of images')
      .description(
        'Trains a recipe on growing amounts of training images and prints what each reaches. Every amount gets as many training steps as the recipe gives its own, and a penalty as strong on each weight.',
      )
      .requiredOption('--recipe <file>', 'recipe as JSON, or a link to one')
      .addOption(
        new Option(
          '--sizes <list>',
          "numbers of training images (default: 100,200,500,1000,… up to the recipe's own)",
        ).argParser(parseCounts),
      )
      .addOption(seedsOption())
      .addOption(
        new Option('--epochs <n>', 'epochs of every amount, instead of equally many steps').argParser(
          parseCount,
        ),
      )
      .addOption(engineOption("the recipe's")),
  ).action(async (options: LearningCurveCommandOptions) => {
    const { learningCurveCommand } = await import('./commands/learning-curve.ts')
    finish(await learningCurveCommand(options))
  })
}

function addWhatIf(program: Command, finish: (status: number) => void): void {
  addOutput(
    program
      .command('what-if')
      .summary('try values of a field in short trainings')
      .description(
        'Trains a recipe for a few epochs with each value of one of its number fields and prints what each reads right of up to 2,000 unseen images, and which is best. Nothing is stored.',
      )
      .requiredOption('--recipe <file>', 'recipe as JSON, or a link to one')
      .option(
        '--vary <path[=values]>',
        "field and values, as in optimizer.learningRate=0.1,1,10 or batchSize=log:1:100:5; without values those usual around the recipe's own",
        'optimizer.learningRate',
      )
      .addOption(new Option('--epochs <n>', 'epochs of each training (default: 3)').argParser(parseCount))
      .addOption(
        new Option(
          '--images <n>',
          "training images of each (default: 10000, or the recipe's own where these are fewer)",
        ).argParser(parseCount),
      )
      .addOption(engineOption("the recipe's")),
  ).action(async (options: WhatIfCommandOptions) => {
    const { whatIfCommand } = await import('./commands/what-if.ts')
    finish(await whatIfCommand(options))
  })
}

function addReproduce(program: Command, finish: (status: number) => void): void {
  addOutput(
    program
      .command('reproduce')
      .summary('train presets beside their published numbers')
      .description(
        'Trains presets and prints published and measured accuracies side by side. Without a name it trains all of them, fastest first.',
      )
      .argument('[presets...]', "names as '--list' shows them, or files of their form")
      .addOption(seedsOption())
      .addOption(engineOption(DEFAULT_ENGINE))
      .option('--list', 'list the presets and train nothing'),
  ).action(async (presets: string[], options: ReproduceOptions) => {
    const { reproduce } = await import('./commands/reproduce.ts')
    finish(await reproduce(presets, options))
  })
}
