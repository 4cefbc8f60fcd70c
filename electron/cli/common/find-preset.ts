import path from 'node:path'
import type { OwnPreset } from '#contract/types.ts'
import { OwnPresetFolder } from '#backend/presets/own-preset-folder.ts'
import { resolvePaths } from '#backend/paths.ts'
import { UsageError } from './errors.ts'
import { readPresets } from './read-presets.ts'

/** The account's own presets; nobody else hears of their changes here. */
export function ownPresets(): OwnPresetFolder {
  return new OwnPresetFolder(path.join(resolvePaths().home, 'presets'), { emit: () => undefined })
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** A preset of the workbench by its name or title, or one's own by its name. @throws UsageError where there is none */
export async function findPreset(wanted: string, option = '--preset'): Promise<OwnPreset> {
  const builtIn = readPresets()
  const found = builtIn.find(({ name, title }) => isSame(name, wanted) || isSame(title, wanted))
  if (found !== undefined) return { name: found.name, recipe: found.recipe }
  const own = (await ownPresets().list()).presets
  const mine = own.find(({ name }) => isSame(name, wanted))
  if (mine !== undefined) return mine
  const names = [...own, ...builtIn].map(({ name }) => `'${name}'`)
  throw new UsageError(`${option}: expected one of ${names.join(', ')}, got '${wanted}'`)
}

/** Own presets have names of their own. @throws UsageError for one of the workbench's */
export function refuseBuiltInName(wanted: string): void {
  const builtIn = readPresets().find(({ name, title }) => isSame(name, wanted) || isSame(title, wanted))
  if (builtIn !== undefined) {
    throw new UsageError(`name: expected another one than that of a preset of the workbench, got '${wanted}'`)
  }
}
