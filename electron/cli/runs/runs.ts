import { rankingAccuracy } from '#core/runs/measured-part.ts'
import { ifKnown, isFieldKnown, knownDataSet, knownRecipe, UNKNOWN } from '#core/recipe/unknown-fields.ts'
import path from 'node:path'
import { layerSizes } from '#core/network/parameters.ts'
import type { Workbench } from '#backend/workbench.ts'
import { FilterError } from '#shared/filter/filter-language.ts'
import { parseRunFilter } from '#shared/filter/run-filter.ts'
import { labelRuns } from '#shared/words/run-labels.ts'
import { ownWord } from '#shared/words/value-names.ts'
import { quoteWords } from '#shared/shell-words.ts'
import type { DamagedEntry, RunSummary } from '#contract/types.ts'
import { UsageError } from '../common/errors.ts'
import { alignColumns, localTime, percent } from '../common/format.ts'
import { storeWords } from '../common/hint-command.ts'
import { Output } from '../common/output.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'
import { writeOutputFile } from '../common/write-output-file.ts'

export interface RunsOptions extends StoreOptions {
  readonly json?: boolean
  readonly filter?: string
  /** Archived runs too. */
  readonly all?: boolean
  /** Where measures go instead of a list. */
  readonly csv?: string
}

/** Lists the runs of the store, newest first, or writes their measures as CSV. */
export async function runs(options: RunsOptions, terminal: Terminal): Promise<number> {
  const output = new Output(terminal, options.json === true)
  return withWorkbench(options, output, async (workbench) => {
    const stored = await workbench.api.runs.list()
    const list = chooseRuns(stored, options)
    if (options.csv !== undefined) return writeMeasures(workbench, output, list, options.csv)
    const labels = labelRuns(list, ownWord, NAMED_SETTINGS)
    const table = alignColumns([HEAD, ...list.map((run, k) => describeRun(run, labels[k]!))])
    if (!output.isJson && list.length > 0) output.lines(table[0]!)
    list.forEach((run, k) => output.result({ event: 'run', ...run, recipe: knownRecipe(run) }, table[k + 1]))
    const damaged = await workbench.api.runs.getDamaged()
    const { storePath } = await workbench.api.app.getInfo()
    if (stored.length === 0 && damaged.length === 0) output.note(`No runs yet in ${storePath}`)
    else if (stored.length > 0 && list.length === 0)
      output.note(`None of ${stored.length} runs fits; archived ones need --all`)
    printDamaged(damaged, storePath, output)
    return 0
  })
}

/** What the list leaves out, as the store holds something of it that cannot be read. */
function printDamaged(damaged: readonly DamagedEntry[], storePath: string, output: Output): void {
  if (damaged.length === 0) return
  for (const entry of damaged) {
    if (output.isJson) output.result({ event: 'damaged', ...entry }, undefined)
    else output.note(`Left out: ${entry.kind} '${entry.name}' (${entry.id}) is damaged: ${entry.problem}`)
  }
  output.note(`To save what can be read: ${quoteWords(['store', 'repair', ...storeWords(storePath)])}`)
}

/** @throws UsageError where the filter cannot be read */
function chooseRuns(stored: readonly RunSummary[], { filter = '', all = false }: RunsOptions): RunSummary[] {
  try {
    const { accepts, namesArchived } = parseRunFilter(filter)
    return stored.filter((run) => accepts(run) && (!run.isArchived || all || namesArchived))
  } catch (error) {
    if (error instanceof FilterError) throw new UsageError(`--filter: ${error.message}`)
    throw error
  }
}

async function writeMeasures(
  workbench: Workbench,
  output: Output,
  list: readonly RunSummary[],
  csv: string,
): Promise<number> {
  if (list.length === 0) throw new UsageError('--csv: expected one run at least, got none')
  const { text } = await workbench.documents.writeMeasures(list.map((run) => run.id))
  if (csv === '-') {
    output.file(text)
    return 0
  }
  const file = path.resolve(csv)
  await writeOutputFile(file, text, { mayReplace: true, option: '--csv' })
  const runIds = list.map((run) => run.id)
  output.result({ event: 'exported', runIds, format: 'csv', file }, `Wrote ${file}`)
  return 0
}

/** Settings that tell runs of one name apart, at most; data set, activations, loss and rate of a recipe have room. */
const NAMED_SETTINGS = 4

const HEAD = [
  ...['ID', 'NAME', 'STATUS', 'DATA', 'SIZES', 'EPOCHS'],
  ...['BEST', 'LAST', 'SECONDS', 'ENGINE', 'CREATED'],
]

/** @param label its name, and what tells it apart from runs of the same name */
function describeRun(run: RunSummary, label: string): string[] {
  const { recipe } = run
  return [
    run.id,
    label,
    run.status,
    path.basename(knownDataSet(run) ?? UNKNOWN),
    layerSizes(recipe).join('-'),
    isFieldKnown(run, 'epochs') ? `${run.epochsDone}/${recipe.epochs}` : UNKNOWN,
    percent(rankingAccuracy(run.best)),
    percent(rankingAccuracy(run.last)),
    (run.durationMs / 1000).toFixed(1),
    ifKnown(run, 'engine', recipe.engine) ?? UNKNOWN,
    localTime(new Date(run.createdAt)),
  ]
}
