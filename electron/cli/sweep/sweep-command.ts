import { type Command, Option } from 'commander'
import { parseCount, parseFile, parseSeed, parseThreads } from '../common/arguments.ts'
import { parseKeep } from '../common/keep-option.ts'
import type { SweepOptions } from './sweep.ts'
import { PRINT_FORMS } from './print-forms.ts'
import { fieldNamesHelp } from '../common/field-names-help.ts'
import { addRecipeSource, addStore, capAtCores } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'

/** Adds the command that trains many recipes. */
export function addSweep(program: Command, { finish, terminal }: CommandHost): void {
  capAtCores(
    addStore(
      addRecipeSource(
        program
          .command('sweep')
          .summary('train a recipe with other values of its fields')
          .description(
            'Trains a recipe with every combination of some values of its fields, or with some drawn at random, several at once; says before how many runs there are and about how long they take, and in the end which are best. Ctrl-C interrupts it, --resume goes on.',
          )
          .optionsGroup('What is trained:'),
      )
        .option(
          '--vary <path=values>',
          'a field and its values, as in seed=1,2,3 or seed=1..3, units=range:10:100:4, learningRate=log:0.01:10:8; layers.0.units for one layer, units for all hidden layers, layers=30,100-50 for their number and sizes; may be repeated',
          (text: string, before: readonly string[] | undefined) => [...(before ?? []), text],
        )
        .addOption(
          new Option(
            '--random <n>',
            'so many combinations drawn at random instead of all; a range may go without its number of values',
          ).argParser(parseCount),
        )
        .addOption(new Option('--random-seed <n>', 'of the drawing (default: 1)').argParser(parseSeed))
        .addOption(
          new Option(
            '--halving [eta]',
            'stop runs early that are far from the best: at each rung one of eta goes on (default: 3)',
          ).argParser(parseCount),
        )
        .addOption(
          new Option('--min-epochs <n>', 'epochs before the first rung of --halving').argParser(parseCount),
        )
        .optionsGroup('How:')
        .addOption(
          new Option('--workers <n>', 'trainings at once (default: one for each core)').argParser(
            parseThreads,
          ),
        )
        .addOption(
          new Option(
            '--keep <n>',
            "of which epochs weights are kept: 1 for all, n for every nth, 'last' for the best and the last alone (default: last)",
          ).argParser(parseKeep),
        )
        .option('--name <text>', "the sweep's name (default: Sweep and a number)")
        .option('--resume <sweep>', "go on with a sweep: its id or the beginning of it, its name, or 'last'")
        .option('--dry-run', 'only say what it would be')
        .addOption(
          new Option(
            '--print [form]',
            "write what trains each run instead, for other machines and queues: lines, one command a run; slurm, an array script for sbatch (--workers: its tasks at once, by default 50). Where a form is named, the sweep is kept as 'elsewhere', and runs import brings its runs home to it",
          ).choices(PRINT_FORMS),
        )
        .addOption(
          new Option('--into <folder>', 'with --print: where each run puts its store').argParser(parseFile),
        )
        .option('--json', 'print one JSON object a line')
        .addHelpText('after', () => fieldNamesHelp()),
    ),
    'workers',
  ).action(async (options: SweepOptions) => {
    const { sweep } = await import('./sweep.ts')
    finish(await sweep(options, terminal))
  })
}
