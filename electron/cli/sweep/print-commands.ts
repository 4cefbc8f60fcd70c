import { planSweep, type SweepPlan } from '#core/experiments/sweep/plan-sweep.ts'
import { VariationError } from '#core/experiments/sweep/variation.ts'
import { writeSlurmScript } from '#shared/slurm-script.ts'
import { commandOfRun, importCommand, type SweepElsewhere } from '#shared/sweep-commands.ts'
import type { SweepSettings } from '#contract/types.ts'
import { UsageError } from '../common/errors.ts'
import { hintCommand, storeWords } from '../common/hint-command.ts'
import type { Output } from '../common/output.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { PrintForm } from './print-forms.ts'

/** Characters of a script that `sbatch` takes where nobody said otherwise (`max_script_size`). */
const SCRIPT_LIMIT = 4 * 2 ** 20

export interface PrintOptions {
  /** True for the commands alone, without keeping the sweep. */
  readonly form: PrintForm | true
  readonly name: string | undefined
  /** Where each run puts its store; by default where the command is called. */
  readonly folder: string | undefined
}

/**
 * Writes what trains each run of a sweep into a store of its own with nothing but its words, so that any queue on any
 * machines can run it, in any order. Where a form is named, the sweep is kept in the store as one that is trained elsewhere.
 * @throws UsageError
 */
export async function printCommands(
  output: Output,
  settings: SweepSettings,
  { form, name, folder = '' }: PrintOptions,
  session: StoreOptions,
): Promise<number> {
  if (settings.halving !== null) {
    throw new UsageError('--halving: expected without --print, whose runs know nothing of each other')
  }
  const { keepEvery } = settings
  const plan = planned(settings)
  if (form === true) {
    const sweep = { name: name ?? 'Sweep', folder, plan, keepEvery }
    await printLines(output, sweep)
    output.note(`When they have ended: ${importCommand(sweep, 'sqlite')}`)
    return 0
  }
  return withWorkbench(session, output, async (workbench) => {
    const recorded = await workbench.api.sweeps.record({
      ...settings,
      folder,
      ...(name !== undefined && { name }),
    })
    const { id: sweepId, runCount } = recorded
    const sweep = { name: recorded.name, folder, plan, keepEvery }
    output.result({ event: 'recorded', sweepId, name: sweep.name, runCount, folder }, undefined)
    const { storePath } = await workbench.api.app.getInfo()
    const bring = importCommand(sweep, form === 'lines' ? 'sqlite' : 'backprop', storeWords(storePath))
    if (form === 'lines') await printLines(output, sweep)
    else await printScript(output, sweep, { bring, atOnce: settings.workers })
    const show = await hintCommand(workbench, 'sweeps', 'show', sweepId)
    output.note(`Kept as ${sweep.name} (${sweepId}), trained elsewhere. To bring its runs home: ${bring}`)
    output.note(`What came home, and what is missing: npm run -s backprop -- ${show}`)
    return 0
  })
}

async function printLines(output: Output, sweep: SweepElsewhere): Promise<void> {
  const { runs, leftOut } = sweep.plan
  for (const [index, { changes }] of runs.entries()) {
    const { store, command } = await commandOfRun(sweep, index)
    output.result({ event: 'command', index, changes, store, command }, command)
  }
  noteLeftOut(output, leftOut.length)
}

async function printScript(
  output: Output,
  sweep: SweepElsewhere,
  options: Parameters<typeof writeSlurmScript>[1],
): Promise<void> {
  const script = await writeSlurmScript(sweep, options)
  if (output.isJson) output.result({ event: 'script', script }, undefined)
  else output.file(script)
  noteLeftOut(output, sweep.plan.leftOut.length)
  if (script.length > SCRIPT_LIMIT) {
    output.note('The script is larger than the 4 MiB that sbatch takes by default (max_script_size)')
  }
}

function noteLeftOut(output: Output, count: number): void {
  if (count > 0) output.note(`${count} combinations are left out, as they are no recipes`)
}

function planned(settings: SweepSettings): SweepPlan {
  try {
    return planSweep(settings)
  } catch (error) {
    throw error instanceof VariationError ? new UsageError(error.message) : error
  }
}
