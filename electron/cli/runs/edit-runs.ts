import { runCalls } from '#contract/calls/runs.ts'
import { parseInput } from '#contract/parse-input.ts'
import type { RecordChanges } from '#contract/types.ts'
import { chooseRuns } from '../common/choose-runs.ts'
import { UsageError } from '../common/errors.ts'
import { countOf } from '../common/format.ts'
import { Output } from '../common/output.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface EditRunsOptions extends StoreOptions {
  readonly json?: boolean
  readonly filter?: string
  readonly tag?: readonly string[]
  readonly untag?: readonly string[]
  readonly notes?: string
  readonly colour?: number | 'none'
  readonly star?: boolean
  readonly archive?: boolean
}

/** Changes what is kept with runs: notes, tags, colour, star, archive. */
export async function editRuns(
  wanted: readonly string[],
  options: EditRunsOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const changes = changesOf(options)
  if (Object.keys(changes).length === 0) {
    throw new UsageError('runs edit: expected a change, as in --tag teaching or --star, got none')
  }
  return withWorkbench(options, output, async (workbench) => {
    const chosen = await chooseRuns(workbench, wanted, options.filter)
    const runIds = chosen.map((run) => run.id)
    await workbench.api.runs.edit(parseInput(runCalls.edit, { runIds, changes }))
    output.result({ event: 'edited', runIds, changes }, `Changed ${countOf(runIds.length, 'run')}`)
    return 0
  })
}

function changesOf({ tag, untag, notes, colour, star, archive }: EditRunsOptions): RecordChanges {
  const changes: RecordChanges = {
    addTags: tag,
    removeTags: untag,
    notes,
    colour: colour === 'none' ? null : colour,
    isStarred: star,
    isArchived: archive,
  }
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}
