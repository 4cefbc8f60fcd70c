import { epochOf, findRun } from '../find-run.ts'
import { Output } from '../output.ts'
import { dataSetNameOf } from '../read-input.ts'
import { type StoreOptions, withWorkbench } from '../session.ts'

export interface EvaluateOptions extends StoreOptions {
  readonly json?: boolean
  readonly data?: string
  readonly epoch?: number | 'best'
}

/** Measures a run's weights on test images. */
export async function evaluate(wanted: string, options: EvaluateOptions): Promise<number> {
  const output = new Output(options.json === true)
  const dataSet =
    options.data === undefined ? undefined : dataSetNameOf(options.data, ['pen-digits', 'mnist'])
  return withWorkbench(options, async (workbench) => {
    const run = await findRun(workbench, wanted)
    const epoch = epochOf(run, options.epoch)
    const { correct, total, loss } = await workbench.api.evaluateRun({ runId: run.id, epoch, dataSet })
    output.result(
      { event: 'evaluated', runId: run.id, correct, total, loss },
      `${correct} / ${total} (loss ${loss.toPrecision(6)})`,
    )
    return 0
  })
}
