import { formatFixed } from '#core/math/format-fixed.ts'
import { activationOf, readSetting, type SettingName } from '#core/activations/settings.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { FIELD_ALIASES } from '#core/experiments/sweep/field-names.ts'
import { foldName } from '#core/experiments/sweep/recipe-field.ts'
import { isFieldKnown, UNKNOWN } from '#core/recipe/unknown-fields.ts'
import { rankingAccuracy, rankingLoss, testAccuracy } from '#core/runs/measured-part.ts'
import { countParameters, layerSizes } from '#core/network/parameters.ts'
import type { RunSummary } from '#contract/types.ts'
import { listChoiceNames, nameOfValue } from '../words/choice-names.ts'
import { DAY_WORDS } from './filter-days.ts'
import { type Condition, type FilterField, parseFilter } from './filter-language.ts'

type RunField = FilterField<RunSummary>

/** Where the recipe has the fields that hold one of some choices. */
const CHOICE_PATHS = {
  activation: 'layers.*.activation',
  optimizer: 'optimizer.name',
  schedule: 'schedule.name',
  lossFunction: 'loss',
  initializer: 'initializer.name',
  engine: 'engine',
} as const

const number = (read: (run: RunSummary) => number | null): RunField => ({ kind: 'number', read })
const text = (read: (run: RunSummary) => string | null): RunField => ({ kind: 'text', read })
const list = (read: (run: RunSummary) => readonly string[]): RunField => ({ kind: 'list', read })
const flag = (read: (run: RunSummary) => boolean): RunField => ({ kind: 'flag', read })

/** A field of the recipe, of which an imported network may not tell anything. @param path in the recipe */
const ofRecipe = (path: string, field: RunField): RunField => ({
  ...field,
  isUnknown: (run) => !isFieldKnown(run, path),
})

/** A field of the recipe with choices, which are found by their names as well. @param path in the recipe */
const choice = (path: string, read: (recipe: Recipe) => string): RunField =>
  ofRecipe(path, {
    kind: 'text',
    read: ({ recipe }) => read(recipe),
    nameOf: (value) => nameOfValue(path, value),
  })

/** As it is shown: what reads 97.00 % must pass `accuracy = 97`. */
function percent(share: number | null): number | null {
  return share === null ? null : Number(formatFixed(100 * share, 2))
}

/** The largest slope, or α, of the layers that have one; null where none does. */
function settingOf({ layers }: Recipe, name: SettingName): number | null {
  const settings = layers.map((layer) => readSetting(activationOf(layer)))
  const values = settings.flatMap((setting) => (setting?.name === name ? [setting.value] : []))
  return values.length === 0 ? null : Math.max(...values)
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
  activation: {
    kind: 'list',
    read: ({ recipe }) => recipe.layers.map((layer) => layer.activation),
    nameOf: (value) => nameOfValue(CHOICE_PATHS.activation, value),
  },
  slope: number(({ recipe }) => settingOf(recipe, 'slope')),
  alpha: number(({ recipe }) => settingOf(recipe, 'alpha')),
  parameters: number(({ recipe }) => countParameters(recipe)),
  optimizer: choice(CHOICE_PATHS.optimizer, ({ optimizer }) => optimizer.name),
  learningRate: ofRecipe(
    'optimizer',
    number(({ recipe }) => recipe.optimizer.learningRate),
  ),
  schedule: choice(CHOICE_PATHS.schedule, ({ schedule }) => schedule.name),
  batchSize: ofRecipe(
    'batchSize',
    number(({ recipe }) => recipe.batchSize),
  ),
  lossFunction: choice(CHOICE_PATHS.lossFunction, ({ loss }) => loss),
  initializer: choice(CHOICE_PATHS.initializer, ({ initializer }) => initializer.name),
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
  engine: choice(CHOICE_PATHS.engine, ({ engine }) => engine),
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

/** Names of the values that a field takes, as the form calls them; empty where it has none. @param name as it may be typed */
export function runFilterChoices(name: string): string[] {
  const field = byName.get(foldName(name)) ?? ''
  return Object.hasOwn(CHOICE_PATHS, field)
    ? listChoiceNames(CHOICE_PATHS[field as keyof typeof CHOICE_PATHS])
    : []
}

/** Where the recipe has the fields that are of it. */
const RECIPE_PATHS: Readonly<Record<string, string>> = {
  ...CHOICE_PATHS,
  ...{ layers: 'layers', learningRate: 'optimizer.learningRate', batchSize: 'batchSize', seed: 'seed' },
  ...{ dropout: 'layers.*.dropout', l1: 'l1.lambda', l2: 'l2.lambda' },
  ...{ data: 'data.dataSet', images: 'data.trainSize' },
}

/** Other names of fields; those of the recipe have the names by which a sweep varies them. */
const ALIASES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(RECIPE_PATHS).flatMap(([name, path]) =>
      [path, ...Object.keys(FIELD_ALIASES).filter((alias) => FIELD_ALIASES[alias] === path)].map(
        (other): [string, string] => [foldName(other), name],
      ),
    ),
  ),
  best: 'accuracy',
  last: 'lastAccuracy',
  test: 'testAccuracy',
  duration: 'seconds',
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

const byName = new Map([
  ...Object.entries(ALIASES),
  // A field's own name is never another one's alias: `loss` is the measured one, `lossFunction` that of the recipe.
  ...RUN_FILTER_FIELDS.map((name): [string, string] => [foldName(name), name]),
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
  const chosen = (path: string, value: string): string => known(path, `${value}\n${nameOfValue(path, value)}`)
  return [
    run.name,
    run.notes,
    ...run.tags,
    run.status,
    known('data.dataSet', recipe.data.dataSet),
    layerSizes(recipe).join('-'),
    ...recipe.layers.map(({ activation }) => chosen(CHOICE_PATHS.activation, activation)),
    chosen(CHOICE_PATHS.lossFunction, recipe.loss),
    known('optimizer', `${recipe.optimizer.name} ${recipe.optimizer.learningRate}`),
    chosen(CHOICE_PATHS.schedule, recipe.schedule.name),
    known('batchSize', `batch ${recipe.batchSize}`),
    known('seed', `seed ${recipe.seed}`),
    chosen(CHOICE_PATHS.initializer, recipe.initializer.name),
    chosen(CHOICE_PATHS.engine, recipe.engine),
  ].join('\n')
}
