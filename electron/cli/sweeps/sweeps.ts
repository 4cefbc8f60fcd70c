import { formatVariation } from '#core/experiments/sweep/variation.ts'
import type { SweepSummary } from '#contract/types.ts'
import { alignColumns, localTime, percent } from '../common/format.ts'
import { Output } from '../common/output.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface SweepsOptions extends StoreOptions {
  readonly json?: boolean
}

const HEAD = ['ID', 'NAME', 'STATUS', 'RUNS', 'BEST', 'CREATED', 'VARIES']

/** Lists the sweeps of the store, newest first. */
export async function sweeps(options: SweepsOptions, terminal: Terminal): Promise<number> {
  const output = new Output(terminal, options.json === true)
  return withWorkbench(options, output, async (workbench) => {
    const list = await workbench.api.sweeps.list()
    const [head, ...rows] = alignColumns([HEAD, ...list.map(describe)])
    if (!output.isJson && list.length > 0) output.lines(head!)
    list.forEach((sweep, k) => output.result({ event: 'sweep', ...sweep }, rows[k]))
    if (list.length === 0) output.note(`No sweeps yet in ${(await workbench.api.app.getInfo()).storePath}`)
    return 0
  })
}

function describe({ id, name, status, runCount, counts, best, createdAt, settings }: SweepSummary): string[] {
  const ended = counts.completed + counts.stopped + counts.failed
  return [
    ...[id, name, status, `${ended}/${runCount}`, percent(best?.accuracy ?? null)],
    localTime(new Date(createdAt)),
    settings.variations.map(formatVariation).join(' '),
  ]
}
