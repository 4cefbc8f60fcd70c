import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { testAccuracy } from '#core/runs/measured-part.ts'
import { ifKnown, knownDataSet, UNKNOWN } from '#core/recipe/unknown-fields.ts'
import { layerSizes } from '#core/network/parameters.ts'
import type { ExportedFile, RunSummary } from '#contract/types.ts'
import { type CsvCell, writeCsv } from '#shared/csv.ts'
import { fileNameOf } from '#shared/file-names.ts'

/** Columns that say which run a line belongs to and in which settings it differs. */
const RUN_COLUMNS: Readonly<Record<string, (run: RunSummary) => CsvCell>> = {
  run_id: (run) => run.id,
  run: (run) => run.name,
  tags: (run) => run.tags.join('; '),
  started: (run) => run.createdAt,
  data_set: (run) => knownDataSet(run) ?? UNKNOWN,
  sizes: ({ recipe }) => layerSizes(recipe).join('-'),
  optimizer: (run) => ifKnown(run, 'optimizer', run.recipe.optimizer.name) ?? UNKNOWN,
  batch_size: (run) => ifKnown(run, 'batchSize', run.recipe.batchSize) ?? UNKNOWN,
  seed: (run) => ifKnown(run, 'seed', run.recipe.seed) ?? UNKNOWN,
}

/** Columns of one epoch. */
const EPOCH_COLUMNS: Readonly<Record<string, (epoch: EpochMetrics) => CsvCell>> = {
  epoch: (epoch) => epoch.epoch,
  learning_rate: (epoch) => epoch.learningRate,
  train_loss: (epoch) => epoch.trainLoss,
  train_accuracy: (epoch) => epoch.trainAccuracy,
  validation_loss: (epoch) => epoch.validationLoss,
  validation_accuracy: (epoch) => epoch.validationAccuracy,
  test_loss: (epoch) => epoch.testLoss,
  test_accuracy: testAccuracy,
  test_correct: (epoch) => epoch.testCorrect,
  test_total: (epoch) => epoch.testTotal,
  duration_ms: (epoch) => epoch.durationMs,
}

/** A run, and its epochs a part at a time. */
export interface MeasuredRun {
  readonly run: RunSummary
  readonly parts: AsyncIterable<readonly EpochMetrics[]>
}

/**
 * All measures of some runs, a line an epoch; accuracies are 0 to 1. Each layer adds four columns, the first hidden
 * layer being 1. A setting that is not known is `unknown`. A cell is empty where nothing was measured and NaN where a loss left the range of numbers.
 */
export async function writeMeasuresFile(runs: readonly MeasuredRun[]): Promise<ExportedFile> {
  const layerCount = Math.max(0, ...runs.map(({ run }) => run.recipe.layers.length))
  const layers = Array.from({ length: layerCount }, (_, k) => k)
  const header = [
    ...Object.keys(RUN_COLUMNS),
    ...Object.keys(EPOCH_COLUMNS),
    ...layers.flatMap((k) =>
      ['weight_norm', 'gradient_norm', 'dead', 'saturated'].map((measure) => `layer${k + 1}_${measure}`),
    ),
  ]
  const written = [writeCsv([header])]
  for (const { run, parts } of runs) {
    const facts = Object.values(RUN_COLUMNS).map((read) => read(run))
    for await (const epochs of parts) {
      const rows = epochs.map((epoch) => [
        ...facts,
        ...Object.values(EPOCH_COLUMNS).map((read) => read(epoch)),
        ...layers.flatMap((k) => {
          const layer = epoch.layers?.at(k)
          return layer === undefined
            ? [null, null, null, null]
            : [layer.weightNorm, layer.gradientNorm, layer.dead, layer.saturated]
        }),
      ])
      written.push(writeCsv(rows))
    }
  }
  return { fileName: fileNameOf.measures(runs.map(({ run }) => run)), text: written.join('') }
}
