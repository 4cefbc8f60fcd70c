import { z } from 'zod'
import {
  activationOf,
  readSetting,
  SETTING_NAMES,
  settingOf,
  type SettingName,
} from '../../activations/settings.ts'
import { editDistance } from '../../math/edit-distance.ts'
import { listAnd, listOr, listSome } from '../../math/list-words.ts'
import { describeIssue } from '../../recipe/describe-issue.ts'
import { type Recipe, recipeSchema } from '../../recipe/recipe.ts'

/** What one field of a recipe takes. */
export interface RecipeField {
  /** As in `optimizer.learningRate`. */
  readonly path: string
  readonly kind: 'number' | 'whole' | 'choice' | 'flag' | 'text'
  /** As its schema calls it; the path where that has no name for it. */
  readonly label: string
  /** Ends of a number's range; null for other kinds. */
  readonly min: number | null
  readonly max: number | null
  /** Names of a choice; empty for other kinds. */
  readonly choices: readonly string[]
  /** Whether null, which turns it off, is one of its values. */
  readonly isNullable: boolean
  /** Why a value cannot stand here, whatever the other fields say; null where it can. */
  readonly refuse: (value: unknown) => string | null
}

/** A part of a schema with its wrappers taken off. */
interface Bare {
  readonly schema: unknown
  readonly isNullable: boolean
}

/** Takes off defaults and null; of what may be left out, those with a label, as the others are no settings. */
function unwrap(schema: unknown): Bare {
  let bare = schema
  let isNullable = false
  for (;;) {
    if (bare instanceof z.ZodNullable) isNullable = true
    if (
      bare instanceof z.ZodNullable ||
      bare instanceof z.ZodDefault ||
      bare instanceof z.ZodPrefault ||
      (bare instanceof z.ZodOptional && labelOf(bare.unwrap()) !== undefined)
    ) {
      bare = bare.unwrap()
    } else return { schema: bare, isNullable }
  }
}

/** What a schema calls its field; undefined where it has no name for it. */
function labelOf(schema: unknown): string | undefined {
  const label = schema instanceof z.ZodType ? schema.meta()?.label : undefined
  return typeof label === 'string' ? label : undefined
}

/** The names of what lies in a part of a recipe and their schemas; none in a field. @param value the part */
function childrenOf(schema: unknown, value: unknown): [key: string, schema: unknown][] {
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape)
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const options = schema.options as z.ZodObject[]
    const chosen = options.filter((option) => nameOf(option) === readKey(value, 'name'))
    // The others' settings too: which of the options it is may be varied as well, and is a choice of its own.
    const shapes = [...options, ...chosen].map((option) => option.shape)
    const all = Object.assign({}, ...shapes) as Record<string, unknown>
    return Object.entries({ ...all, name: z.enum(options.map(nameOf)) })
  }
  if (schema instanceof z.ZodArray) {
    const count = Array.isArray(value) ? value.length : 0
    return Array.from({ length: count }, (_, k) => [String(k), schema.element])
  }
  return []
}

function nameOf(option: z.ZodObject): string {
  return String((option.shape.name as z.ZodLiteral).value)
}

/** What lies at a key; undefined where nothing does. */
export function readKey(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}

function describeField(path: string, whole: unknown): RecipeField | null {
  const { schema, isNullable } = unwrap(whole)
  const label = labelOf(schema) ?? path
  const field = { path, label, min: null, max: null, choices: [], isNullable, refuse: refusalOf(path, whole) }
  if (schema instanceof z.ZodNumber) {
    const ends = { min: schema.minValue, max: schema.maxValue }
    return { ...field, kind: schema.format?.includes('int') ? 'whole' : 'number', ...ends }
  }
  if (schema instanceof z.ZodEnum) return { ...field, kind: 'choice', choices: schema.options.map(String) }
  if (schema instanceof z.ZodBoolean) return { ...field, kind: 'flag' }
  if (schema instanceof z.ZodString) return { ...field, kind: 'text' }
  return null
}

