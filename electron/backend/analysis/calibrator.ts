import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf } from '#contract/define-calls.ts'
import { type RunCalibration, type RunSummary, WorkbenchError } from '#contract/types.ts'
import { CALIBRATED_OUTPUTS, canCalibrate } from '#core/evaluation/calibration.ts'
import { listOr } from '#core/math/list-words.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { RecentlyUsed } from '../recently-used.ts'
import type { Store } from '../store/store.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'

export interface CalibratorOptions {
  readonly store: Pick<Store, 'runs' | 'checkpoints'>
  readonly library: Pick<DataLibrary, 'describe' | 'checkImages' | 'readFilesState'>
  readonly threads: Pick<ThreadPool, 'runTask'>
}

const MAX_KEPT = 20

/** Finds at which temperature the stated confidences of a run's answers are what its validation images say, and keeps that. */
export class Calibrator {
  readonly #options: CalibratorOptions
  /** By run, epoch and the state of its data set's files. */
  readonly #kept = new RecentlyUsed<RunCalibration>(MAX_KEPT)

  constructor(options: CalibratorOptions) {
    this.#options = options
  }

  /** @throws WorkbenchError `not-found`; `invalid` where nothing can be calibrated; `data` */
  async calibrate({ runId, epoch }: InputOf<typeof analysisCalls.calibrate>): Promise<RunCalibration> {
    const { store, library } = this.#options
    const run = store.runs.summarize(runId)
    const known = epoch ?? store.checkpoints.defaultEpoch(run)
    const { recipe } = run
    const dataSet = knownDataSet(run)
    const output = recipe.layers.at(-1)!.activation
    if (!canCalibrate(output)) {
      throw cannot(run, `expected ${listOr(CALIBRATED_OUTPUTS)} outputs, got ${output}`)
    }
    if (dataSet === null || recipe.data.validationSize === 0) {
      throw cannot(run, 'expected validation images, which the network did not learn from, but it has none')
    }
    await library.checkImages(recipe, dataSet)
    const state = await library.readFilesState(await library.describe(dataSet, recipe.data.fingerprint))
    return this.#kept.get(`${runId} ${known} ${state}`, () => this.#find(run, known))
  }

  async #find(run: RunSummary, epoch: number): Promise<RunCalibration> {
    const { store, threads } = this.#options
    const { recipe } = run
    const { parameters } = store.checkpoints.read(run, epoch)
    const found = await threads.runTask({ type: 'calibrate', recipe, parameters })
    if (run.dataSha256 !== null && found.dataSha256 !== run.dataSha256) {
      throw cannot(run, 'expected the images of its training, but they have changed since')
    }
    if (found.calibration === null) throw cannot(run, 'expected outputs that are numbers')
    return { ...found.calibration, epoch }
  }
}

function cannot({ name }: RunSummary, why: string): WorkbenchError {
  return new WorkbenchError('invalid', `Run '${name}' cannot be calibrated: ${why}`)
}
