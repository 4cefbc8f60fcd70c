import { withActivation } from '../../activations/settings.ts'
import { listAnd } from '../../math/list-words.ts'
import { OPTIMIZER_DEFAULTS } from '../../optimizers/schema.ts'
import { followChoices, type FollowingField } from '../../recipe/fitting-defaults.ts'
import { parseRecipe, type Recipe, RecipeError, type RecipeLayer } from '../../recipe/recipe.ts'
import { SCHEDULE_DEFAULTS } from '../../recipe/schedule.ts'
import { expandPath, findRecipeField, HIDDEN_SIZES, isSetting, readKey } from './recipe-field.ts'
import type { SpacedValue } from './spaced-values.ts'

/** A field and what it is set to. */
export interface FieldChange {
  /** See `findRecipeField`. */
  readonly path: string
  readonly value: SpacedValue
}

type Part = Record<string, unknown>

/** What an optimizer or schedule starts with when it is chosen by its name. */
const CHOSEN_BY_NAME: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'optimizer.name': OPTIMIZER_DEFAULTS,
  'schedule.name': SCHEDULE_DEFAULTS,
}

/**
 * A recipe with one field changed; see `setRecipeFields`.
 * @throws FieldPathError where there is no such field, RecipeError where the result is no valid recipe
 */
export function setRecipeField(recipe: Recipe, path: string, value: SpacedValue): Recipe {
  return setRecipeFields(recipe, [{ path, value }])
}

/**
 * A recipe with some fields changed at once, whatever their order; the given one stays as it is. Another optimizer or
 * schedule starts with its usual settings; a group that is off is turned on by setting one of its fields.
 * @param free fields that nobody chose, which follow those that are set
 * @throws FieldPathError where there is no such field, RecipeError where the result is no valid recipe
 */
export function setRecipeFields(
  recipe: Recipe,
  changes: readonly FieldChange[],
  free: readonly FollowingField[] = [],
): Recipe {
  // Plain JSON, as the schema says.
  const changed = JSON.parse(JSON.stringify(recipe)) as Recipe & Part
  // Layers must be there, and optimizers and activations chosen, before their settings are.
  for (const change of changes.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const { refuse } = findRecipeField(changed, change.path)
    const message = refuse(change.value)
    if (message !== null) throw new RecipeError([{ path: keysOf(change.path), message }])
    setField(changed, change)
  }
  const isVaried = (field: string): boolean => changes.some(({ path }) => path === field)
  return parseRecipe(
    followChoices(
      changed,
      free.filter((field) => !isVaried(field)),
    ),
  )
}

/** A path as the problems of a recipe have it. */
function keysOf(path: string): (string | number)[] {
  return path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key))
}

function rankOf({ path }: FieldChange): number {
  if (path === HIDDEN_SIZES) return 0
  if (path in CHOSEN_BY_NAME) return 1
  const isOfSome = !path.startsWith('layers.*')
  return (isLayerSetting(path) ? 4 : 2) + Number(isOfSome)
}

/** Whether a path is that of a setting of a layer's activation. */
const isLayerSetting = (path: string): boolean =>
  path.startsWith('layers.') && isSetting(path.split('.').at(-1)!)

/** @throws RecipeError where the field does not belong to the optimizer or schedule that is chosen */
function setField(recipe: Recipe & Part, { path, value }: FieldChange): void {
  if (path === HIDDEN_SIZES) {
    recipe.layers = [...readHidden(recipe, value), recipe.layers[recipe.layers.length - 1]!]
    return
  }
  if (path in CHOSEN_BY_NAME) {
    const part = path.split('.')[0]!
    const chosen = readKey(CHOSEN_BY_NAME[path], String(value))
    // A copy: later changes set its fields.
    const settings = { name: value, ...(chosen as Part | undefined) }
    if (readKey(recipe[part], 'name') !== value) Object.assign(recipe, { [part]: settings })
    return
  }
  for (const one of expandPath(recipe, path)) {
    const keys = one.split('.')
    const last = keys[keys.length - 1]!
    let part: Part = recipe
    for (const key of keys.slice(0, -1)) {
      part[key] ??= {}
      part = part[key] as Part
    }
    refuseForeignSetting(keys, part)
    if (keys[0] === 'layers' && last === 'activation') {
      // Settings of the activation before would be refused.
      const k = Number(keys[1])
      recipe.layers[k] = withActivation(recipe.layers[k]!, value as RecipeLayer['activation'])
    } else part[last] = value
  }
}

/** A setting of another optimizer than the chosen one would be reported as an unknown key by the schema. */
function refuseForeignSetting([group = '', setting = '']: readonly string[], part: Part): void {
  if ((group !== 'optimizer' && group !== 'schedule') || setting in part) return
  const own = Object.keys(part).filter((key) => key !== 'name')
  const others = own.length === 0 ? 'none' : listAnd(own)
  const message = `${group}.${setting}: expected a setting of ${String(part.name)} (${others}), got another's`
  throw new RecipeError([{ path: [group, setting], message }])
}

/** Reads hidden layers as `100-50`, or `none`; they take after those that were at their place. */
function readHidden(recipe: Recipe, value: SpacedValue): RecipeLayer[] {
  const text = String(value).trim()
  if (text === 'none') return []
  const hidden = recipe.layers.slice(0, -1)
  const usual: RecipeLayer = hidden.at(0) ?? { units: 1, activation: 'sigmoid', batchNorm: false, dropout: 0 }
  return text.split('-').map((part, k) => ({ ...(hidden.at(k) ?? usual), units: Number(part) }))
}
