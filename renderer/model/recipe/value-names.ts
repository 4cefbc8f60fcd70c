import { fieldAt } from './recipe-fields.ts'
import { parsePath } from './recipe-draft.ts'
import { labelOf } from './recipe-choices.ts'

/**
 * A value of a recipe's field as the form calls it, as in `He normal` for `he-normal`; itself where the form has no name for it.
 * @param path as in `layers.0.activation`; `layers.*.activation` for that of all layers
 */
export function nameOfValue(path: string, value: string): string {
  try {
    return labelOf(fieldAt(parsePath(path)).choices ?? [], value)
  } catch {
    // A field that the form does not show has no names.
    return value
  }
}
