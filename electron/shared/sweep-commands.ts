import type { SweepPlan } from '#core/experiments/sweep/plan-sweep.ts'
import { RUN_NAME_LIMIT } from '#contract/limits.ts'
import type { KeepEvery } from '#contract/types/thinning.ts'
import { writeRecipeLink } from './recipe-link.ts'
import { quoteWord, quoteWords } from './shell-words.ts'
import { nameSweepRun } from './words/sweep-run-names.ts'

/** The words that start the command line, where the workbench lies. */
export const PROGRAM_WORDS = ['npm', 'run', '-s', 'backprop', '--']

/** A sweep whose runs are trained one by one, on any machines. */
export interface SweepElsewhere {
  readonly name: string
  /** Where each run puts its files; empty for where the command is called. */
  readonly folder: string
  readonly plan: SweepPlan
  readonly keepEvery: KeepEvery
}

/** What trains one run of a sweep with nothing but its words. */
export interface SweepCommand {
  /** The store that it trains into, which holds nothing else. */
  readonly store: string
  /** Of `train` or `resume`, without those that start the program. */
  readonly words: readonly string[]
  /** One line for a POSIX shell. */
  readonly command: string
}

/**
 * The command of a run.
 * @param index from 0
 * @param cutOff the id of a run that was cut off, which is gone on with where it was trained; null to train it from its start
 */
export async function commandOfRun(
  sweep: SweepElsewhere,
  index: number,
  cutOff: string | null = null,
): Promise<SweepCommand> {
  const { name, plan, keepEvery } = sweep
  const store = fileOfRun(sweep, index, 'sqlite')
  const place = ['--store', store, '--threads', '1']
  const words =
    cutOff === null
      ? [
          ...['train', '--recipe', await writeRecipeLink(plan.runs[index]!.recipe)],
          ...['--name', nameSweepRun(name, plan, index).slice(0, RUN_NAME_LIMIT)],
          ...[...place, '--keep', keepEvery === null ? 'last' : String(keepEvery)],
        ]
      : ['resume', cutOff, ...place]
  return { store, words, command: quoteWords([...PROGRAM_WORDS, ...words]) }
}

/** A run's file: its store, or the file of runs that becomes of it. */
export function fileOfRun(sweep: SweepElsewhere, index: number, kind: 'sqlite' | 'backprop'): string {
  const digits = String(sweep.plan.runs.length).length
  const number = String(index + 1).padStart(digits, '0')
  return inFolder(sweep.folder, `${stemOf(sweep)}-${number}.${kind}`)
}

/**
 * Brings all runs home; for a POSIX shell, which lists the files.
 * @param storeWords those that name the store of the sweep, where it is not the usual one
 */
export function importCommand(
  sweep: Pick<SweepElsewhere, 'name' | 'folder'>,
  kind: 'sqlite' | 'backprop',
  storeWords: readonly string[] = [],
): string {
  const all = `${stemOf(sweep)}-*.${kind}`
  const files = sweep.folder === '' ? all : inFolder(quoteWord(sweep.folder), all)
  return `${quoteWords([...PROGRAM_WORDS, 'runs', 'import', ...storeWords])} ${files}`
}

/** What the files of a sweep's runs begin with: its name, in small letters and digits. */
export function stemOf({ name }: Pick<SweepElsewhere, 'name'>): string {
  const letters = name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return letters.replace(/^-+|-+$/g, '') || 'sweep'
}

function inFolder(folder: string, file: string): string {
  return folder === '' ? file : `${folder.replace(/\/+$/, '')}/${file}`
}
