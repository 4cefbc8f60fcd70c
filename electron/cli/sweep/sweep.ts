import { availableParallelism } from 'node:os'
import { FOLLOWING_FIELDS } from '#core/recipe/fitting-defaults.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import {
  formatVariation,
  listValues,
  parseVariation,
  VariationError,
} from '#core/experiments/sweep/variation.ts'
import type { SweepForecast, SweepSettings } from '#contract/types.ts'
import { describeChanges, type LeftOutRun } from '#core/experiments/sweep/plan-sweep.ts'
import { describeMisfit } from '#shared/words/misfit-words.ts'
import { UsageError } from '../common/errors.ts'
import { findSweep } from './find-sweep.ts'
import { followSweep, printEnd } from './follow-sweep.ts'
import { about } from '../common/format.ts'
import { keepEveryOf, type KeepOption } from '../common/keep-option.ts'
import { Output } from '../common/output.ts'
import { printCommands } from './print-commands.ts'
import type { PrintForm } from './print-forms.ts'
import { printSweepData } from './print-sweep-data.ts'
import { chooseRecipe, type RecipeSource } from '../common/choose-recipe.ts'
import { withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface SweepOptions extends RecipeSource {
  readonly vary?: string[]
  readonly random?: number
  readonly randomSeed?: number
  /** True for the usual eta. */
  readonly halving?: number | true
  readonly minEpochs?: number
  readonly workers?: number
  readonly keep?: KeepOption
  readonly name?: string
  /** The sweep to go on with. */
  readonly resume?: string
  readonly dryRun?: boolean
  /** True without a form: the commands alone. */
  readonly print?: PrintForm | true
  readonly into?: string
  readonly json?: boolean
}

/** Characters of a sweep's name, at most; its runs are named after it. */
const NAME_LIMIT = 60

/** The most left-out combinations that are printed one by one. */
const TOLD_LEFT_OUT = 3

/** Trains a recipe with other values of its fields, or says what that would be. */
export async function sweep(options: SweepOptions, terminal: Terminal): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const { workers = availableParallelism() } = options
  const session = { ...options, maxWorkers: workers, keepsData: true }
  if (options.resume !== undefined) {
    refuseBeside(options, '--resume')
    const wanted = options.resume
    return withWorkbench(session, output, async (workbench) => {
      const { id, name, status } = await findSweep(workbench, wanted)
      if (status === 'completed') {
        output.note(`${name} (${id}) is completed already; nothing is left to train`)
        return printEnd(workbench, output, id, null)
      }
      return followSweep(workbench, output, async () => {
        await workbench.api.sweeps.resume({ sweepId: id, workers })
        return id
      })
    })
  }
  const chosen = await chooseRecipe(options, output)
  const settings = readSettings(options, chosen)
  const name = readName(options.name)
  if (options.into !== undefined && options.print === undefined) {
    throw new UsageError('--into: expected together with --print, got it alone')
  }
  if (options.print !== undefined) {
    return printCommands(output, settings, { form: options.print, name, folder: options.into }, session)
  }
  return withWorkbench(session, output, async (workbench) => {
    const forecast = await workbench.api.sweeps.plan({ ...settings, measuresTime: true })
    printForecast(output, settings, forecast)
    await printSweepData(workbench, output, settings)
    if (options.dryRun === true) return 0
    return followSweep(workbench, output, async () => {
      const { id } = await workbench.api.sweeps.start(name === undefined ? settings : { ...settings, name })
      return id
    })
  })
}