function refusalOf(path: string, schema: unknown): RecipeField['refuse'] {
  return (value) => {
    const result = schema instanceof z.ZodType ? schema.safeParse(value) : undefined
    if (result === undefined || result.success) return null
    const [issue] = result.error.issues
    return describeIssue({ path: [path, ...issue!.path], message: issue!.message })
  }
}

/** What of a recipe, or of one that is still being typed, decides which fields it has. */
export interface FieldsOwner {
  readonly layers: readonly unknown[]
  readonly optimizer: { readonly name: string }
  readonly schedule: { readonly name: string }
}

/**
 * Every field of a recipe that holds one value, in the schema's order; also those of groups that are off and of other
 * optimizers and schedules.
 */
export function listRecipeFields(recipe: FieldsOwner): RecipeField[] {
  return [...fieldsOf(recipe).values()]
}

/** Fields by their paths, by what of a recipe decides which there are: a plan of a sweep asks thousands of times. */
const listings = new Map<string, ReadonlyMap<string, RecipeField>>()
const KEPT_LISTINGS = 100

function fieldsOf(recipe: FieldsOwner): ReadonlyMap<string, RecipeField> {
  const key = `${recipe.layers.length} ${recipe.optimizer.name} ${recipe.schedule.name}`
  let fields = listings.get(key)
  if (fields === undefined) {
    fields = new Map(readSchema(recipe).map((field) => [field.path, field]))
    if (listings.size >= KEPT_LISTINGS) listings.clear()
    listings.set(key, fields)
  }
  return fields
}

/** Of all activations the one that hidden layers cannot have, as `findCombinationProblems` says. */
const OUTPUT_ACTIVATION = 'softmax'

function readSchema(recipe: FieldsOwner): RecipeField[] {
  const list = (schema: unknown, value: unknown, path: readonly string[]): RecipeField[] => {
    const field = describeField(path.join('.'), schema)
    if (field !== null) return [field]
    return childrenOf(unwrap(schema).schema, value).flatMap(([key, child]) =>
      list(child, readKey(value, key), [...path, key]),
    )
  }
  const lastLayer = recipe.layers.length - 1
  return list(recipeSchema, recipe, []).map((field) =>
    /^layers\.\d+\.activation$/.test(field.path) && field.path !== `layers.${lastLayer}.activation`
      ? { ...field, choices: field.choices.filter((name) => name !== OUTPUT_ACTIVATION) }
      : field,
  )
}

/** What stands for all hidden layers in a path, as in `layers.*.units`. */
export const EACH_HIDDEN = 'layers.*.'

/** The hidden layers' sizes as one field: `100-50`. */
export const HIDDEN_SIZES = 'layers'

/**
 * The fields that a path stands for: one, or with `layers.*` one of each hidden layer; of a setting of activations, one of each
 * hidden layer that has it, where one does.
 */
export function expandPath(recipe: Recipe, path: string): string[] {
  if (!path.startsWith(EACH_HIDDEN)) return [path]
  const field = path.slice(EACH_HIDDEN.length)
  const hidden = recipe.layers.slice(0, -1)
  const having = hidden.map(({ activation }) => !isSetting(field) || settingOf(activation) === field)
  return hidden.flatMap((_, k) => (having[k] || !having.includes(true) ? [`layers.${k}.${field}`] : []))
}

/** Whether a layer's field is a setting of some activations. */
export const isSetting = (field: string): field is SettingName =>
  (SETTING_NAMES as readonly string[]).includes(field)

function refuseHiddenSizes(value: unknown): string | null {
  if (typeof value === 'string' && /^(none|\d+(-\d+)*)$/.test(value)) return null
  return `Hidden layers: expected sizes as in 100-50, or none, got '${String(value)}'`
}

/** Small letters alone: `learning-rate`, `Learning rate` and `learningRate` are one. */
export const foldName = (name: string): string => name.toLowerCase().replaceAll(/[-_ ]/g, '')

/** Whether a path leads to one field, or to the hidden layers' sizes. */
export const hasRecipeField = (recipe: Recipe, path: string): boolean =>
  path === HIDDEN_SIZES || fieldsOf(recipe).has(path)

