import type { ClickToChart } from './children/click-to-chart.ts'
import type { EpochEvaluations, EvaluateEpochsJob } from './children/evaluate-epochs.ts'
import type { Inference, InferenceJob } from './children/inference.ts'
import type { DataLoading } from './children/load-data.ts'
import type { PauseJob, Pauses } from './children/pause.ts'
import { type CommandLineRun, runCommandLine } from './command-line.ts'
import { formatNumber, markdownTable } from './markdown.ts'
import { runChild } from './run-child.ts'
import type { BenchOptions, Section } from './section.ts'
import { spreadOf } from './statistics.ts'
import { labelOf, listVariants, type Variant } from './variants.ts'
import { EPOCH_IMAGES, varyRecipe, WORKLOAD_NAMES, WORKLOADS } from './workloads.ts'

/** Epochs of the training from the command line. */
const EPOCHS = 5

interface Measured {
  readonly evaluations: readonly { variant: Variant; ms: readonly number[] }[]
  readonly inference: Inference
  /** Milliseconds until MNIST is ready, each time in a fresh process. */
  readonly loadingMs: readonly number[]
  /** Milliseconds from the click on Train to the first epoch in the window, the data set being in memory. */
  readonly clickMs: readonly number[]
  /** Milliseconds from the wish to pause to the pause, of each training. */
  readonly pauses: readonly { what: string; ms: readonly number[] }[]
  readonly trainings: readonly { variant: Variant; run: CommandLineRun }[]
}

/** How long a person waits for an answer, for data and for a first epoch, and what memory a training takes. */
export async function measureLatency(options: BenchOptions): Promise<Section> {
  const data = await measure(options)
  const notes = data.trainings.flatMap(memoryNote)
  return {
    name: 'latency',
    markdown: ['## Answers, start and memory', toMarkdown(data), ...notes].join('\n\n'),
    data,
    versions: {},
  }
}

async function measure({ engines, threads, rounds, isQuick, log }: BenchOptions): Promise<Measured> {
  const variants = listVariants(engines, threads)
  const { recipe } = WORKLOADS.W1
  const repetitions = isQuick ? 2 : 20
  const evaluations: { variant: Variant; ms: readonly number[] }[] = []
  for (const variant of variants) {
    log(`Evaluation, ${labelOf(variant)}`)
    const small = varyRecipe(recipe, { engine: variant.engine, trainSize: 100 })
    const job: EvaluateEpochsJob = { recipe: small, threads: variant.threads, repetitions }
    evaluations.push({ variant, ...((await runChild('evaluate-epochs.ts', job)) as EpochEvaluations) })
  }
  log('Inference')
  const inference = (await runChild('inference.ts', {
    recipe,
    repetitions,
  } satisfies InferenceJob)) as Inference
  const loadingMs: number[] = []
  for (let round = 0; round < rounds; round++) {
    log(`MNIST from its files, ${round + 1} of ${rounds}`)
    loadingMs.push(((await runChild('load-data.ts', {})) as DataLoading).ms)
  }
  log('From the click to the first epoch')
  const { ms: clickMs } = (await runChild('click-to-chart.ts', {})) as ClickToChart
  log('Pauses')
  const pauses = await measurePauses(isQuick ? 2 : 20)
  const trainings: { variant: Variant; run: CommandLineRun }[] = []
  for (const variant of variants) {
    log(`Training from the command line, ${labelOf(variant)}`)
    trainings.push({ variant, run: await runCommandLine(variant, EPOCHS) })
  }
  return { evaluations, inference, loadingMs, clickMs, pauses, trainings }
}

/** The workloads, and the largest mini-batch that there is. */
async function measurePauses(pauses: number): Promise<Measured['pauses']> {
  const [{ recipe: w1 }, { recipe: w3 }] = [WORKLOADS.W1, WORKLOADS.W3]
  const trainings = [
    ...WORKLOAD_NAMES.map((name) => ({ what: name, recipe: WORKLOADS[name].recipe })),
    { what: 'W1 with one mini-batch of all images', recipe: { ...w1, batchSize: EPOCH_IMAGES } },
    { what: 'W3 with one mini-batch of all images', recipe: { ...w3, batchSize: EPOCH_IMAGES } },
  ]
  const recipes = trainings.map(({ recipe }) => recipe)
  const { ms } = (await runChild('pause.ts', { recipes, threads: 1, pauses } satisfies PauseJob)) as Pauses
  return trainings.map(({ what }, k) => ({ what, ms: ms[k]! }))
}

function toMarkdown({ evaluations, inference, loadingMs, clickMs, pauses, trainings }: Measured): string {
  const rows = [
    ...evaluations.map(({ variant, ms }) =>
      row(
        `Evaluation of 10,000 test images after an epoch, 784-30-10, ${labelOf(variant)}`,
        ms,
        'ms',
        '20 ms',
      ),
    ),
    row('Answers to 10,000 test images, 784-30-10', inference.testMs, 'ms', '20 ms'),
    row('Answer to one drawn digit, 784-30-10', inference.digitMs, 'ms', '0.2 ms'),
    row('The 12 nearest of 60,000 training images', inference.nearestMs, 'ms', '1,000 ms'),
    row('MNIST’s four files ready, in a fresh process', loadingMs, 'ms', '1,500 ms'),
    row('From the click on Train to the first epoch in the window, pen digits', clickMs, 'ms', '500 ms'),
    ...pauses.map(({ what, ms }) => row(`From the wish to pause to the pause, ${what}`, ms, 'ms', '50 ms')),
    ...trainings.map(({ variant, run }) =>
      row(`Command line to its first epoch, ${labelOf(variant)}`, [run.firstEpochSeconds], 's', ''),
    ),
    ...trainings.map(({ variant, run }) =>
      row(`Peak memory of ${EPOCHS} epochs, ${labelOf(variant)}`, [run.peakMegabytes], 'MB', '200 MB'),
    ),
  ]
  return markdownTable(['What', 'Median', 'Range', 'Goal: under'], rows)
}

function row(what: string, values: readonly number[], unit: string, limit: string): string[] {
  const { median, min, max } = spreadOf(values)
  const range = values.length > 1 ? `${formatNumber(min)} to ${formatNumber(max)}` : ''
  return [what, `${formatNumber(median)} ${unit}`, range, limit]
}

/** Whether memory grows from epoch to epoch. */
function memoryNote({ variant, run }: { variant: Variant; run: CommandLineRun }): string[] {
  if (run.megabytesByEpoch.length === 0) return []
  const reported = run.megabytesByEpoch.map((megabytes) => Math.round(megabytes)).join(', ')
  return [`Resident after each epoch, ${labelOf(variant)}: ${reported} MB.`]
}
