import { FormatError } from '#core/formats/format-error.ts'
import { findFit } from '#core/formats/format-fits.ts'
import { chooseOptions } from '#core/formats/format-options.ts'
import {
  findNetwork,
  READABLE_EXTENSIONS,
  writableFormat,
  type WritableFormatName,
} from '#core/formats/registry.ts'
import { type ImportAnswers, openQuestions, settleNetwork } from '#core/importing/settle-network.ts'
import type { FoundNetwork } from '#core/formats/found-network.ts'
import type {
  ChosenOptions,
  NetworkDescription,
  ReadNetwork,
  WeightFormat,
} from '#core/formats/weight-format.ts'
import { compareAnswers } from '#core/importing/check-written.ts'
import { hasFolder, portableRecipe } from '#core/recipe/portable-recipe.ts'
import { checkRecipe, describeProblems, type Recipe } from '#core/recipe/recipe.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { fileNameOf } from '#shared/file-names.ts'
import { RUN_NAME_LIMIT } from '#contract/limits.ts'
import { type ExportedNetwork, type RunSummary, WorkbenchError } from '#contract/types.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'

/**
 * Reads a file with weights, of any format that can be read.
 * @throws WorkbenchError `invalid` naming the file, what was expected and what came, or what it leaves open
 */
export async function readNetworkFile(
  fileName: string,
  bytes: Uint8Array,
  answers: ImportAnswers = {},
): Promise<ReadNetwork> {
  try {
    const { network } = await findNetwork(bytes, fileName, FORMAT_TOOLS)
    checkFound(fileName, network)
    refuseOpen(fileName, network, answers)
    return settleNetwork(network, answers)
  } catch (error) {
    if (error instanceof FormatError) throw new WorkbenchError('invalid', `${fileName}: ${error.message}`)
    throw error
  }
}

/** @throws WorkbenchError `invalid` for a network that no recipe can hold, whatever is answered */
export function checkFound(fileName: string, network: FoundNetwork): void {
  const problems = checkRecipe(settleNetwork(network).recipe)
  if (problems.length > 0) throw new WorkbenchError('invalid', `${fileName}: ${describeProblems(problems)}`)
}

/** @throws WorkbenchError `invalid` where nobody says what decides every answer of a network: its hidden activations */
export function refuseOpen(fileName: string, network: FoundNetwork, answers: ImportAnswers): void {
  if (answers.activation !== undefined || !openQuestions(network).includes('activation')) return
  throw new WorkbenchError(
    'invalid',
    `${fileName}: expected the activation of its hidden layers to be named, as the file does not say it`,
  )
}

/**
 * Writes a run's weights as a file, named after run and epoch, and reads it again to see that it answers alike.
 * @throws WorkbenchError `invalid` where the format cannot hold the network
 */
export async function writeNetworkFile(
  run: RunSummary,
  { epoch, parameters }: Checkpoint,
  { format, options, about, findImages }: NetworkFileOptions,
): Promise<ExportedNetwork> {
  const { title, extension, loadWriter, ...rest } = writableFormat(format)
  const writer = await loadWriter()
  const chosen = takeOptions(writableFormat(format), options)
  const { limits, hindrance } = await findFit(writableFormat(format), run.recipe, chosen)
  if (hindrance !== null) throw new WorkbenchError('invalid', `${title}: ${hindrance}`)
  const written = { recipe: recipeToGo(run), unknownFields: run.unknownFields, parameters, about }
  const bytes = await writer.write(written, FORMAT_TOOLS, chosen)
  const fileName = fileNameOf.weights(run, epoch, extension)
  const said = { fileName, bytes, limits, options: chosen }
  if (!('loadReader' in rest)) return { ...said, check: null }
  const { images, areTestImages } = await findImages()
  const compared = compareAnswers(written, await readNetworkFile(fileName, bytes), images)
  return { ...said, check: { ...compared, areTestImages } }
}

/** @throws WorkbenchError `invalid` for an option or choice that the format does not have */
function takeOptions(format: WeightFormat, given: ChosenOptions | undefined): ChosenOptions {
  try {
    return chooseOptions(format, given)
  } catch (error) {
    if (error instanceof FormatError) throw new WorkbenchError('invalid', error.message)
    throw error
  }
}

/** A recipe without the path of a folder on this machine, which is nobody else's business and of no use elsewhere. */
function recipeToGo({ recipe, dataSha256 }: RunSummary): Recipe {
  return hasFolder(recipe.data.dataSet) ? portableRecipe(recipe, dataSha256) : recipe
}

export interface NetworkFileOptions {
  readonly format: WritableFormatName
  /** Where the format leaves a choice. */
  readonly options?: ChosenOptions | undefined
  /** What the file can say of the network in words. */
  readonly about: NetworkDescription
  readonly findImages: () => Promise<CheckImages>
}

/** Images that a written file is asked about. */
export interface CheckImages {
  readonly images: readonly Uint8Array[]
  readonly areTestImages: boolean
}

/** Characters of a file's name, at most; systems allow 255 bytes. */
const FILE_NAME_LIMIT = 1000

/** A file's name without its folder, on one line. */
export function baseName(fileName: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? ''
  return base.replace(/\p{Cc}+/gu, ' ').slice(0, FILE_NAME_LIMIT) || 'file'
}

/** A run's name after a file's: without folder, and without the ending of a format. */
export function nameOfFile(fileName: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? ''
  const ending = READABLE_EXTENSIONS.map((extension) => `.${extension}`).find((each) =>
    base.toLowerCase().endsWith(each),
  )
  const stem = ending === undefined ? base : base.slice(0, -ending.length)
  return (stem.replace(/[\s\p{Cc}]+/gu, ' ').trim() || 'Imported network').slice(0, RUN_NAME_LIMIT)
}
