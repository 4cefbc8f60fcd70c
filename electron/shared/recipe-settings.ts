import { layerSizes } from '#core/network/parameters.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { nameActivation } from './words/activation-words.ts'
import type { NameOfValue } from './words/value-names.ts'
import { isFieldKnown, UNKNOWN, type WithUnknownFields } from '#core/recipe/unknown-fields.ts'

/** One setting of several recipes. */
export interface SettingRow {
  /** Where it stands in a recipe's JSON, as in `optimizer.learningRate`. */
  readonly path: string
  /** One text per run; null where its recipe has no such setting. */
  readonly texts: readonly (string | null)[]
  readonly differs: boolean
}

export type RunOfSettings = WithUnknownFields & { readonly recipe: Recipe }

/**
 * All settings of runs side by side, in the order in which a recipe has them.
 * @param nameOf what a value is called that is one of a field's choices
 */
export function compareSettings(runs: readonly RunOfSettings[], nameOf: NameOfValue): SettingRow[] {
  const settings = runs.map((run) => ({ run, texts: new Map(flatten(run.recipe, nameOf)) }))
  const paths = [...new Set(settings.flatMap(({ texts }) => [...texts.keys()]))]
  return paths.map((path) => {
    const texts = settings.map((each) =>
      isFieldKnown(each.run, path) ? (each.texts.get(path) ?? null) : UNKNOWN,
    )
    return { path, texts, differs: texts.some((text) => text !== texts[0]) }
  })
}

/** Not listed as they are: layers are shown in one line, and the format's version says nothing about the training. */
const LEFT_OUT: ReadonlySet<string> = new Set(['version', 'inputSize', 'layers'])

function flatten(recipe: Recipe, nameOf: NameOfValue): [string, string][] {
  const rest = Object.entries(recipe).filter(([key]) => !LEFT_OUT.has(key))
  return [
    ['layers', describeLayers(recipe, nameOf)],
    ...rest.flatMap(([key, value]) => flattenValue(key, value, nameOf)),
  ]
}

function flattenValue(path: string, value: unknown, nameOf: NameOfValue): [string, string][] {
  if (value === null) return [[path, 'off']]
  if (typeof value === 'boolean') return [[path, value ? 'yes' : 'no']]
  if (typeof value === 'string') return [[path, nameOf(path, value)]]
  if (typeof value !== 'object') return [[path, String(Number(value))]]
  return Object.entries(value).flatMap(([key, inner]) => flattenValue(`${path}.${key}`, inner, nameOf))
}

/** `784 → 30 Sigmoid → 10 Softmax`. */
function describeLayers(recipe: Recipe, nameOf: NameOfValue): string {
  const [inputs] = layerSizes(recipe)
  const layers = recipe.layers.map((layer) =>
    [
      `${layer.units} ${nameActivation(layer, nameOf)}`,
      layer.batchNorm ? 'batch norm' : '',
      layer.dropout > 0 ? `dropout ${layer.dropout}` : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  )
  return [String(inputs), ...layers].join(' → ')
}
