import { parseRecipe, type Recipe } from '#core/recipe/recipe.ts'
import type { TimeToAccuracy, TimeToAccuracyJob } from './children/time-to-accuracy.ts'
import { formatNumber, formatPercent, markdownTable } from './markdown.ts'
import { runChild } from './run-child.ts'
import type { BenchOptions, Section } from './section.ts'
import { spreadOf } from './statistics.ts'
import { labelOf, listVariants, type Variant } from './variants.ts'
import { varyRecipe, WORKLOADS } from './workloads.ts'

interface Target {
  readonly title: string
  /** 0 to 1. */
  readonly accuracy: number
  readonly goalSeconds: number
  readonly recipe: Recipe
}

const { W1, W3 } = WORKLOADS

const hidden = { activation: 'relu', batchNorm: true } as const

const TARGETS: readonly Target[] = [
  {
    title: W1.title,
    accuracy: 0.95,
    goalSeconds: 3,
    recipe: parseRecipe({ ...W1.recipe, epochs: 100 }),
  },
  {
    title:
      '784-128-64-10 ReLU with batch normalization, Adam 0.004 along a cosine, mini-batch 100, 60,000 images',
    accuracy: 0.98,
    goalSeconds: 4,
    recipe: parseRecipe({
      ...W3.recipe,
      data: { ...W3.recipe.data, trainSize: 60_000 },
      layers: [
        { units: 128, ...hidden },
        { units: 64, ...hidden },
        { units: 10, activation: 'softmax' },
      ],
      optimizer: { ...W3.recipe.optimizer, learningRate: 4e-3 },
      // A rate that falls to nothing within few epochs is what gets there in few epochs.
      schedule: { name: 'cosine', minimum: 0, reaches: 'in-last-epoch' },
      batchSize: 100,
      epochs: 5,
    }),
  },
]

const SEEDS = [1, 2, 3]

interface Measured {
  readonly target: Target
  readonly variant: Variant
  readonly runs: readonly TimeToAccuracy[]
}

/** Seconds of training and evaluation until a test accuracy is reached, each run in a process of its own. */
export async function measureAccuracy(options: BenchOptions): Promise<Section> {
  const variants = listVariants(options.engines, options.threads)
  const measured: Measured[] = []
  for (const target of TARGETS) {
    options.log(`${formatPercent(target.accuracy)}: ${target.title}`)
    const runs = new Map<Variant, TimeToAccuracy[]>(variants.map((variant) => [variant, []]))
    for (const seed of options.isQuick ? SEEDS.slice(0, 1) : SEEDS) {
      for (const variant of variants) {
        const job = jobOf(target, variant, seed, options)
        const run = (await runChild('time-to-accuracy.ts', job)) as TimeToAccuracy
        runs.get(variant)!.push(run)
        options.log(
          `  ${labelOf(variant)}, seed ${seed}: ${formatNumber(run.seconds)} s, epochs: ${run.epochs}`,
        )
      }
    }
    for (const [variant, some] of runs) measured.push({ target, variant, runs: some })
  }
  return {
    name: 'accuracy',
    markdown: `${INTRODUCTION}\n\n${toMarkdown(measured)}`,
    data: measured.map(({ target: { title, accuracy }, variant, runs }) => ({
      title,
      accuracy,
      ...variant,
      runs,
    })),
    versions: {},
  }
}

const INTRODUCTION =
  `## Seconds to an accuracy\n\nTraining and the evaluation of 10,000 test images after every epoch, from the first mini-batch to the ` +
  `end of the first epoch with that test accuracy, in a process that did nothing before; medians and range over the seeds ${SEEDS.join(', ')}.`

function jobOf(target: Target, variant: Variant, seed: number, { isQuick }: BenchOptions): TimeToAccuracyJob {
  const recipe = varyRecipe(target.recipe, { engine: variant.engine })
  return {
    recipe: { ...recipe, seed, ...(isQuick && { epochs: 1 }) },
    threads: variant.threads,
    target: target.accuracy,
  }
}

function toMarkdown(measured: readonly Measured[]): string {
  const rows = measured.map(({ target, variant, runs }) => {
    const seconds = spreadOf(runs.map((run) => run.seconds))
    const epochs = spreadOf(runs.map((run) => run.epochs))
    const reached = runs.filter((run) => run.testAccuracy >= target.accuracy).length
    return [
      `${formatPercent(target.accuracy)}: ${target.title}`,
      labelOf(variant),
      formatNumber(seconds.median),
      `${formatNumber(seconds.min)} to ${formatNumber(seconds.max)}`,
      `${epochs.median}`,
      `${reached} of ${runs.length}`,
      `${target.goalSeconds}`,
    ]
  })
  return markdownTable(['Test accuracy', 'Engine', 'Seconds', 'Range', 'Epochs', 'Reached', 'Goal'], rows)
}
