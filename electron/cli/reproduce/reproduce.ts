import { describeRunReason } from '#shared/words/reason-words.ts'
import { spreadBySize } from '#core/experiments/learning-curve-summary.ts'
import { spreadOf } from '#core/evaluation/spread.ts'
import { trainThrough } from '#core/experiments/train-through.ts'
import { type DataSet, splitDataSet } from '#core/data/data-set.ts'
import type { EngineName } from '#core/engine/names.ts'
import { describeMeasure, type Preset } from '#core/recipe/preset.ts'
import { layerSizes } from '#core/network/parameters.ts'
import type { TrainedEpoch } from '#core/runs/epoch-metrics.ts'
import { nodeEngineThreads } from '../../worker/node-engine-threads.ts'
import { drawOut } from '../common/draw-out.ts'
import { EXIT } from '../common/errors.ts'
import { alignColumns, percent } from '../common/format.ts'
import { loadDataOf } from '../common/load-data.ts'
import { Output } from '../common/output.ts'
import type { PresetComparedLine } from '../json-lines/analysis-lines.ts'
import type { Terminal } from '../common/terminal.ts'
import { findPresets, readPresets } from '../common/read-presets.ts'
import { drawLearningCurve } from '../learning-curve/learning-curve.ts'

export interface ReproduceOptions {
  readonly json?: boolean
  readonly seeds: number[]
  readonly list?: boolean
  readonly engine?: EngineName
  readonly threads?: number
}

/** One number that was published, or aimed at, beside what the seeds measured. */
interface Comparison {
  readonly preset: string
  readonly trainSize: number
  readonly measure: string
  readonly kind: Preset['published']['kind']
  readonly published: number
  readonly source: string
  /** By seed, in order; null for a training that diverged. */
  readonly measured: readonly (number | null)[]
}

/** Trains presets with some seeds and prints published and measured numbers side by side. */
export async function reproduce(
  names: readonly string[],
  options: ReproduceOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const presets = (names.length === 0 ? readPresets() : findPresets(names)).map((preset) => ({
    ...preset,
    recipe: { ...preset.recipe, engine: options.engine ?? preset.recipe.engine },
  }))
  if (options.list === true) {
    list(output, presets)
    return EXIT.done
  }
  if (names.length === 0) {
    output.note(
      `All ${presets.length} presets, which takes hours; name some to take less ('reproduce --list')`,
    )
  }
  const comparisons: Comparison[] = []
  for (const preset of presets) {
    output.note(`${preset.name}: ${preset.description}`)
    const measured = await measurePreset(output, preset, options)
    comparisons.push(...measured)
    for (const comparison of measured)
      output.result({ event: 'compared', ...describeJson(comparison) }, undefined)
  }
  output.note('')
  output.result(
    { event: 'done', presets: presets.length, seeds: options.seeds },
    drawTable(comparisons, options.seeds),
  )
  return comparisons.every(({ measured }) => measured.every((value) => value !== null))
    ? EXIT.done
    : EXIT.failed
}

function list(output: Output, presets: readonly Preset[]): void {
  const rows = presets.map(({ name, published, recipe, title }) => [
    name,
    layerSizes(recipe).join('-'),
    `${percent(published.value)} ${describeMeasure(published)}${published.kind === 'goal' ? ' (goal)' : ''}`,
    title,
  ])
  const [head, ...lines] = alignColumns([['PRESET', 'SIZES', 'PUBLISHED', 'TITLE'], ...rows])
  output.note(head!)
  presets.forEach((preset, k) => output.result({ event: 'preset', ...preset }, lines[k]))
}

