import { ownTitle } from '#core/experiments/fine-tuning.ts'
import { RUN_NAME_LIMIT } from '#contract/limits.ts'
import { WorkbenchError } from '#contract/types.ts'
import type { Workbench } from '#backend/workbench.ts'
import { UsageError } from '../common/errors.ts'
import { epochOf, findRun, type NamedEpoch } from '../common/find-run.ts'
import { followRun } from '../common/follow-run.ts'
import { Output } from '../common/output.ts'
import { printBySource } from '../common/print-by-source.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface FineTuneOptions extends StoreOptions {
  readonly json?: boolean
  readonly epoch?: number | NamedEpoch
  readonly epochs?: number
  readonly name?: string
  readonly threads?: number
}

/** The settings are those of the training that it goes on from, with a smaller learning rate. */
const NO_DOUBTS = { idleEpochs: 0, misfits: [], doubts: [] }

/** Trains a run on own digits, as a new one, and tells what both read of each kind of images. */
export async function fineTune(
  wanted: string,
  options: FineTuneOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const { epochs, name, threads } = options
  if (name !== undefined && (name.trim() === '' || name.length > RUN_NAME_LIMIT)) {
    throw new UsageError(`--name: expected a text of at most ${RUN_NAME_LIMIT} characters`)
  }
  return withWorkbench(options, output, async (workbench) => {
    const run = await findRun(workbench, wanted)
    const epoch = epochOf(run, options.epoch)
    const { recipe: planned, measuredOn } = await planOf(workbench, run.id)
    if (planned === null) {
      throw new UsageError(
        "digits fine-tune: expected digits of your own to learn from; 'digits import' adds drawings",
      )
    }
    const recipe = { ...planned, ...(epochs !== undefined && { epochs }) }
    const measure = async (words: string, runId: string, at: number | undefined): Promise<void> => {
      const { bySource } = await workbench.predictRun({ runId, epoch: at, dataSet: measuredOn })
      output.note(words)
      printBySource(output, runId, bySource)
    }
    await measure(`Before, ${run.name} reads:`, run.id, epoch)
    let started: string | undefined
    const status = await followRun(workbench, output, async () => {
      const {
        id,
        name: called,
        recipe: trained,
      } = await workbench.api.runs.start({
        ...{ recipe, threads, name: name?.trim() ?? ownTitle(run.name) },
        from: { runId: run.id, epoch },
      })
      output.result({ event: 'started', runId: id, name: called, recipe: trained, ...NO_DOUBTS }, undefined)
      started = id
      return id
    })
    if (status === 0 && started !== undefined) await measure('After it:', started, undefined)
    return status
  })
}

/** A run that cannot be taught so is a wrong argument. */
async function planOf(workbench: Workbench, runId: string) {
  try {
    return await workbench.api.ownDigits.planFineTuning({ runId })
  } catch (error) {
    throw error instanceof WorkbenchError && error.code === 'invalid' ? new UsageError(error.message) : error
  }
}
