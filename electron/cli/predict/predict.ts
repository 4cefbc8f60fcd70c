import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import { describeEpochChoice } from '#shared/words/epoch-words.ts'
import { drawingSide } from '#core/data/network-input.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { Workbench } from '#backend/workbench.ts'
import type { DataSetInfo, RunSummary } from '#contract/types.ts'
import { folderNameOf } from '#core/recipe/data-set-name.ts'
import { findChangedData } from '#core/runs/changed-data.ts'
import { describeChangedData } from '#shared/words/changed-data-words.ts'
import { UsageError } from '../common/errors.ts'
import { epochOf, findRun, type NamedEpoch } from '../common/find-run.ts'
import { Output } from '../common/output.ts'
import { photoToImage } from './photo-to-image.ts'
import { type GreyImage, readPng } from './read-png.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface PredictOptions extends StoreOptions {
  readonly json?: boolean
  readonly epoch?: number | NamedEpoch
}

/** Reads digits from PNG files with a run's weights. */
export async function predict(
  wanted: string,
  files: string[],
  options: PredictOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const pictures = files.map((file) => ({ file, picture: readPng(file) }))
  return withWorkbench(options, output, async (workbench) => {
    const run = await findRun(workbench, wanted)
    const epoch = epochOf(run, options.epoch)
    if (epoch !== undefined) output.note(`By ${run.name}, ${describeEpochChoice(run, epoch)}`)
    const dataSet = knownDataSet(run)
    const info =
      dataSet === null ? undefined : await workbench.describeDataSet(dataSet, run.recipe.data.fingerprint)
    if (info !== undefined) await warnOfChanges(workbench, output, run, info)
    for (const { file, picture } of pictures) {
      const image = toInput(picture, run.recipe, info, file)
      const { digit, outputs } = await workbench.api.analysis.predict({ runId: run.id, epoch, image })
      output.result(
        { event: 'predicted', runId: run.id, epoch: epoch ?? null, file, digit, outputs },
        `${file}: ${info?.classNames.at(digit) ?? digit} (${outputs[digit]!.toFixed(3)})`,
      )
    }
    return 0
  })
}

/** The names of the classes are those of a folder as it is now: says where its content is another than in the training. */
async function warnOfChanges(
  workbench: Workbench,
  output: Output,
  run: RunSummary,
  info: DataSetInfo,
): Promise<void> {
  const { dataSet, fingerprint } = run.recipe.data
  if (info.state !== 'ready' || run.dataSha256 === null || folderNameOf(dataSet) === null) return
  // A folder that cannot be read whole still has its classes.
  const sha256 = await workbench.hashDataSet(dataSet, fingerprint).catch(() => run.dataSha256)
  const changed = sha256 === null ? null : findChangedData(run, { dataSet, sha256 })
  if (changed === null) return
  output.note(
    `Warning: ${describeChangedData(changed, info.title, run.name)} The classes are named as it names them now.`,
  )
}

/**
 * A light digit on dark of the network's own size is taken as it is; all else is made like MNIST's images.
 * @param info the data set that the network was trained on, where that is known
 */
function toInput(
  picture: GreyImage,
  { inputSize }: Recipe,
  info: DataSetInfo | undefined,
  file: string,
): Uint8Array {
  if (picture.isLightOnDark && picture.grey.length === inputSize) return picture.grey
  const side = drawingSide(inputSize, info)
  if (side === null) {
    throw new UsageError(
      `${file}: expected a light digit on dark of ${inputSize} pixels, one for each input of the network, got ${picture.width} × ${picture.height}`,
    )
  }
  const image = photoToImage(picture, side)
  if (image === null) throw new UsageError(`${file}: expected a digit, got a picture of one shade`)
  return image
}
