import { formatFixed } from '#core/math/format-fixed.ts'
import { isFieldKnown, UNKNOWN } from '#core/recipe/unknown-fields.ts'
import { rankingAccuracy, rankingLoss, testAccuracy } from '#core/runs/measured-part.ts'
import { countParameters, layerSizes } from '#core/network/parameters.ts'
import type { RunSummary } from '#contract/types.ts'
import { DAY_WORDS } from './filter-days.ts'
import { type Condition, type FilterField, parseFilter } from './filter-language.ts'

type RunField = FilterField<RunSummary>

const number = (read: (run: RunSummary) => number | null): RunField => ({ kind: 'number', read })
const text = (read: (run: RunSummary) => string | null): RunField => ({ kind: 'text', read })
const list = (read: (run: RunSummary) => readonly string[]): RunField => ({ kind: 'list', read })
const flag = (read: (run: RunSummary) => boolean): RunField => ({ kind: 'flag', read })

/** A field of the recipe, of which an imported network may not tell anything. @param path in the recipe */
const ofRecipe = (path: string, field: RunField): RunField => ({
  ...field,
  isUnknown: (run) => !isFieldKnown(run, path),
})

/** As it is shown: what reads 97.00 % must pass `accuracy = 97`. */
function percent(share: number | null): number | null {
  return share === null ? null : Number(formatFixed(100 * share, 2))
}

/**
 * Every field by the name that help and errors show. Accuracies are percent, of the best epoch (see core/runs/best-epoch.ts)
 * but where it says last.
 */
const FIELDS: Readonly<Record<string, RunField>> = {
  accuracy: number((run) => percent(rankingAccuracy(run.best))),
  lastAccuracy: number((run) => percent(rankingAccuracy(run.last))),
  testAccuracy: number((run) => percent(testAccuracy(run.best))),
  loss: number((run) => rankingLoss(run.last)),
  epochs: number((run) => run.epochsDone),
  seconds: number((run) => run.durationMs / 1000),
  layers: list(({ recipe }) => layerSizes(recipe).map(String)),
  activation: list(({ recipe }) => recipe.layers.map((layer) => layer.activation)),
  parameters: number(({ recipe }) => countParameters(recipe)),
  optimizer: ofRecipe(
    'optimizer',
    text(({ recipe }) => recipe.optimizer.name),
  ),
  learningRate: ofRecipe(
    'optimizer',
    number(({ recipe }) => recipe.optimizer.learningRate),
  ),
  schedule: ofRecipe(
    'schedule',
    text(({ recipe }) => recipe.schedule.name),
  ),
  batchSize: ofRecipe(
    'batchSize',
    number(({ recipe }) => recipe.batchSize),
  ),
  lossFunction: ofRecipe(
    'loss',
    text(({ recipe }) => recipe.loss),
  ),
  initializer: ofRecipe(
    'initializer',
    text(({ recipe }) => recipe.initializer.name),
  ),
  dropout: ofRecipe(
    'layers.*.dropout',
    number(({ recipe }) => Math.max(...recipe.layers.map((layer) => layer.dropout))),
  ),
  l1: ofRecipe(
    'l1',
    number(({ recipe }) => recipe.l1.lambda),
  ),
  l2: ofRecipe(
    'l2',
    number(({ recipe }) => recipe.l2.lambda),
  ),
  seed: ofRecipe(
    'seed',
    number(({ recipe }) => recipe.seed),
  ),
  engine: ofRecipe(
    'engine',
    text(({ recipe }) => recipe.engine),
  ),
  data: ofRecipe(
    'data.dataSet',
    text(({ recipe }) => recipe.data.dataSet),
  ),
  images: ofRecipe(
    'data.trainSize',
    number(({ recipe }) => recipe.data.trainSize),
  ),
  name: text((run) => run.name),
  notes: text((run) => run.notes),
  tag: list((run) => run.tags),
  status: text((run) => run.status),
  parent: text((run) => run.parent?.name ?? null),
  sweep: text((run) => run.sweep?.name ?? null),
  started: { kind: 'date', read: (run) => Date.parse(run.createdAt) },
  star: flag((run) => run.isStarred),
  archived: flag((run) => run.isArchived),
}

/** Other names of fields. */
const ALIASES: Readonly<Record<string, string>> = {
  best: 'accuracy',
  last: 'lastAccuracy',
  test: 'testAccuracy',
  duration: 'seconds',
  sizes: 'layers',
  lr: 'learningRate',
  'optimizer.learningrate': 'learningRate',
  batch: 'batchSize',
  dataset: 'data',
  tags: 'tag',
  note: 'notes',
  date: 'started',
  starred: 'star',
}

/** Names of all fields, for help. */
export const RUN_FILTER_FIELDS: readonly string[] = Object.keys(FIELDS)

/** What `started` is compared with, for help. */
export const RUN_FILTER_DAYS = `started takes ${DAY_WORDS}, in local time.`

/** How the value of a field is compared; undefined: there is no such field. */
export function runFilterKind(name: string): RunField['kind'] | undefined {
  return FIELDS[byName.get(foldName(name)) ?? '']?.kind
}

/** Small letters alone: `learning-rate` and `learningRate` are one. */
const foldName = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '')
const byName = new Map([
  ...RUN_FILTER_FIELDS.map((name): [string, string] => [foldName(name), name]),
  ...Object.entries(ALIASES),
])

/** A filter of runs that was read. */
export interface RunFilter {
  readonly accepts: Condition<RunSummary>
  /** Whether it asks for archived runs, or for those that are not; else they stay hidden. */
  readonly namesArchived: boolean
}

/**
 * Reads a filter of runs, see `parseFilter`. Words are looked for in name, notes, tags, status, data set and settings.
 * @param describe what else a run says, such as its settings in a person's words
 * @param now the moment from which `today` is seen, in milliseconds since 1970
 * @throws FilterError
 */
export function parseRunFilter(
  source: string,
  describe: (run: RunSummary) => string = () => '',
  now: () => number = Date.now,
): RunFilter {
  let namesArchived = false
  const accepts = parseFilter<RunSummary>(source, {
    names: RUN_FILTER_FIELDS,
    now,
    find: (name) => {
      const known = byName.get(foldName(name))
      if (known === 'archived') namesArchived = true
      return known === undefined ? undefined : FIELDS[known]
    },
    holds: (run, word) => textOf(run).includes(word) || describe(run).toLowerCase().includes(word),
  })
  return { accepts, namesArchived }
}

/** Summaries are replaced, never changed, so what one says is put together once, however often a filter changes. */
const texts = new WeakMap<RunSummary, string>()

function textOf(run: RunSummary): string {
  let text = texts.get(run)
  if (text === undefined) {
    text = plainText(run).toLowerCase()
    texts.set(run, text)
  }
  return text
}

/** Everything about a run that words are looked for in. */
function plainText(run: RunSummary): string {
  const { recipe } = run
  const known = (path: string, text: string): string => (isFieldKnown(run, path) ? text : UNKNOWN)
  return [
    run.name,
    run.notes,
    ...run.tags,
    run.status,
    known('data.dataSet', recipe.data.dataSet),
    layerSizes(recipe).join('-'),
    ...recipe.layers.map((layer) => layer.activation),
    known('loss', recipe.loss),
    known('optimizer', `${recipe.optimizer.name} ${recipe.optimizer.learningRate}`),
    known('schedule', recipe.schedule.name),
    known('batchSize', `batch ${recipe.batchSize}`),
    known('seed', `seed ${recipe.seed}`),
    known('initializer', recipe.initializer.name),
    known('engine', recipe.engine),
  ].join('\n')
}