/** Thrown for a path that leads to no field; `message` names those nearby. */
export class FieldPathError extends Error {
  override readonly name = 'FieldPathError'
}

/**
 * What the field at a path takes: `optimizer.learningRate`, `layers.0.units`, for all hidden layers `layers.*.units`,
 * and `layers` for the hidden layers' sizes as one text, `100-50`.
 * @throws FieldPathError where the recipe has no such field
 */
export function findRecipeField(recipe: Recipe, path: string): RecipeField {
  if (path === HIDDEN_SIZES) {
    const field = { path, kind: 'text', label: 'Hidden layers', min: null, max: null, choices: [] } as const
    return { ...field, isNullable: false, refuse: refuseHiddenSizes }
  }
  const fields = fieldsOf(recipe)
  const [first] = expandPath(recipe, path)
  const found = fields.get(first!)
  if (found !== undefined) return { ...found, path }
  if (path.startsWith(EACH_HIDDEN) && recipe.layers.length === 1) {
    throw new FieldPathError(`${path}: expected a recipe with hidden layers, got one without`)
  }
  throw new FieldPathError(
    `${path}: expected a field of the recipe, got another name${nearby([...fields.values()], path)}`,
  )
}

/** The fields that a wrong path may have meant. */
function nearby(fields: readonly RecipeField[], path: string): string {
  const keys = path.split('.')
  const last = keys[keys.length - 1]!.toLowerCase()
  const isAlike = (field: RecipeField): boolean => {
    const name = field.path.split('.').at(-1)?.toLowerCase() ?? ''
    return (
      name === last ||
      foldName(field.label) === last ||
      (last.length > 2 && (name.includes(last) || last.includes(name)))
    )
  }
  const isBeside = (field: RecipeField): boolean => field.path.split('.')[0] === keys[0]
  const alike = fields.filter(isAlike)
  const same = alike.length > 0 ? alike : misspelt(fields, last)
  const beside = same.length > 0 ? same : fields.filter(isBeside)
  const names = (beside.length > 0 ? beside : fields).map((field) => field.path)
  if (same.length > 0) return `; is ${listOr(names.slice(0, 4))} meant?`
  return beside.length > 0
    ? `; in ${keys[0]} there are ${listSome(names, 12)}`
    : `; there are ${listAnd([...new Set(names.map((name) => name.split('.')[0]!))])}`
}

/** The fields whose last part or label is nearest to a word that may be misspelt; none where all are far from it. */
function misspelt(fields: readonly RecipeField[], word: string): RecipeField[] {
  const distances = fields.map(({ path, label }) =>
    Math.min(...[path.split('.').at(-1)!, label].map((name) => editDistance(foldName(name), foldName(word)))),
  )
  const least = Math.min(...distances)
  return least <= Math.floor(word.length / 3) ? fields.filter((_, k) => distances[k] === least) : []
}

/**
 * The value of a field; undefined where the group that it belongs to is off, or the layer's activation has no such setting. Of
 * `layers.*` it is the first hidden layer's. @throws FieldPathError
 */
export function readRecipeField(recipe: Recipe, path: string): number | string | boolean | null | undefined {
  if (path === HIDDEN_SIZES) return hiddenSizes(recipe)
  findRecipeField(recipe, path)
  const [first] = expandPath(recipe, path)
  const keys = first!.split('.')
  const field = keys.at(-1)!
  const layer = keys[0] === 'layers' ? recipe.layers[Number(keys[1])] : undefined
  if (layer !== undefined && isSetting(field)) {
    const setting = readSetting(activationOf(layer))
    return setting?.name === field ? setting.value : undefined
  }
  return keys.reduce<unknown>(readKey, recipe) as number | string | boolean | null | undefined
}

function hiddenSizes(recipe: Recipe): string {
  const hidden = recipe.layers.slice(0, -1).map((layer) => layer.units)
  return hidden.length === 0 ? 'none' : hidden.join('-')
}