async function measurePreset(
  output: Output,
  preset: Preset,
  { seeds, threads }: ReproduceOptions,
): Promise<Comparison[]> {
  const { recipe, dataSet } = await loadDataOf(preset.recipe, output)
  const { learningCurve, value, kind, source, ...measure } = preset.published
  const known = { preset: preset.name, measure: describeMeasure(measure), kind, source }
  if (learningCurve === undefined) {
    const measured: (number | null)[] = []
    for (const seed of seeds) {
      measured.push(await trainOnce(output, { ...preset, recipe: { ...recipe, seed } }, dataSet, threads))
    }
    return [{ ...known, trainSize: recipe.data.trainSize, published: value, measured }]
  }
  const sizes = learningCurve.map(({ trainSize }) => trainSize)
  const points = await drawLearningCurve(output, { recipe, dataSet, sizes, seeds, threads })
  const part = measure.measure === 'test-accuracy' ? 'testAccuracy' : 'validationAccuracy'
  return spreadBySize(points, part).map(({ size }) => ({
    ...known,
    trainSize: size,
    published: learningCurve.find(({ trainSize }) => trainSize === size)?.value ?? value,
    measured: points.filter((point) => point.size === size).map((point) => point[part]),
  }))
}

/** @returns the preset's measure, or null for a training that diverged */
async function trainOnce(
  output: Output,
  { name, recipe, published }: Preset,
  dataSet: DataSet,
  threads: number | undefined,
): Promise<number | null> {
  const parts = splitDataSet(dataSet, recipe.data)
  const training = trainThrough({
    recipe,
    parts,
    now: () => performance.now(),
    engine: { threads: nodeEngineThreads(threads) },
  })
  const startedAt = performance.now()
  const { epochs, hasDiverged, reason } = await drawOut(output.terminal, training, (step) => {
    if (step.type === 'epoch') return
    output.progress(
      `${name}, seed ${recipe.seed}: epoch ${step.epoch} (${step.epoch} of ${recipe.epochs} done), ${percent(step.share, 0)}`,
    )
  })
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  const chosen = hasDiverged ? undefined : chooseEpoch(epochs, published)
  const value = chosen === undefined ? null : valueOf(chosen, published)
  output.result(
    {
      event: 'measured',
      preset: name,
      seed: recipe.seed,
      engine: recipe.engine,
      value,
      epoch: chosen?.epoch ?? null,
      seconds,
      reason,
    },
    value === null
      ? `${name}, seed ${recipe.seed}: ${reason === null ? 'not measured' : describeRunReason(reason)}`
      : `${name}, seed ${recipe.seed}: ${percent(value)} (epoch ${chosen?.epoch ?? 0}, ${seconds} s)`,
  )
  return value
}

function chooseEpoch(
  epochs: readonly TrainedEpoch[],
  published: Preset['published'],
): TrainedEpoch | undefined {
  if (published.at === 'last-epoch') return epochs.at(-1)
  return epochs.reduce<TrainedEpoch | undefined>(
    (best, epoch) =>
      best === undefined || (valueOf(epoch, published) ?? 0) > (valueOf(best, published) ?? 0) ? epoch : best,
    undefined,
  )
}

function valueOf(
  { testCorrect, testTotal, validationAccuracy }: TrainedEpoch,
  { measure }: Preset['published'],
): number | null {
  if (measure === 'validation-accuracy') return validationAccuracy
  return testCorrect === null || testTotal === null ? null : testCorrect / testTotal
}

function describeJson(comparison: Comparison): Omit<PresetComparedLine, 'event'> {
  const known = comparison.measured.filter((value) => value !== null)
  return { ...comparison, ...(known.length > 0 && { spread: spreadOf(known) }) }
}

function drawTable(comparisons: readonly Comparison[], seeds: readonly number[]): string {
  const head = [
    'PRESET',
    'IMAGES',
    'MEASURE',
    'PUBLISHED',
    ...seeds.map((seed) => `SEED ${seed}`),
    'BEST',
    'MEAN',
  ]
  const rows = comparisons.map(({ preset, trainSize, measure, kind, published, measured }) => {
    const known = measured.filter((value) => value !== null)
    const spread = known.length > 0 ? spreadOf(known) : null
    return [
      preset,
      String(trainSize),
      measure,
      `${kind === 'goal' ? 'goal ' : ''}${percent(published)}`,
      ...measured.map((value) => percent(value)),
      percent(spread?.max ?? null),
      percent(spread?.mean ?? null),
    ]
  })
  return alignColumns([head, ...rows], 3).join('\n')
}
