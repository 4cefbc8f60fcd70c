import { listOr } from '#core/math/list-words.ts'
import type { RecipeField } from '#core/experiments/sweep/recipe-field.ts'
import type { SpacedValue } from '#core/experiments/sweep/spaced-values.ts'
import type { Variation } from '#core/experiments/sweep/variation.ts'
import { listChoiceNames, nameOfValue, readChoice } from '#shared/words/choice-names.ts'
import { sweptTitle } from '#shared/words/sweep-run-names.ts'
import { parseNumber } from '../recipe/recipe-draft.ts'

/** A field to vary, as it is typed. */
export interface VariedField {
  /** Identifies a row while its field changes. */
  readonly key: number
  readonly path: string
  readonly kind: Variation['values']['kind']
  /** Values between commas; of a choice, its names. */
  readonly list: string
  readonly from: string
  readonly to: string
  readonly count: number
  /** Whether its values are those that are usual for the recipe, which they follow until a person changes them. */
  readonly isUsual: boolean
}

export const DEFAULT_COUNT = 5

/** Values between commas, as a person reads and types them: `He normal, LeCun normal`, `off, 0.1`. */
function writeValues(path: string, values: readonly SpacedValue[]): string {
  const write = (value: SpacedValue): string => {
    if (typeof value === 'boolean') return value ? 'on' : 'off'
    if (value === null) return 'off'
    return typeof value === 'string' ? nameOfValue(path, value) : String(value)
  }
  return values.map(write).join(', ')
}

/** A row as the contract takes it; what is typed wrong stays as typed, and the backend says what it expected. */
export function toVariation(row: VariedField, field: RecipeField | null, isRandom: boolean): Variation {
  const { path, kind } = row
  if (kind === 'list') return { path, values: { kind, values: readValues(row.list, field) } }
  const [from, to] = [readEnd(row.from), readEnd(row.to)]
  const ends = { from, to, count: isRandom ? null : row.count }
  return { path, values: kind === 'log' ? { kind, ...ends, isTidy: true } : { kind, ...ends } }
}

/** A variation as a row shows it. */
export function toRow({ path, values }: Variation, key: number): VariedField {
  const row = {
    ...{ key, path, kind: values.kind, list: '', from: '', to: '' },
    ...{ count: DEFAULT_COUNT, isUsual: false },
  }
  if (values.kind === 'list') return { ...row, list: writeValues(path, values.values) }
  const { from, to, count } = values
  return { ...row, from: String(from), to: String(to), count: count ?? DEFAULT_COUNT }
}

/** What is typed in a row and is no number of a range or none of a field's choices, in words; null where all can be read. */
export function explainTyped(row: VariedField, field: RecipeField | null, layerCount: number): string | null {
  const title = sweptTitle(row.path, layerCount)
  if (row.kind !== 'list') {
    const ends = [
      ['from', row.from],
      ['to', row.to],
    ] as const
    const wrong = ends.find(([, text]) => Number.isNaN(readEnd(text)))
    return wrong === undefined ? null : `${title}, ${wrong[0]}: expected a number, got '${wrong[1]}'`
  }
  if (field?.kind !== 'choice') return null
  const wrong = readValues(row.list, field).find((value) => !isChoice(value, field))
  if (wrong === undefined) return null
  return `${title}: expected ${listOr(listChoices(field))}, got '${String(wrong)}'`
}

/** What a choice offers, by name in the form's order, with off where that is one of its values. */
export function listChoices({ path, choices, isNullable }: RecipeField): string[] {
  const names = listChoiceNames(path)
  return [...(names.length > 0 ? names : choices), ...(isNullable ? ['off'] : [])]
}

const isChoice = (value: SpacedValue, { choices }: RecipeField): boolean =>
  value === null || choices.includes(String(value))

function readValues(text: string, field: RecipeField | null): SpacedValue[] {
  const parts = text.split(',').map((part) => part.trim())
  const values: SpacedValue[] = []
  for (let k = 0; k < parts.length; k++) {
    if (parts[k] === '') continue
    // Names such as `GELU, exact` have a comma of their own.
    const withComma =
      field?.kind === 'choice' ? readChoice(field.path, parts.slice(k, k + 2).join(', ')) : null
    values.push(withComma ?? readValue(parts[k]!, field))
    if (withComma !== null && k + 1 < parts.length) k++
  }
  return values
}

function readValue(text: string, field: RecipeField | null): SpacedValue {
  if (field === null) return text
  if (field.isNullable && text.toLowerCase() === 'off') return null
  switch (field.kind) {
    case 'flag':
      return text === 'on' ? true : text === 'off' ? false : text
    case 'number':
    case 'whole':
      return parseNumber(text, { isWhole: field.kind === 'whole' })
    case 'choice':
      return readChoice(field.path, text) ?? text
    case 'text':
      return text
  }
}

/** NaN for a text that is no number, which the contract refuses by name. */
function readEnd(text: string): number {
  const value = parseNumber(text)
  return typeof value === 'number' ? value : NaN
}