/** @throws UsageError for settings beside a sweep that has its own */
function refuseBeside(options: SweepOptions, option: string): void {
  const others = [
    'recipe',
    'preset',
    'run',
    'vary',
    'random',
    'randomSeed',
    'halving',
    'minEpochs',
    'keep',
    'name',
  ] as const
  const flags = ['dryRun', 'print', 'into'] as const
  const given = [...others, ...flags].find((key) => options[key] !== undefined)
  if (given === undefined) return
  const flag = `--${given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  throw new UsageError(`${flag}: expected without ${option}, which goes on with a sweep as it was planned`)
}

/** @param chosen null for the lecture's recipe @throws UsageError naming the option that is wrong */
function readSettings(options: SweepOptions, chosen: Recipe | null): SweepSettings {
  const recipe = chosen ?? LECTURE_RECIPE
  const {
    vary = [],
    random,
    randomSeed = 1,
    halving,
    minEpochs = null,
    workers = null,
    keep = 'last',
  } = options
  if (vary.length === 0) {
    throw new UsageError('--vary: expected a field and its values, as in --vary seed=1,2,3, got none')
  }
  if (options.randomSeed !== undefined && random === undefined) {
    throw new UsageError('--random-seed: expected together with --random, got it alone')
  }
  if (minEpochs !== null && halving === undefined) {
    throw new UsageError('--min-epochs: expected together with --halving, got it alone')
  }
  const eta = halving === true ? 3 : halving
  if (eta !== undefined && (eta < 2 || eta > 100)) {
    throw new UsageError(`--halving: expected a whole number from 2 to 100, got ${eta}`)
  }
  try {
    const variations = vary.map((text) => parseVariation(text, recipe))
    if (random === undefined) for (const variation of variations) listValues(variation, recipe)
    return {
      recipe,
      variations,
      ...(chosen === null && { free: FOLLOWING_FIELDS }),
      search: random === undefined ? { kind: 'grid' } : { kind: 'random', count: random, seed: randomSeed },
      halving: eta === undefined ? null : { eta, minEpochs },
      workers,
      keepEvery: keepEveryOf(keep),
    }
  } catch (error) {
    throw error instanceof VariationError ? new UsageError(`--vary: ${error.message}`) : error
  }
}

function readName(name: string | undefined): string | undefined {
  const trimmed = name?.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  if (trimmed === '') throw new UsageError('--name: expected a text, but it is empty')
  if (trimmed !== undefined && trimmed.length > NAME_LIMIT) {
    throw new UsageError(`--name: expected at most ${NAME_LIMIT} characters, got ${trimmed.length}`)
  }
  return trimmed
}

function printForecast(output: Output, settings: SweepSettings, forecast: SweepForecast): void {
  const { runCount, leftOut, leftOutCount, rungs, epochs, workers, expectedMs } = forecast
  const counted = [
    runCount === 1 ? '1 run' : `${runCount.toLocaleString('en-US')} runs`,
    `${Math.round(epochs).toLocaleString('en-US')} epochs`,
    workers === 1 ? 'one after another' : `${workers} at once`,
    ...(expectedMs === null ? [] : [about(expectedMs)]),
  ]
  const varied = settings.variations.map(formatVariation).join(' ')
  const isDrawn = settings.search.kind === 'random'
  const lines = [
    `${counted.join(', ')}: ${varied}${isDrawn ? `, drawn with seed ${settings.search.seed}` : ''}`,
    ...(rungs.length === 0
      ? []
      : [`Halving after ${rungs.join(', ')} epochs: one of ${settings.halving?.eta ?? 0} goes on`]),
    ...describeLeftOut(leftOut, leftOutCount),
    ...describeMisfits(forecast),
    ...describeIdle(forecast),
  ]
  output.result({ event: 'plan', ...forecast }, lines.join('\n'))
}

/** Runs whose first weights or learning rate do not suit what is varied; they are trained all the same. */
function describeMisfits({ misfits, misfitCount }: SweepForecast): string[] {
  if (misfitCount === 0) return []
  const lines = misfits
    .slice(0, TOLD_LEFT_OUT)
    .map(({ changes, misfit }) => `  ${describeChanges(changes)}: ${describeMisfit(misfit)}`)
  const more = misfitCount - lines.length
  return [
    `Trained as the recipe says, though a field does not suit what is varied: ${misfitCount}`,
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}

/** Runs whose last epochs learn nothing; they are trained all the same. */
function describeIdle({ idle, idleCount, runCount }: SweepForecast): string[] {
  if (idleCount === 0) return []
  const listed = idle.slice(0, TOLD_LEFT_OUT)
  const more = idleCount - listed.reduce((sum, group) => sum + group.runCount, 0)
  return [
    `Trained as the recipe says, though the last epochs learn nothing: ${idleCount}`,
    ...listed.map(({ warning, changes, runCount: count }) => {
      const others = count > 1 ? ` and ${count - 1} more` : ''
      return `  ${count === runCount ? 'all runs' : `${describeChanges(changes)}${others}`}: ${warning}`
    }),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}

/** What is left out, and why. */
export function describeLeftOut(leftOut: readonly LeftOutRun[], count: number): string[] {
  if (count === 0) return []
  const lines = leftOut
    .slice(0, TOLD_LEFT_OUT)
    .map((run) => `  ${describeChanges(run.changes)}: ${run.reason}`)
  const more = count - lines.length
  return [
    `Left out, as they are no valid recipes: ${count}`,
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}
