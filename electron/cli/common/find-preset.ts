import { existsSync } from 'node:fs'
import path from 'node:path'
import type { OwnPreset } from '#contract/types.ts'
import { OwnPresetFolder } from '#backend/presets/own-preset-folder.ts'
import { resolvePaths } from '#backend/paths.ts'
import { readOwnPreset } from '#shared/own-preset-file.ts'
import { UsageError } from './errors.ts'
import { readInputText } from './read-input.ts'
import { readPresets } from './read-presets.ts'

/** The account's own presets; nobody else hears of their changes here. */
export function ownPresets(): OwnPresetFolder {
  return new OwnPresetFolder(path.join(resolvePaths().home, 'presets'), { emit: () => undefined })
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/**
 * A preset of the workbench by its name or title, one's own by its name, or that of a file, which may hold a recipe alone.
 * @throws UsageError where there is none
 */
export async function findPreset(wanted: string, option = '--preset'): Promise<OwnPreset> {
  const builtIn = readPresets()
  const found = builtIn.find(({ name, title }) => isSame(name, wanted) || isSame(title, wanted))
  if (found !== undefined) return { name: found.name, recipe: found.recipe }
  const own = (await ownPresets().list()).presets
  const mine = own.find(({ name }) => isSame(name, wanted))
  if (mine !== undefined) return mine
  const file = readPresetAt(wanted)
  if (file !== null) return file
  const names = [...own, ...builtIn].map(({ name }) => `'${name}'`)
  throw new UsageError(`${option}: expected one of ${names.join(', ')}, got '${wanted}'`)
}

/** The preset, or the recipe alone, of a file that was given in place of a name; null where there is no such file. */
function readPresetAt(wanted: string): OwnPreset | null {
  if (!/\.json$/i.test(wanted) || !existsSync(wanted)) return null
  const text = readInputText(wanted)
  try {
    return readOwnPreset(text, path.basename(wanted))
  } catch (error) {
    throw new UsageError(`${wanted}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Own presets have names of their own. @throws UsageError for one of the workbench's */
export function refuseBuiltInName(wanted: string): void {
  const builtIn = readPresets().find(({ name, title }) => isSame(name, wanted) || isSame(title, wanted))
  if (builtIn !== undefined) {
    throw new UsageError(`name: expected another one than that of a preset of the workbench, got '${wanted}'`)
  }
}
