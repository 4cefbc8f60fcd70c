import path from 'node:path'
import { planSweep } from '#core/experiments/sweep/plan-sweep.ts'
import { nameSweepRun } from '#shared/words/sweep-run-names.ts'
import { VariationError } from '#core/experiments/sweep/variation.ts'
import { RUN_NAME_LIMIT } from '#contract/limits.ts'
import { writeRecipeLink } from '#shared/recipe-link.ts'
import { quoteWord, quoteWords } from '#shared/shell-words.ts'
import type { SweepSettings } from '#contract/types.ts'
import { UsageError } from '../common/errors.ts'
import type { Output } from '../common/output.ts'

export interface PrintOptions {
  readonly name: string | undefined
  /** Where each run puts its store; by default where the command is called. */
  readonly folder: string | undefined
}

/**
 * Writes one command for each run of a sweep, which trains it into a store of its own with nothing but its words, so that
 * any queue on any machines can run them, in any order. @throws UsageError
 */
export async function printCommands(
  output: Output,
  settings: SweepSettings,
  { name = 'Sweep', folder = '' }: PrintOptions,
): Promise<number> {
  if (settings.halving !== null) {
    throw new UsageError('--halving: expected without --print, whose runs know nothing of each other')
  }
  const planned = plan(settings)
  const { runs, leftOut } = planned
  const letters = name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const stem = letters.replace(/^-+|-+$/g, '') || 'sweep'
  const digits = String(runs.length).length
  for (const [index, { recipe, changes }] of runs.entries()) {
    const number = String(index + 1).padStart(digits, '0')
    const store = path.join(folder, `${stem}-${number}.sqlite`)
    const runName = nameSweepRun(name, planned, index).slice(0, RUN_NAME_LIMIT)
    const words = [
      ...['npm', 'run', '-s', 'backprop', '--', 'train'],
      ...['--recipe', await writeRecipeLink(recipe), '--name', runName, '--store', store, '--threads', '1'],
      ...['--keep', settings.keepEvery === null ? 'last' : String(settings.keepEvery)],
    ]
    const command = quoteWords(words)
    output.result({ event: 'command', index, changes, store, command }, command)
  }
  if (leftOut.length > 0) output.note(`${leftOut.length} combinations are left out, as they are no recipes`)
  const all = `${stem}-*.sqlite`
  const files = folder === '' ? all : `${quoteWord(folder)}/${all}`
  output.note(`When they have ended: npm run -s backprop -- runs import ${files}`)
  return 0
}

function plan(settings: SweepSettings): ReturnType<typeof planSweep> {
  try {
    return planSweep(settings)
  } catch (error) {
    throw error instanceof VariationError ? new UsageError(error.message) : error
  }
}
