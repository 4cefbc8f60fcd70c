import { quoteWord, quoteWords } from './shell-words.ts'
import { commandOfRun, fileOfRun, PROGRAM_WORDS, stemOf, type SweepElsewhere } from './sweep-commands.ts'

/** Tasks of an array, at most: clusters take 1,001 where nobody said otherwise (`MaxArraySize`). */
const MOST_TASKS = 1000

/** Tasks at once, where nobody said how many. */
const TASKS_AT_ONCE = 50

/** Runs that are written into the script as they are: what a killed or failed training leaves is trained again. */
const ENDED = 'status:completed or status:stopped or status:diverged'

/**
 * An array script for SLURM (`sbatch`, its manual of 22.05) that trains each run of a sweep on one core and writes it as a
 * file of runs. More runs than an array may have tasks are shared out: task 3 trains runs 3, 1003 and so on. Submitted
 * again, it passes over runs whose file is there and goes on with those that were cut off.
 * @param bring the command that brings the runs home
 * @param atOnce tasks at once; null for the usual number
 */
export async function writeSlurmScript(
  sweep: SweepElsewhere,
  { bring, atOnce }: { readonly bring: string; readonly atOnce: number | null },
): Promise<string> {
  const { runs } = sweep.plan
  const tasks = Math.min(runs.length, MOST_TASKS)
  const perTask = Math.ceil(runs.length / tasks)
  const epochs = Math.max(...runs.map(({ recipe }) => recipe.epochs))
  const cases: string[] = []
  for (const index of runs.keys()) {
    const { store, words } = await commandOfRun(sweep, index)
    const files = [store, fileOfRun(sweep, index, 'backprop')]
    cases.push(`    ${index}) train_once ${quoteWords([...files, ...words])} ;;`)
  }
  return `#!/bin/bash
# Trains the sweep ${quoteWord(sweep.name)}, ${runs.length === 1 ? '1 run' : `${runs.length} runs`}, and writes each run as a file of runs (.backprop).
# Submit it with sbatch in the folder of Backprop Workbench, whose data sets each machine must have.
# Submitted again, it trains what is missing: runs whose file is there are passed over.
# To bring the runs home: ${bring}
#SBATCH --job-name=${stemOf(sweep)}
#SBATCH --array=0-${tasks - 1}%${atOnce ?? TASKS_AT_ONCE}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
# An hour for each run, of ${epochs === 1 ? '1 epoch' : `${epochs} epochs`} at most; a run that is cut off goes on when the script is submitted again.
#SBATCH --time=${perTask}:00:00
#SBATCH --mem=2G

backprop() { ${PROGRAM_WORDS.join(' ')} "$@"; }
status=0

# STORE FILE WORDS...
train_once() {
  local store=$1 file=$2
  shift 2
  if [ -s "$file" ]; then return; fi
  if [ -s "$store" ] && [ -n "$(backprop runs --json --store "$store")" ]; then
    backprop resume last --threads 1 --store "$store"
  else
    backprop "$@"
  fi
  backprop runs export --filter '${ENDED}' --store "$store" --out "$file" || status=1
}

train_run() {
  case $1 in
${cases.join('\n')}
  esac
}

task=\${SLURM_ARRAY_TASK_ID:?expected a task of an array: submit this script with sbatch}
for ((run = task; run < ${runs.length}; run += ${tasks})); do train_run "$run"; done
exit $status
`
}
