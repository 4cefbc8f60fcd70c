import type { Recipe, RecipeLayer } from '#core/recipe/recipe.ts'
import { isFieldKnown, UNKNOWN, type WithUnknownFields } from '#core/recipe/unknown-fields.ts'
import { compareSettings, type SettingRow } from '../recipe-settings.ts'
import { nameActivation } from './activation-words.ts'
import { nameOfField } from './field-names.ts'
import { inSentence } from './in-sentence.ts'
import { shortHash } from './short-hash.ts'
import type { NameOfValue } from './value-names.ts'

/** What of a run its label is made from. */
export interface LabelledRun extends WithUnknownFields {
  readonly name: string
  readonly recipe: Recipe
  readonly createdAt: string
}

/** A label with more of them would be longer than what it stands beside, as in a chart's legend. */
const MOST_SETTINGS = 2

/** What a person thinks of first as the difference between two trainings; all else comes after it. */
const TELLING_FIRST: readonly string[] = [
  ...['layers', 'data.dataSet', 'loss', 'optimizer.name', 'optimizer.learningRate'],
  ...['initializer.name', 'batchSize', 'data.trainSize', 'epochs'],
]

const orderOf = ({ path }: SettingRow): number => {
  const place = TELLING_FIRST.indexOf(path)
  return place < 0 ? TELLING_FIRST.length : place
}

/**
 * The name of each run, and for those that are named alike what tells them apart as well: up to two settings in which they
 * differ, as in `30 · SGD 3 (ReLU, learning rate 0.5)`, or a number in the order of their start, where their recipes do not.
 * @param nameOf what a setting's value is called
 * @param most settings that a label names; a table has room for more
 */
export function labelRuns(runs: readonly LabelledRun[], nameOf: NameOfValue, most = MOST_SETTINGS): string[] {
  const byName = Map.groupBy(runs, ({ name }) => name)
  const labels = new Map([...byName.values()].flatMap((namesakes) => labelNamesakes(namesakes, nameOf, most)))
  return runs.map((run) => labels.get(run)!)
}

function labelNamesakes(
  runs: readonly LabelledRun[],
  nameOf: NameOfValue,
  most: number,
): [LabelledRun, string][] {
  if (runs.length === 1) return [[runs[0]!, runs[0]!.name]]
  const rows = compareSettings(runs, nameOf)
    .filter(({ differs }) => differs)
    .toSorted((a, b) => orderOf(a) - orderOf(b))
    .slice(0, most)
  const details = runs.map((_, k) => rows.map((row) => describe(row, k, runs, nameOf)).join(', '))
  const sharers = Map.groupBy(details, (detail) => detail)
  const byStart = runs.toSorted((a, b) =>
    a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0,
  )
  const places = new Map(byStart.map((run, k) => [run, k + 1]))
  return runs.map((run, k) => {
    const isUnique = sharers.get(details[k]!)!.length === 1
    const number = isUnique ? [] : [`${places.get(run)!} of ${runs.length}`]
    return [run, `${run.name} (${[details[k]!, ...number].filter((part) => part !== '').join(', ')})`]
  })
}

/** A setting of one of the runs in a few words. */
function describe(
  { path, texts }: SettingRow,
  k: number,
  runs: readonly LabelledRun[],
  nameOf: NameOfValue,
): string {
  if (path === 'layers' && isFieldKnown(runs[k]!, 'layers')) return describeLayers(runs, k, nameOf)
  const words = inSentence(nameOfField(path))
  const text = texts[k]
  if (path === 'startsFrom') return text == null ? 'from first weights' : `from weights ${shortHash(text)}`
  if (text === null || text === undefined) return `no ${words}`
  if (path === 'data.dataSet') return baseName(text)
  if (path === 'data.fingerprint') return `data ${shortHash(text)}`
  return SAYS_ALL.has(path) && text !== UNKNOWN ? text : `${words} ${text}`
}

/** Fields whose values say by themselves what they are; a number, a yes or a constant does not. */
const SAYS_ALL: ReadonlySet<string> = new Set(['loss', 'optimizer.name', 'initializer.name', 'engine'])

/** A folder without where it lies, on any system; a name of a data set as it is. */
const baseName = (dataSet: string): string =>
  dataSet.split(/[\\/]/).findLast((part) => part !== '') ?? dataSet

/** Sizes, or where these are the same the activations of the hidden layers, or all there is to say. */
function describeLayers(runs: readonly LabelledRun[], k: number, nameOf: NameOfValue): string {
  const activationOf = (layer: RecipeLayer): string => nameActivation(layer, nameOf)
  const sizes = ({ recipe }: LabelledRun): string => recipe.layers.map(({ units }) => units).join('-')
  const activations = ({ recipe }: LabelledRun): string =>
    [...new Set(recipe.layers.slice(0, -1).map(activationOf))].join(', ')
  const output = ({ recipe }: LabelledRun): string => `${activationOf(recipe.layers.at(-1)!)} output`
  const isTelling = (read: (run: LabelledRun) => string): boolean => new Set(runs.map(read)).size > 1
  const telling = [sizes, activations, output].filter(isTelling).map((read) => read(runs[k]!))
  return telling.length > 0
    ? telling.join(', ')
    : runs[k]!.recipe.layers.map(({ batchNorm, dropout }) =>
        [...(batchNorm ? ['batch norm'] : []), `dropout ${dropout}`].join(' and '),
      ).join(', ')
}
