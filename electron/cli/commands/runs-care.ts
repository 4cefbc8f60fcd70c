import { parseInput } from '#contract/inputs.ts'
import type { KeepEvery, RecordChanges } from '#contract/types.ts'
import { chooseRuns } from '../choose-runs.ts'
import { UsageError } from '../errors.ts'
import { Output } from '../output.ts'
import { type StoreOptions, withWorkbench } from '../session.ts'

interface ChosenRuns extends StoreOptions {
  readonly json?: boolean
  readonly filter?: string
}

/** Of which epochs weights are kept: of every so many, or of the best and the newest. */
export type KeepOption = number | 'last'

export interface EditRunsOptions extends ChosenRuns {
  readonly tag?: readonly string[]
  readonly untag?: readonly string[]
  readonly notes?: string
  readonly colour?: number | 'none'
  readonly star?: boolean
  readonly archive?: boolean
}

export interface ThinRunsOptions extends ChosenRuns {
  readonly keep: KeepOption
  readonly dryRun?: boolean
}

/** What the store calls it. */
export function keepEveryOf(keep: KeepOption): KeepEvery {
  return keep === 'last' ? null : keep
}

/** Changes what is kept with runs: notes, tags, colour, star, archive. */
export async function editRuns(wanted: readonly string[], options: EditRunsOptions): Promise<number> {
  const output = new Output(options.json === true)
  const changes = changesOf(options)
  if (Object.keys(changes).length === 0) {
    throw new UsageError('runs edit: expected a change, as in --tag teaching or --star, got none')
  }
  return withWorkbench(options, async (workbench) => {
    const chosen = await chooseRuns(workbench, wanted, options.filter)
    const runIds = chosen.map((run) => run.id)
    await workbench.api.editRuns(parseInput('editRuns', { runIds, changes }))
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

/** Removes weights of epochs, or says what that would free. */
export async function thinRuns(wanted: readonly string[], options: ThinRunsOptions): Promise<number> {
  const output = new Output(options.json === true)
  const { keep, dryRun = false } = options
  const keepEvery = keepEveryOf(keep)
  return withWorkbench(options, async (workbench) => {
    const chosen = await chooseRuns(workbench, wanted, options.filter)
    const runIds = chosen.map((run) => run.id)
    const input = parseInput('thinRuns', { runIds, keepEvery })
    const done = await (dryRun ? workbench.api.planThinning(input) : workbench.api.thinRuns(input))
    const { removed, checkpoints, freedBytes } = done
    const sets = `${removed} of ${countOf(checkpoints, 'set')} of weights`
    const of = `of ${countOf(runIds.length, 'run')}`
    const size = `${(freedBytes / 1e6).toFixed(1)} MB`
    output.result(
      { event: dryRun ? 'planned' : 'thinned', runIds, keepEvery, ...done },
      dryRun ? `Would remove ${sets} ${of}, ${size}` : `Removed ${sets} ${of}, ${size}`,
    )
    return 0
  })
}

function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
