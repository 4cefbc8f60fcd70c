import { SETTING_NAMES } from '#core/activations/settings.ts'
import { readTypedNumber } from '#core/math/read-number.ts'
import type { DataSetInfo } from '#contract/types.ts'
import { findFitProblems } from '#core/runs/recipe-fit.ts'
import { fitProblemAt, shapeOf } from '#shared/words/fit-words.ts'
import { folderNameOf } from '#core/recipe/data-set-name.ts'
import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import { isFieldKnown, type WithUnknownFields } from '#core/recipe/unknown-fields.ts'
import { LECTURE_RECIPE, RECIPE_VERSION, type Recipe, type RecipeProblem } from '#core/recipe/recipe.ts'
import { SCHEDULE_DEFAULTS, type ScheduleName } from '#core/recipe/schedule.ts'

/**
 * A recipe under edit: each number may also be the text that a person typed where it is not a
 * number (the empty text while a field is empty), so that nothing typed is lost.
 */
export type Draft<T> = T extends number
  ? number | string
  : T extends string | boolean
    ? T
    : T extends readonly (infer Item)[]
      ? Draft<Item>[]
      : { [Key in keyof T]: Draft<T[Key]> }

export type RecipeDraft = Draft<Omit<Recipe, 'version' | 'optimizer'>> & {
  version: 1
  optimizer: { name: Recipe['optimizer']['name'] } & Record<string, number | string>
}

/** A path into a recipe, as in `['layers', 1, 'units']`. */
export type FieldPath = readonly (string | number)[]

export const pathKey = (path: FieldPath): string => path.join('.')

/** The path that a key stands for: `layers.0.units` as `['layers', 0, 'units']`. */
export const parsePath = (key: string): (string | number)[] =>
  key.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))

/** Reads the value at a path; undefined where there is none. */
export function readPath(root: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<string | number, unknown> | undefined)?.[key],
    root,
  )
}

/** A copy of the root with another value at the path; what does not lie on the path is shared. */
export function writePath<T>(root: T, path: FieldPath, value: unknown): T {
  const [key, ...rest] = path
  if (key === undefined) return value as T
  const copy: unknown = Array.isArray(root) ? [...(root as unknown[])] : { ...root }
  const fields = copy as Record<string | number, unknown>
  fields[key] = writePath(fields[key], rest, value)
  return copy as T
}

/**
 * A number where the text is one (`0.5`, `0,5`, `1e-8`), else the text itself, trimmed.
 * @param options whether the field takes whole numbers alone, in which `50,000` can only be 50000
 */
export function parseNumber(text: string, options: { isWhole?: boolean } = {}): number | string {
  return readTypedNumber(text, options) ?? text.trim()
}

/** What in a recipe does not fit its data set; the backend checks the same before it starts a run. */
export function findDataProblems(draft: RecipeDraft, dataSet: DataSetInfo | undefined): RecipeProblem[] {
  if (dataSet === undefined) {
    return [
      {
        path: ['data', 'dataSet'],
        message: describeUnlisted(draft.data),
      },
    ]
  }
  if (dataSet.state === 'broken') {
    return [{ path: ['data', 'dataSet'], message: dataSet.problem ?? 'Its files cannot be read' }]
  }
  if (dataSet.state === 'absent') {
    return [
      {
        path: ['data', 'dataSet'],
        message:
          dataSet.needs === 'download'
            ? `${dataSet.title} is not on this computer yet; download it in Data`
            : 'The folder is gone; choose another data set',
      },
    ]
  }
  const { trainSize, validationSize, testSize } = draft.data
  const fitted = {
    inputSize: numberOf(draft.inputSize),
    outputUnits: numberOf(draft.layers.at(-1)?.units),
    trainSize: numberOf(trainSize),
    validationSize: numberOf(validationSize),
    testSize: numberOf(testSize),
  }
  return findFitProblems(fitted, shapeOf(dataSet)).map((problem) => fitProblemAt(problem, draft, dataSet))
}

