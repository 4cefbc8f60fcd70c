import { SETTING_NAMES } from '../activations/settings.ts'
import { describeValue } from '../recipe/describe-value.ts'
import { hasFolder, portableName } from '../recipe/portable-recipe.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { FreeField } from './assignment.ts'

/** Leaves of plain JSON by their path, as `layers.0.units`; a list counts as its elements and its length. */
function leavesOf(value: unknown, path: string, into: Map<string, unknown>): void {
  if (typeof value !== 'object' || value === null) {
    into.set(path, value)
    return
  }
  if (Array.isArray(value)) into.set(`${path}.length`, value.length)
  for (const [key, each] of Object.entries(value)) leavesOf(each, path === '' ? key : `${path}.${key}`, into)
}

/** Whether a path is the free one, or lies within it; `*` stands for any part, as in `layers.*.units`. */
export function isWithin(path: string, free: string): boolean {
  const [parts, wanted] = [path.split('.'), free.split('.')]
  return wanted.length <= parts.length && wanted.every((part, k) => part === '*' || part === parts[k])
}

/** The field that decides which settings there are: a layer's activation for its slope or α; else the path itself. */
const chooserOf = (path: string): string =>
  path.replace(new RegExp(`^(layers\\.\\d+)\\.(${SETTING_NAMES.join('|')})$`), '$1.activation')

/**
 * A recipe with its folder named as in the assignment, where it is the same folder: each machine has a path of its own for it.
 * Folders are compared by fingerprint, or by base name where the assignment has no fingerprint.
 */
function withFolderOf(base: Recipe, changed: Recipe): Recipe {
  const { dataSet, fingerprint } = base.data
  const got = changed.data.dataSet
  if (!hasFolder(dataSet) || !hasFolder(got)) return changed
  const isSame =
    fingerprint === undefined
      ? portableName(dataSet) === portableName(got)
      : fingerprint === changed.data.fingerprint
  return isSame ? { ...changed, data: { ...changed.data, dataSet, fingerprint } } : changed
}

/**
 * What of a recipe differs from an assignment's though it may not, in words: fields that are not free, and values out of a
 * free field's range. A folder of data may lie anywhere. Empty where only free fields are changed.
 */
export function findForbiddenChanges(base: Recipe, changed: Recipe, free: readonly FreeField[]): string[] {
  const before = new Map<string, unknown>()
  const after = new Map<string, unknown>()
  leavesOf(base, '', before)
  leavesOf(withFolderOf(base, changed), '', after)
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted()
  return paths.flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)]
    if (Object.is(was, is)) return []
    const field = free.find((each) => isWithin(path, each.path) || isWithin(chooserOf(path), each.path))
    if (field === undefined) {
      return [`${path}: expected ${describeValue(was)} as in the assignment, got ${describeValue(is)}`]
    }
    const { min = -Infinity, max = Infinity } = field
    if (typeof is === 'number' && (is < min || is > max)) {
      return [`${path}: expected ${min} to ${max}, got ${is}`]
    }
    return []
  })
}
