import { describeRunReason } from '#shared/words/reason-words.ts'
import { learningCurve, type LearningCurvePoint } from '#core/experiments/learning-curve.ts'
import { type CurveMeasure, spreadBySize, unseenMeasure } from '#core/experiments/learning-curve-summary.ts'
import type { Spread } from '#core/evaluation/spread.ts'
import type { DataSet } from '#core/data/data-set.ts'
import type { EngineName } from '#core/engine/names.ts'
import { type Recipe, RecipeError } from '#core/recipe/recipe.ts'
import { nodeEngineThreads } from '../../worker/node-engine-threads.ts'
import { chooseRecipeOrLecture, type RecipeSource } from '../common/choose-recipe.ts'
import { drawOut } from '../common/draw-out.ts'
import { UsageError } from '../common/errors.ts'
import { alignColumns, percent } from '../common/format.ts'
import { loadDataOf } from '../common/load-data.ts'
import { Output } from '../common/output.ts'
import { examineLoaded } from '../common/print-findings.ts'
import type { Terminal } from '../common/terminal.ts'

export interface LearningCurveCommandOptions extends RecipeSource {
  readonly json?: boolean
  readonly sizes?: number[]
  readonly seeds: number[]
  readonly epochs?: number
  readonly engine?: EngineName
  readonly threads?: number
}

/** Amounts of the book's learning curve; those beyond the recipe's own are left out, and its own is added. */
const USUAL_SIZES = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000]

/** Trains a recipe on growing amounts of images and prints what each amount reaches. */
export async function learningCurveCommand(
  options: LearningCurveCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const read = await chooseRecipeOrLecture(options, output)
  const given = { ...read, engine: options.engine ?? read.engine }
  const { recipe, dataSet, info } = await loadDataOf(given, output)
  examineLoaded(output, { recipe, dataSet, info })
  const own = recipe.data.trainSize
  const sizes = options.sizes ?? [...USUAL_SIZES.filter((size) => size < own), own]
  const room = dataSet.training.count - recipe.data.validationSize
  const tooMany = sizes.find((size) => size > room)
  if (tooMany !== undefined) {
    throw new UsageError(
      `--sizes: expected at most ${room} training images beside ${recipe.data.validationSize} for validation, got ${tooMany}`,
    )
  }
  const points = await drawLearningCurve(output, {
    recipe,
    dataSet,
    sizes,
    seeds: options.seeds,
    epochs: options.epochs,
    threads: options.threads,
  })
  const part = unseenMeasure(points)
  const rows = spreadBySize(points, part).map(({ size, spread }) => [
    String(size),
    ...describeSpread(spread),
    percent(meanOf(points, size, 'trainAccuracy')),
  ])
  const head = ['IMAGES', `${WORDS[part]} MEAN`.toUpperCase(), 'LOWEST', 'HIGHEST', 'TRAINING MEAN']
  output.note('')
  output.result({ event: 'done', networks: points.length }, alignColumns([head, ...rows], 0).join('\n'))
  return 0
}

export interface DrawOptions {
  readonly recipe: Recipe
  readonly dataSet: DataSet
  readonly sizes: readonly number[]
  readonly seeds: readonly number[]
  readonly epochs?: number | undefined
  readonly threads?: number | undefined
}

/** Trains and prints every point as it comes. @throws UsageError where an amount gives no valid recipe */
export async function drawLearningCurve(output: Output, options: DrawOptions): Promise<LearningCurvePoint[]> {
  const { threads, ...rest } = options
  const engine = { threads: nodeEngineThreads(threads) }
  const curve = learningCurve({ ...rest, now: () => performance.now(), engine })
  try {
    return await drawOut(output.terminal, curve, (step) => {
      if (step.type === 'progress') {
        const { size, seed, done, total, share } = step
        output.progress(
          `${size} images, seed ${seed}: ${percent(share, 0)} (network ${done + 1} of ${total})`,
        )
      } else output.result({ event: 'point', ...step.point }, describePoint(step.point))
    })
  } catch (error) {
    throw error instanceof RecipeError ? new UsageError(error.message) : error
  }
}

const WORDS: Readonly<Record<CurveMeasure, string>> = {
  validationAccuracy: 'validation',
  testAccuracy: 'test',
  trainAccuracy: 'training',
}

function meanOf(points: readonly LearningCurvePoint[], size: number, part: CurveMeasure): number | null {
  return (
    spreadBySize(
      points.filter((point) => point.size === size),
      part,
    )[0]!.spread?.mean ?? null
  )
}

function describeSpread(spread: Spread | null): string[] {
  return spread === null
    ? ['–', '–', '–']
    : [spread.mean, spread.min, spread.max].map((value) => percent(value))
}

function describePoint(point: LearningCurvePoint): string {
  const { size, seed, epochs, reason, trainAccuracy, validationAccuracy, testAccuracy } = point
  const head = `${size} images, seed ${seed}, ${epochs} epochs`
  if (trainAccuracy === null) return `${head}: ${reason === null ? 'diverged' : describeRunReason(reason)}`
  const parts = [
    `training ${percent(trainAccuracy)}`,
    ...(validationAccuracy === null ? [] : [`validation ${percent(validationAccuracy)}`]),
    ...(testAccuracy === null ? [] : [`test ${percent(testAccuracy)}`]),
  ]
  return `${head}: ${parts.join(', ')}`
}