/** Why a data set that is not listed cannot be used, and what to do. */
function describeUnlisted({ dataSet, fingerprint }: RecipeDraft['data']): string {
  const folder = folderNameOf(dataSet)
  if (folder === null || fingerprint === undefined) {
    return `Data set: expected one of the list, got '${dataSet}', which is not in it`
  }
  return `Data set: expected the folder ‘${folder}’ (SHA-256 ${fingerprint.slice(0, 12)}…) in the list; open a folder with these images in Data`
}

/** A field that holds no number yet counts as fitting every data set; the schema reports it. */
const numberOf = (value: number | string | undefined): number => (typeof value === 'number' ? value : NaN)

/** The lecture's recipe, as a draft. */
export const lectureDraft = (): RecipeDraft => structuredClone(LECTURE_RECIPE)

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What is stored, in the shape of a template; what is missing or has another shape is the template's. Where the
 * template is null, a group of settings that is off, the group that is stored stays as it is.
 */
function fillFrom(stored: unknown, template: unknown): unknown {
  if (stored === undefined) return template
  if (!isFields(template)) return isFields(stored) && template !== null ? template : stored
  if (!isFields(stored)) return template
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [key, fillFrom(stored[key], value)]),
  )
}

/** A layer as it was stored; settings of its activation are there where they are not the usual ones. */
function reviveLayer(stored: Fields): unknown {
  const settings = Object.entries(stored).filter(([key]) => SETTING_NAMES.some((name) => name === key))
  return { ...(fillFrom(stored, LECTURE_RECIPE.layers[0]) as Fields), ...Object.fromEntries(settings) }
}

/** The noise on images, which recipes leave out where it is off. */
function storedNoise(data: unknown): Pick<RecipeDraft['data'], 'noise'> {
  return isFields(data) && isFields(data.noise) ? { noise: data.noise as RecipeDraft['data']['noise'] } : {}
}

/**
 * A draft as it was stored, perhaps before some fields existed: these get their defaults. Wrong values stay, the form
 * shows them with their problem. Null where it is no draft of this version of recipes.
 */
export function reviveDraft(stored: unknown): RecipeDraft | null {
  if (!isFields(stored) || stored.version !== RECIPE_VERSION) return null
  const { layers, optimizer, schedule } = stored
  if (!Array.isArray(layers) || layers.length === 0 || !layers.every(isFields)) return null
  if (!isFields(optimizer) || !Object.hasOwn(OPTIMIZER_DEFAULTS, optimizer.name as string)) return null
  const isSchedule = isFields(schedule) && Object.hasOwn(SCHEDULE_DEFAULTS, schedule.name as string)
  const draft = fillFrom(stored, lectureDraft()) as RecipeDraft
  return {
    ...draft,
    ...(typeof stored.startsFrom === 'string' && { startsFrom: stored.startsFrom }),
    data: { ...draft.data, ...storedNoise(stored.data) },
    layers: layers.map((layer) => reviveLayer(layer)) as RecipeDraft['layers'],
    optimizer: optimizer as RecipeDraft['optimizer'],
    schedule: (isSchedule
      ? fillFrom(schedule, SCHEDULE_DEFAULTS[schedule.name as ScheduleName])
      : SCHEDULE_DEFAULTS.constant) as RecipeDraft['schedule'],
  }
}

/**
 * A draft with all that is known of a run's recipe; what is not known stays as it is in the draft, for a person to choose.
 */
export function takeKnown(
  draft: RecipeDraft,
  { recipe, ...run }: WithUnknownFields & { readonly recipe: Recipe },
): RecipeDraft {
  const take = (value: unknown, present: unknown, path: string): unknown => {
    if (!isFieldKnown(run, path)) return present
    if (!isFields(value) || !isFields(present)) return value
    const keys = Object.keys({ ...present, ...value })
    return Object.fromEntries(keys.map((key) => [key, take(value[key], present[key], `${path}.${key}`)]))
  }
  const fields = Object.entries(draft).map(([key, present]) => [
    key,
    take(recipe[key as keyof Recipe], present, key),
  ])
  return structuredClone(Object.fromEntries(fields) as RecipeDraft)
}
