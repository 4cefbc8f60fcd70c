import type { RecipeSectionName } from './recipe-field-info.ts'
import { fieldAt, sectionPaths } from './recipe-fields.ts'
import { pathKey, type FieldPath, type RecipeDraft } from './recipe-draft.ts'

/** The sections of the form. Those of the fields group them by what they are about, for documents. */
export type FormSectionName =
  | 'Essentials'
  | 'Data'
  | 'Augmentation'
  | 'Noise'
  | 'Initialization'
  | 'Loss'
  | 'Optimizer'
  | 'Schedule'
  | 'Regularization'
  | 'Order and seed'
  | 'Stopping'
  | 'Computation'

/** What is changed most, besides the layers: it comes first, so that it is in reach without scrolling. */
export const MAIN_PATHS: readonly FieldPath[] = [['optimizer', 'learningRate'], ['batchSize'], ['epochs']]
const MAIN_KEYS: ReadonlySet<string> = new Set(MAIN_PATHS.map(pathKey))

/** Sections of fields that have another name in the form. */
const FORM_NAMES: Partial<Record<RecipeSectionName, FormSectionName>> = {
  Network: 'Essentials',
  Training: 'Order and seed',
}

/** The section of the form in which a field, or a part of the recipe, is found; undefined for one that has none. */
export function formSectionOf(path: FieldPath): FormSectionName | undefined {
  if (MAIN_KEYS.has(pathKey(path))) return 'Essentials'
  try {
    const { section } = fieldAt(path)
    return FORM_NAMES[section] ?? (section as FormSectionName)
  } catch {
    // A problem of the whole, such as too many layers.
    return path[0] === 'layers' ? 'Essentials' : undefined
  }
}

/** The fields of a section that are no part of the main settings and play a role in a recipe, in order. */
export function formPaths(section: FormSectionName, recipe: RecipeDraft): string[][] {
  const named = Object.entries(FORM_NAMES).find(([, name]) => name === section)?.[0] as
    RecipeSectionName | undefined
  return sectionPaths(named ?? (section as RecipeSectionName), recipe).filter(
    (path) => !MAIN_KEYS.has(pathKey(path)),
  )
}
