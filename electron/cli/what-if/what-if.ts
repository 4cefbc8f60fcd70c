import { whatIf, type WhatIfLine, type WhatIfStep } from '#core/experiments/what-if.ts'
import {
  MAX_WHAT_IF_VALUES,
  USUAL_WHAT_IF_EPOCHS,
  USUAL_WHAT_IF_IMAGES,
  type WhatIfPlan,
} from '#core/experiments/what-if-plan.ts'
import { finalAccuracy, readWhatIf, type WhatIfReading } from '#core/experiments/what-if-summary.ts'
import { rangeValues, usualRange } from '#core/experiments/what-if-values.ts'
import type { DataSet } from '#core/data/data-set.ts'
import type { EngineName } from '#core/engine/names.ts'
import { type Recipe, RecipeError } from '#core/recipe/recipe.ts'
import { resolveFieldName } from '#core/experiments/sweep/field-names.ts'
import { FieldPathError, findRecipeField, readRecipeField } from '#core/experiments/sweep/recipe-field.ts'
import { listValues, parseVariation, VariationError } from '#core/experiments/sweep/variation.ts'
import { nodeEngineThreads } from '../../worker/node-engine-threads.ts'
import { chooseRecipeOrLecture, type RecipeSource } from '../common/choose-recipe.ts'
import { drawOut } from '../common/draw-out.ts'
import { UsageError } from '../common/errors.ts'
import { alignColumns, percent } from '../common/format.ts'
import { loadDataOf } from '../common/load-data.ts'
import { Output } from '../common/output.ts'
import { examineLoaded } from '../common/print-findings.ts'
import type { ValueEndedLine, ValueMeasuredLine } from '../json-lines/analysis-lines.ts'
import type { Terminal } from '../common/terminal.ts'

export interface WhatIfCommandOptions extends RecipeSource {
  readonly json?: boolean
  /** `PATH` or `PATH=VALUES`. */
  readonly vary: string
  readonly epochs?: number
  readonly images?: number
  readonly engine?: EngineName
  readonly threads?: number
}

/** Trains a recipe for a few epochs with each value of a field and prints what each came to. */
export async function whatIfCommand(options: WhatIfCommandOptions, terminal: Terminal): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const read = await chooseRecipeOrLecture(options, output)
  const given = { ...read, engine: options.engine ?? read.engine }
  const { field, values } = readValues(given, options.vary)
  const { recipe: fitted, dataSet, info } = await loadDataOf(given, output)
  const recipe = withUnseen(fitted, dataSet)
  examineLoaded(output, { recipe, dataSet, info })
  const own = recipe.data.trainSize
  if (options.images !== undefined && options.images > own) {
    throw new UsageError(`--images: expected at most the ${own} of the recipe, got ${options.images}`)
  }
  const plan: WhatIfPlan = {
    field,
    values,
    epochs: options.epochs ?? USUAL_WHAT_IF_EPOCHS,
    trainSize: options.images ?? Math.min(own, USUAL_WHAT_IF_IMAGES),
  }
  const lines = await tryOut(output, { recipe, dataSet, plan }, options.threads)
  const reading = readWhatIf(lines, info.classNames.length)
  const head = [field, 'UNSEEN', 'LOSS', 'TRAINING', '']
  const rows = lines.map((line) => describe(line, reading))
  const table = alignColumns([head, ...rows], 1)
  output.note('')
  output.result({ event: 'done', ...reading }, table.join('\n'))
  return 0
}

/** The field and its values, by default the usual ones around the recipe's own. @throws UsageError */
function readValues(recipe: Recipe, vary: string): { field: string; values: number[] } {
  try {
    if (!vary.includes('=')) {
      const field = findRecipeField(recipe, resolveFieldName(recipe, vary))
      const isNumber = field.kind === 'number' || field.kind === 'whole'
      if (!isNumber || typeof readRecipeField(recipe, field.path) !== 'number') {
        throw new UsageError(`--vary: expected a number field that is on, got '${vary}'`)
      }
      return { field: field.path, values: rangeValues(recipe, field, usualRange(recipe, field)) }
    }
    const variation = parseVariation(vary, recipe)
    const values = listValues(variation, recipe)
    const numbers = values.filter((value) => typeof value === 'number')
    if (numbers.length !== values.length || numbers.length > MAX_WHAT_IF_VALUES) {
      throw new UsageError(
        `--vary: expected up to ${MAX_WHAT_IF_VALUES} numbers, got ${values.length} values; sweep takes any number of any values`,
      )
    }
    return { field: variation.path, values: numbers.sort((a, b) => a - b) }
  } catch (error) {
    const isWrong = error instanceof FieldPathError || error instanceof VariationError
    throw isWrong ? new UsageError(`--vary: ${error.message}`) : error
  }
}

/** Where a recipe keeps nothing unseen, the whole test file. */
function withUnseen(recipe: Recipe, { test }: DataSet): Recipe {
  const { validationSize, testSize } = recipe.data
  return validationSize > 0 || testSize > 0
    ? recipe
    : { ...recipe, data: { ...recipe.data, testSize: test.count } }
}

/** @throws UsageError where a value gives no valid recipe */
async function tryOut(
  output: Output,
  { plan, ...rest }: { recipe: Recipe; dataSet: DataSet; plan: WhatIfPlan },
  threads?: number,
): Promise<WhatIfLine[]> {
  try {
    return await drawOut(
      output.terminal,
      whatIf({ ...rest, plan, engine: { threads: nodeEngineThreads(threads) } }),
      (step) => {
        if (step.type === 'progress') {
          const { value, done, total, share } = step
          output.progress(`${plan.field} ${value}: ${percent(share, 0)} (value ${done + 1} of ${total})`)
        } else {
          output.result(lineOf(step), undefined)
        }
      },
    )
  } catch (error) {
    throw error instanceof RecipeError ? new UsageError(error.message) : error
  }
}

function lineOf(step: Exclude<WhatIfStep, { type: 'progress' }>): ValueMeasuredLine | ValueEndedLine {
  const { value } = step
  return step.type === 'point'
    ? { event: 'point', value, point: step.point }
    : { event: 'ended', value, divergence: step.divergence }
}

function describe(line: WhatIfLine, reading: WhatIfReading | null): string[] {
  const last = line.points.at(-1)
  if (line.divergence !== null || last === undefined) return [String(line.value), '–', '–', '–', 'diverged']
  return [
    String(line.value),
    percent(finalAccuracy(line)),
    last.loss === null ? '–' : last.loss.toPrecision(4),
    percent(last.trainAccuracy),
    noteOf(line.value, reading),
  ]
}

function noteOf(value: number, reading: WhatIfReading | null): string {
  if (reading?.best === value) return 'best'
  if (reading?.close.includes(value) === true) return 'may be as good'
  return reading?.guessing.includes(value) === true ? 'hardly better than guessing' : ''
}
