import path from 'node:path'
import { layerSizes } from '#core/network/parameters.ts'
import type { EpochMeasures, RunSummary } from '#contract/types.ts'
import { alignColumns } from '../format.ts'
import { Output } from '../output.ts'
import { type StoreOptions, withWorkbench } from '../session.ts'

export interface RunsOptions extends StoreOptions {
  readonly json?: boolean
}

/** Lists the runs of the store, newest first. */
export async function runs(options: RunsOptions): Promise<number> {
  const output = new Output(options.json === true)
  return withWorkbench(options, async (workbench) => {
    const list = await workbench.api.listRuns()
    const table = alignColumns([HEAD, ...list.map(describeRun)])
    if (!output.isJson && list.length > 0) process.stdout.write(`${table[0]}\n`)
    list.forEach((run, k) => output.result({ event: 'run', ...run }, table[k + 1]))
    if (list.length === 0) output.note(`No runs yet in ${(await workbench.api.getInfo()).storePath}`)
    return 0
  })
}

const HEAD = [
  ...['ID', 'NAME', 'STATUS', 'DATA', 'SIZES', 'EPOCHS'],
  ...['BEST', 'LAST', 'SECONDS', 'ENGINE', 'CREATED'],
]

function describeRun(run: RunSummary): string[] {
  const { recipe } = run
  return [
    run.id,
    run.name,
    run.status,
    path.basename(recipe.data.dataSet),
    layerSizes(recipe).join('-'),
    `${run.epochsDone}/${recipe.epochs}`,
    describeAccuracy(run.best),
    describeAccuracy(run.last),
    (run.durationMs / 1000).toFixed(1),
    recipe.engine,
    describeTime(new Date(run.createdAt)),
  ]
}

/** Local time, as in `2026-03-01 14:05`. */
function describeTime(time: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`
}

/** Test accuracy where there is one, else validation, else training, as the epochs' lines show it. */
function describeAccuracy(measures: EpochMeasures | null): string {
  if (measures === null) return '-'
  const { testCorrect, testTotal, validationAccuracy, trainAccuracy } = measures
  const share =
    testCorrect !== null && testTotal !== null
      ? testCorrect / testTotal
      : (validationAccuracy ?? trainAccuracy)
  return share === null ? '-' : `${(share * 100).toFixed(2)} %`
}
