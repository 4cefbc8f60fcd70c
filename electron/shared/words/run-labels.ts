import type { Recipe } from '#core/recipe/recipe.ts'
import { isFieldKnown, UNKNOWN, type WithUnknownFields } from '#core/recipe/unknown-fields.ts'
import { compareSettings, type SettingRow } from '../recipe-settings.ts'
import { nameOfField } from './field-names.ts'

/** What of a run its label is made from. */
export interface LabelledRun extends WithUnknownFields {
  readonly name: string
  readonly recipe: Recipe
  readonly createdAt: string
}

/** A label with more of them would be longer than what it stands beside. */
const MOST_SETTINGS = 2

/**
 * The name of each run, and for those that are named alike what tells them apart as well: up to two settings in which they
 * differ, as in `30 · SGD 3 (relu, learning rate 0.5)`, or a number in the order of their start, where their recipes do not.
 */
export function labelRuns(runs: readonly LabelledRun[]): string[] {
  const byName = Map.groupBy(runs, ({ name }) => name)
  const labels = new Map([...byName.values()].flatMap(labelNamesakes))
  return runs.map((run) => labels.get(run)!)
}

function labelNamesakes(runs: readonly LabelledRun[]): [LabelledRun, string][] {
  if (runs.length === 1) return [[runs[0]!, runs[0]!.name]]
  const rows = compareSettings(runs)
    .filter(({ differs }) => differs)
    .slice(0, MOST_SETTINGS)
  const details = runs.map((_, k) => rows.map((row) => describe(row, k, runs)).join(', '))
  const byStart = runs.toSorted((a, b) =>
    a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0,
  )
  return runs.map((run, k) => {
    const isUnique = details.filter((detail) => detail === details[k]).length === 1
    const number = isUnique ? [] : [`${byStart.indexOf(run) + 1} of ${runs.length}`]
    return [run, `${run.name} (${[details[k]!, ...number].filter((part) => part !== '').join(', ')})`]
  })
}

/** A setting of one of the runs in a few words. */
function describe({ path, texts }: SettingRow, k: number, runs: readonly LabelledRun[]): string {
  if (path === 'layers' && isFieldKnown(runs[k]!, 'layers')) return describeLayers(runs, k)
  // Within a sentence, but for symbols and abbreviations.
  const words = nameOfField(path).replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
  const text = texts[k]
  if (text === null || text === undefined) return `no ${words}`
  // A name says what it is, a number or a yes does not.
  return /^[\d.e+-]+$|^(yes|no|off)$/.test(text) || text === UNKNOWN ? `${words} ${text}` : text
}

/** Sizes, or where these are the same the activations of the hidden layers, or all there is to say. */
function describeLayers(runs: readonly LabelledRun[], k: number): string {
  const sizes = ({ recipe }: LabelledRun): string => recipe.layers.map(({ units }) => units).join('-')
  const activations = ({ recipe }: LabelledRun): string =>
    [...new Set(recipe.layers.slice(0, -1).map(({ activation }) => activation))].join(', ')
  const output = ({ recipe }: LabelledRun): string => `${recipe.layers.at(-1)!.activation} output`
  const isTelling = (read: (run: LabelledRun) => string): boolean => new Set(runs.map(read)).size > 1
  const telling = [sizes, activations, output].filter(isTelling).map((read) => read(runs[k]!))
  return telling.length > 0
    ? telling.join(', ')
    : runs[k]!.recipe.layers.map(({ batchNorm, dropout }) =>
        [...(batchNorm ? ['batch norm'] : []), `dropout ${dropout}`].join(' and '),
      ).join(', ')
}
