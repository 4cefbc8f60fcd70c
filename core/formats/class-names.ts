import { readJson } from './read-json.ts'
import { nameText } from './text.ts'

/** Classes, at most: a label is one byte. */
const MOST_CLASSES = 255

/** Names of classes as a list in JSON, for formats whose metadata are texts. */
export const writeClassNames = (names: readonly string[]): string => JSON.stringify(names)

/** The names that a file states of its classes, one for each output; undefined for what is none, as others may have written it. */
export function readClassNames(text: string | undefined, outputs: number): readonly string[] | undefined {
  if (text === undefined) return undefined
  let value: unknown
  try {
    value = readJson(text, 'names of classes')
  } catch {
    return undefined
  }
  return takeClassNames(value, outputs)
}

/** As `readClassNames`, of a value that is read already. */
export function takeClassNames(value: unknown, outputs: number): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length !== outputs || outputs > MOST_CLASSES) return undefined
  const names = (value as unknown[]).map((name) => (typeof name === 'string' ? nameText(name) : ''))
  return names.includes('') ? undefined : names
}
