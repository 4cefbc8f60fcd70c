import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { ENGINE_NAMES, type EngineName } from '#core/engine/names.ts'
import { WORKLOAD_NAMES, type WorkloadName } from './workloads.ts'

export const SECTION_NAMES = [
  'speed',
  'scaling',
  'growth',
  'accuracy',
  'latency',
  'starts',
  'profile',
  'store',
  'import',
  'learn',
  'pad',
  'augmentation',
] as const
export type SectionName = (typeof SECTION_NAMES)[number]
const WITHOUT_MNIST: readonly SectionName[] = ['store', 'import', 'learn', 'pad']

export interface BenchArguments {
  readonly sections: readonly SectionName[]
  readonly workloads: readonly WorkloadName[]
  readonly engines: readonly EngineName[]
  readonly threads: readonly number[]
  readonly rounds: number
  readonly usePeers: boolean
  /** Whether `--speed` measures kernels of 128 bits beside the fused ones. */
  readonly withNarrow: boolean
  readonly isQuick: boolean
  /** File for the Markdown report, or undefined. */
  readonly out: string | undefined
  readonly isJson: boolean
}

interface Given extends Partial<Record<SectionName, boolean>> {
  readonly workloads: WorkloadName[]
  readonly engines: EngineName[]
  readonly threads: number[]
  readonly rounds?: number
  readonly peers?: boolean
  readonly narrow?: boolean
  readonly quick?: boolean
  readonly all?: boolean
  readonly out?: string
  readonly json?: boolean
}

const DEFAULT_ROUNDS = 5

/** Reads the command line; ends the process where it is wrong or asks for help. */
export function readArguments(args: readonly string[]): BenchArguments {
  const command = new Command('npm run bench --')
    .description(
      'Measures how fast the workbench trains, and how fast others do. MNIST must be in BACKPROP_MNIST.',
    )
    .option('--speed', 'seconds per epoch of the workloads; the default')
    .option(
      '--scaling',
      'seconds per epoch against units, mini-batch size, images and threads; time, memory and disk against parameters, images, epochs, checkpoints and runs',
    )
    .option('--growth', 'the last of --scaling alone')
    .option('--accuracy', 'seconds until the network is right on 95 % and 98 % of the test images')
    .option('--latency', 'evaluation, one digit, start and memory')
    .option('--starts', 'commands and the window, from the start of their process')
    .option('--profile', 'where the time of W1 and W3 goes')
    .option('--store', 'lists of a store with 10,000 runs; needs no MNIST')
    .option('--learn', 'frames of the place Learn while keys step and scrub; needs no MNIST')
    .option('--pad', 'from the pointer on the pad to the bars of the answer; needs no MNIST')
    .option('--augmentation', 'what varying the training images costs, by kind')
    .option('--import', 'a large file of runs imported while a training goes on; needs no MNIST')
    .option('--all', 'all twelve')
    .addOption(list('--workloads <names>', 'workloads of --speed', WORKLOAD_NAMES))
    .addOption(list('--engines <names>', 'engines', ENGINE_NAMES))
    .addOption(
      new Option('--threads <counts>', 'numbers of threads')
        .default([...new Set([1, Math.min(2, availableParallelism())])])
        .argParser((text) => text.split(',').map(parseCount)),
    )
    .addOption(new Option('--rounds <n>', `rounds (default: ${DEFAULT_ROUNDS})`).argParser(parseCount))
    .option('--peers', 'measure NumPy, PyTorch and scikit-learn too, where python3 has them')
    .option('--narrow', 'measure kernels of 128 bits beside those that V8 fuses, too')
    .option('--quick', 'one round on parts of epochs, to see that everything works')
    .option('--out <file>', 'write the report there too')
    .option('--json', 'print JSON instead of Markdown')
  // As in the program's own command line: 2 for wrong arguments.
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  command.parse(args, { from: 'user' })
  const given = command.opts<Given>()
  const named = SECTION_NAMES.filter(
    (name) => given.all ?? given[name] ?? (name === 'growth' && given.scaling),
  )
  if (named.length === 0 || named.some((name) => !WITHOUT_MNIST.includes(name))) refuseWithoutMnist(command)
  return {
    sections: named.length > 0 ? named : ['speed'],
    workloads: given.workloads,
    engines: given.engines,
    threads: given.threads,
    rounds: given.rounds ?? (given.quick ? 1 : DEFAULT_ROUNDS),
    usePeers: given.peers ?? false,
    withNarrow: given.narrow ?? false,
    isQuick: given.quick ?? false,
    out: given.out,
    isJson: given.json ?? false,
  }
}

function list(flags: string, description: string, names: readonly string[]): Option {
  return new Option(flags, description).default([...names]).argParser((text) =>
    text.split(',').map((given) => {
      const name = names.find((one) => one === given.trim())
      if (name === undefined) throw new InvalidArgumentError(`Expected ${names.join(', ')}, got '${given}'.`)
      return name
    }),
  )
}

function parseCount(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 1) return value
  throw new InvalidArgumentError(`Expected a whole number from 1 on, got '${text}'.`)
}

/** Everything is measured on MNIST: other images have other zeros, and zeros are what the engine skips. */
function refuseWithoutMnist(command: Command): void {
  const folder = process.env.BACKPROP_MNIST
  if (folder === undefined || folder === '') {
    command.error("error: BACKPROP_MNIST: expected the folder of MNIST's four files, but it is not set")
  }
  if (!existsSync(folder)) {
    command.error(
      `error: BACKPROP_MNIST: expected the folder of MNIST's four files, got '${path.resolve(folder)}', which is not there`,
    )
  }
}
