import { readdirSync } from 'node:fs'
import path from 'node:path'
import { readJson } from '#core/formats/read-json.ts'
import { parsePreset, type Preset } from '#core/recipe/preset.ts'
import { countParameters } from '#core/network/parameters.ts'
import { PRESET_FOLDER } from '../resource-folders.ts'
import { UsageError } from './errors.ts'
import { readInputText } from './read-input.ts'

/** The presets that come with the workbench, those that train fastest first. */
export function readPresets(): Preset[] {
  return readdirSync(PRESET_FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readPreset(path.join(PRESET_FOLDER, name)))
    .sort((a, b) => workOf(a) - workOf(b) || a.name.localeCompare(b.name))
}

/** Presets by their names, or from files of their form. @throws UsageError for one that there is not */
export function findPresets(wanted: readonly string[]): Preset[] {
  const known = readPresets()
  return wanted.map((name) => {
    if (name.endsWith('.json')) return readPreset(name)
    const preset = known.find((candidate) => candidate.name === name)
    if (preset) return preset
    throw new UsageError(
      `preset: expected ${known.map((candidate) => candidate.name).join(', ')} or a file, got '${name}'`,
    )
  })
}

function readPreset(file: string): Preset {
  const text = readInputText(file)
  try {
    return parsePreset(readJson(text, 'a preset as JSON'))
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Multiplications of a training, in rough proportion. */
function workOf({ recipe, published }: Preset): number {
  return (
    countParameters(recipe) * recipe.epochs * recipe.data.trainSize * (published.learningCurve?.length ?? 1)
  )
}
