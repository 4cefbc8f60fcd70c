import { FormatError } from '#core/formats/format-error.ts'
import { readJson } from '#core/formats/read-json.ts'
import { parseRecipe, type Recipe } from '#core/recipe/recipe.ts'
import { PRESET_NAME_LIMIT } from '#contract/limits.ts'

/** A recipe under a name, as a file holds it. */
export interface NamedRecipe {
  readonly name: string
  readonly recipe: Recipe
}

/** A name as it is kept: one line without spaces around it. */
export const presetNameOf = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim()

/** A preset as the text of its file. */
export function writeOwnPreset({ name, recipe }: NamedRecipe): string {
  return `${JSON.stringify({ name, recipe }, null, 2)}\n`
}

/** What a file that was read as a preset held: a preset, or a recipe alone, which is called after its file. */
export interface PresetFile {
  readonly kind: 'preset' | 'recipe'
  readonly preset: NamedRecipe
}

/**
 * Reads the text of a preset's file.
 * @param fileName of a file that may hold a recipe alone, which is then called after the file
 * @throws FormatError, or RecipeError for what is wrong in its recipe
 */
export const readOwnPreset = (text: string, fileName?: string): NamedRecipe =>
  readPresetFile(text, fileName).preset

/** As `readOwnPreset`, with what the file held. @throws FormatError, RecipeError */
export function readPresetFile(text: string, fileName?: string): PresetFile {
  const given = readJson(text, 'a preset as JSON')
  return { kind: isRecipeLike(given) ? 'recipe' : 'preset', preset: parsePreset(nameRecipe(given, fileName)) }
}

function parsePreset(value: unknown): NamedRecipe {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('recipe' in value)) {
    const got = isRecipeLike(value) ? 'a recipe without a name' : 'something else'
    throw new FormatError(`Expected a preset with 'name' and 'recipe', got ${got}.`)
  }
  const name = typeof value.name === 'string' ? presetNameOf(value.name) : ''
  if (name === '' || name.length > PRESET_NAME_LIMIT) {
    throw new FormatError(`Name: expected a text of 1 to ${PRESET_NAME_LIMIT} characters.`)
  }
  return { name, recipe: parseRecipe(value.recipe) }
}

/** A recipe alone, as the command line takes it, under the name of its file; all else as it is. */
function nameRecipe(value: unknown, fileName: string | undefined): unknown {
  if (fileName === undefined || !isRecipeLike(value)) return value
  const name = presetNameOf(fileName.replace(/\.json$/i, ''))
  return { name: name.slice(0, PRESET_NAME_LIMIT).trim(), recipe: value }
}

const isRecipeLike = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'layers' in value && !('recipe' in value)
