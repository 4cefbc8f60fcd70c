import { formatActivation } from '#core/recipe/activation-text.ts'
import { activationOf } from '#core/activations/settings.ts'
import { MOST_NETWORK_BYTES } from '#core/limits.ts'
import type { ReadNetwork } from '#core/formats/weight-format.ts'
import { layerSizes } from '#core/network/parameters.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { isRecipeKnown } from '#core/recipe/unknown-fields.ts'
import { readNetworkFile } from '#backend/exchange/network-files.ts'
import { RUN_NAME_LIMIT } from '#contract/limits.ts'
import type { Workbench } from '#backend/workbench.ts'
import type { DataSetInfo } from '#contract/types.ts'
import { UsageError } from '../common/errors.ts'
import { epochOf, findRun, type NamedEpoch } from '../common/find-run.ts'
import { findPreset } from '../common/find-preset.ts'
import { followRun } from '../common/follow-run.ts'
import { keepEveryOf, type KeepOption } from '../common/keep-option.ts'
import { printExamination } from '../common/print-findings.ts'
import { Output } from '../common/output.ts'
import { dataSetNameOf, readInputFile } from '../common/read-input.ts'
import { readRecipeOrLink } from '../common/read-recipe.ts'
import { findDoubts } from './find-doubts.ts'
import { printPlan } from './print-plan.ts'
import { buildRecipe, type RecipeOptions } from './recipe-options.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface TrainOptions extends StoreOptions, RecipeOptions {
  readonly json?: boolean
  readonly recipe?: string
  readonly preset?: string
  readonly from?: string
  /** The run that is trained on. */
  readonly continue?: string
  /** Of `continue`. */
  readonly epoch?: number | NamedEpoch
  readonly name?: string
  readonly threads?: number
  readonly keep?: KeepOption
  readonly dryRun?: boolean
}

/** Trains a recipe and prints its epochs. */
export async function train(options: TrainOptions, terminal: Terminal): Promise<number> {
  const output = new Output(terminal, options.json === true)
  if (options.epoch !== undefined && options.continue === undefined) {
    throw new UsageError('--epoch: expected together with --continue; --epochs says how many are trained')
  }
  const read = await readGiven(options, output)
  const file =
    options.from === undefined
      ? undefined
      : await readNetworkFile(options.from, readInputFile(options.from, MOST_NETWORK_BYTES))
  const name = readName(options.name)
  const { threads, keep } = options
  const keepEvery = keep === undefined ? undefined : keepEveryOf(keep)
  return withWorkbench(options, output, async (workbench) => {
    const parent = options.continue === undefined ? undefined : await findRun(workbench, options.continue)
    const network = file?.recipe ?? parent?.recipe
    const given = read ?? (parent !== undefined && isRecipeKnown(parent) ? parent.recipe : undefined)
    const dataSet = await findDataSet(workbench, options.data, given)
    const recipe = buildRecipe(options, { recipe: given, network, dataSet })
    if (network !== undefined) holdToNetwork(recipe, network, options, output)
    const doubts = await findDoubts(recipe, {
      hasWeights: network !== undefined || recipe.startsFrom !== undefined,
      listRuns: () => workbench.api.runs.list(),
    })
    for (const doubt of doubts.doubts) output.note(doubt)
    if (options.dryRun === true) {
      await printPlan(workbench, output, recipe, {
        info: dataSet,
        doubts,
        threads,
        keepEvery: keepEvery === undefined ? 1 : keepEvery,
        isGivenWeights: network !== undefined,
      })
      return 0
    }
    const start = async (): Promise<string> => {
      const from = parent && { runId: parent.id, epoch: epochOf(parent, options.epoch) }
      const run =
        file === undefined
          ? await workbench.api.runs.start({ recipe, name, threads, keepEvery, from })
          : await workbench.startFrom({ recipe, name, parameters: file.parameters, threads, keepEvery })
      output.result(
        { event: 'started', runId: run.id, name: run.name, recipe: run.recipe, ...doubts },
        undefined,
      )
      noteOtherWeights(read, run.recipe, output)
      return run.id
    }
    return followRun(workbench, output, start, (examination) => {
      printExamination(output, examination, dataSet)
    })
  })
}

/** The recipe that options are laid over; undefined for the lecture's. */
async function readGiven({ recipe, preset }: TrainOptions, output: Output): Promise<Recipe | undefined> {
  if (preset !== undefined) return (await findPreset(preset)).recipe
  return recipe === undefined ? undefined : readRecipeOrLink(recipe, output)
}

/** A data set that is not there has no sizes yet; the usual ones serve until the start of the run refuses it. */
async function findDataSet(
  workbench: Workbench,
  wanted: string | undefined,
  recipe: Recipe | undefined,
): Promise<DataSetInfo> {
  const { dataSet, fingerprint } = (recipe ?? LECTURE_RECIPE).data
  // A recipe from another machine names a folder of that machine; its fingerprint says which one is meant here.
  const isKnown = wanted === undefined && fingerprint !== undefined
  const name = isKnown ? dataSet : dataSetNameOf(wanted ?? dataSet)
  const info = await workbench.describeDataSet(name, isKnown ? fingerprint : undefined)
  return info.state === 'ready' ? info : { ...info, trainingCount: 60_000, testCount: 10_000 }
}

function readName(name: string | undefined): string | undefined {
  // A name is one line: of a table, of a list.
  const trimmed = name?.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  if (trimmed === '') throw new UsageError('--name: expected a text, but it is empty')
  if (trimmed !== undefined && trimmed.length > RUN_NAME_LIMIT) {
    throw new UsageError(`--name: expected at most ${RUN_NAME_LIMIT} characters, got ${trimmed.length}`)
  }
  return trimmed
}

/** Weights that are given go before those that the recipe names. */
function noteOtherWeights(read: Recipe | undefined, trained: Recipe, output: Output): void {
  const [wanted, got] = [read?.startsFrom, trained.startsFrom]
  if (wanted === undefined || got === undefined || wanted === got) return
  output.note(
    `The recipe starts from the weights with SHA-256 ${wanted}; this run starts from those with ${got}.`,
  )
}

/** Weights fit a network of their sizes alone, and do what they did only with the activations they were trained with. */
function holdToNetwork(
  recipe: Recipe,
  network: ReadNetwork['recipe'],
  options: TrainOptions,
  output: Output,
): void {
  const source = options.from ?? `run '${options.continue}'`
  const expected = layerSizes(network).join(',')
  const got = layerSizes(recipe).join(',')
  if (expected !== got) {
    const option = namesLayers(options) ? '--layers' : optionOf(options)
    throw new UsageError(`${option}: expected layers ${expected} as in ${source}, got ${got}`)
  }
  const activationsOf = ({ layers }: Pick<Recipe, 'layers'>): string =>
    layers.map((layer) => formatActivation(activationOf(layer))).join(',')
  const [learned, wanted] = [activationsOf(network), activationsOf(recipe)]
  if (learned !== wanted) {
    output.note(`The weights of ${source} are for activations ${learned}, and train on with ${wanted}.`)
  }
}

const namesLayers = ({ layers, recipe, preset }: TrainOptions): boolean =>
  layers !== undefined || (recipe === undefined && preset === undefined)
const optionOf = ({ recipe }: TrainOptions): string => (recipe === undefined ? '--preset' : '--recipe')
