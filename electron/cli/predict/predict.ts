import { MOST_PICTURE_BYTES } from '#core/limits.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import { describeEpochChoice } from '#shared/words/epoch-words.ts'
import type { Workbench } from '#backend/workbench.ts'
import { type DataSetInfo, type RunSummary, WorkbenchError } from '#contract/types.ts'
import { folderNameOf } from '#core/recipe/data-set-name.ts'
import { findChangedData } from '#core/runs/changed-data.ts'
import { type CalibratedOutput, calibrateOutputs } from '#core/evaluation/calibration.ts'
import { describeCalibration } from '#shared/words/calibration-words.ts'
import { formatOutput } from '#core/math/format-output.ts'
import { describeChangedData } from '#shared/words/changed-data-words.ts'
import { EXIT, UsageError } from '../common/errors.ts'
import { epochOf, findRun, type NamedEpoch } from '../common/find-run.ts'
import { Output } from '../common/output.ts'
import { readInputFile } from '../common/read-input.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'
import { predictStrokes } from './predict-strokes.ts'

export interface PredictOptions extends StoreOptions {
  readonly json?: boolean
  readonly epoch?: number | NamedEpoch
  readonly strokes?: string
  readonly calibrated?: boolean
}

/** Reads digits from pictures, or strokes, with a run's weights. One that cannot be read gets its line, and the others are read. */
export async function predict(
  wanted: string,
  files: string[],
  options: PredictOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const { strokes } = options
  if (files.length === 0 && strokes === undefined) {
    throw new UsageError('files: expected pictures, or --strokes, but both are missing')
  }
  return withWorkbench(options, output, async (workbench) => {
    const run = await findRun(workbench, wanted)
    const epoch = epochOf(run, options.epoch)
    if (epoch !== undefined) output.note(`By ${run.name}, ${describeEpochChoice(run, epoch)}`)
    const dataSet = knownDataSet(run)
    const info =
      dataSet === null ? undefined : await workbench.describeDataSet(dataSet, run.recipe.data.fingerprint)
    if (info !== undefined) await warnOfChanges(workbench, output, run, info)
    const { analysis } = workbench.api
    const calibration =
      options.calibrated === true ? await findCalibration(workbench, run, epoch, output) : null
    const tell = calibration?.apply ?? ((outputs: readonly number[]) => outputs)
    const temperature = calibration?.temperature ?? null
    let status: number = EXIT.done
    if (strokes !== undefined) {
      const reading = { workbench, runId: run.id, epoch, classNames: info?.classNames, tell, temperature }
      status = await predictStrokes(strokes, reading, output)
    }
    for (const file of files) {
      try {
        const picture = { name: file, content: readInputFile(file, MOST_PICTURE_BYTES) }
        const { image } = await analysis.readPicture({ runId: run.id, picture })
        const said = await analysis.predict({ runId: run.id, epoch, image })
        const { digit } = said
        const outputs = tell(said.outputs)
        output.result(
          { event: 'predicted', runId: run.id, epoch: epoch ?? null, file, digit, outputs, temperature },
          `${file}: ${info?.classNames.at(digit) ?? digit} (${formatOutput(outputs[digit]!)})`,
        )
      } catch (error) {
        if (!(error instanceof UsageError || error instanceof WorkbenchError)) throw error
        status = EXIT.failed
        output.note(`backprop: ${error.message}`)
        output.result({ event: 'refused', runId: run.id, file, message: error.message }, undefined)
      }
    }
    return status
  })
}

interface AppliedCalibration {
  readonly temperature: number
  /** Outputs of the network as calibrated shares. */
  readonly apply: (outputs: readonly number[]) => readonly number[]
}

/** Finds a run's calibration and says what it changes. @throws WorkbenchError `invalid` where there is none */
async function findCalibration(
  workbench: Workbench,
  { id: runId, recipe }: RunSummary,
  epoch: number | undefined,
  output: Output,
): Promise<AppliedCalibration> {
  const found = await workbench.api.analysis.calibrate({ runId, epoch })
  const { temperature } = found
  output.note(describeCalibration(found))
  // A run of other outputs has no calibration.
  const kind = recipe.layers.at(-1)!.activation as CalibratedOutput
  return { temperature, apply: (outputs) => [...calibrateOutputs(outputs, kind, temperature)] }
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
