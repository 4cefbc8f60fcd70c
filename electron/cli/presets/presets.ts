import path from 'node:path'
import { layerSizes } from '#core/network/parameters.ts'
import { portableRecipe } from '#core/recipe/portable-recipe.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { PRESET_NAME_LIMIT } from '#contract/limits.ts'
import { WorkbenchError } from '#contract/types.ts'
import {
  type NamedRecipe,
  type PresetFile,
  presetNameOf,
  readPresetFile,
  writeOwnPreset,
} from '#shared/own-preset-file.ts'
import { UsageError } from '../common/errors.ts'
import { findPreset, ownPresets, refuseBuiltInName } from '../common/find-preset.ts'
import { findRun } from '../common/find-run.ts'
import { alignColumns } from '../common/format.ts'
import { Output } from '../common/output.ts'
import { readInputText } from '../common/read-input.ts'
import { readPresets } from '../common/read-presets.ts'
import { readRecipeOrLink } from '../common/read-recipe.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'
import { writeOutputFile } from '../common/write-output-file.ts'

export interface PresetsOptions {
  readonly json?: boolean
}

export interface SavePresetOptions extends PresetsOptions, StoreOptions {
  readonly recipe?: string
  readonly run?: string
  readonly replace?: boolean
}

export interface ExportPresetOptions extends PresetsOptions {
  readonly out: string
}

const HEAD = ['NAME', 'LAYERS', 'EPOCHS', 'DATA']

/** Lists presets, own ones first. @returns 1 where a file in their folder is none */
export async function listPresets(options: PresetsOptions, terminal: Terminal): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const { presets, problems } = await ownPresets().list()
  const listed = [
    ...presets.map((preset) => ({ ...preset, kind: 'own' as const })),
    ...readPresets().map(({ name, recipe }) => ({ name, recipe, kind: 'built-in' as const })),
  ]
  const [head, ...rows] = alignColumns([HEAD, ...listed.map(describe)])
  if (!output.isJson) output.lines(head!)
  listed.forEach((preset, k) => output.result({ event: 'preset', ...preset }, rows[k]))
  for (const { file, message } of problems) {
    output.result({ event: 'problem', file, problem: message }, undefined)
    output.note(`${file}: ${message}`)
  }
  return problems.length === 0 ? 0 : 1
}

const describe = ({ name, recipe }: NamedRecipe): string[] => [
  name,
  layerSizes(recipe).join('-'),
  String(recipe.epochs),
  recipe.data.dataSet,
]

/** Saves a recipe under a name. @throws UsageError where the name is taken */
export async function savePreset(
  given: string,
  options: SavePresetOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const wanted = readName(given)
  const name = await store({ name: wanted, recipe: await readGiven(options, output) }, options)
  output.result({ event: 'saved', name }, `Saved ${name}`)
  return 0
}

async function readGiven(options: SavePresetOptions, output: Output): Promise<Recipe> {
  const { recipe, run } = options
  if ((recipe === undefined) === (run === undefined)) {
    throw new UsageError(
      'presets save: expected --recipe or --run, got ' + (run === undefined ? 'neither' : 'both'),
    )
  }
  if (recipe !== undefined) return readRecipeOrLink(recipe, output)
  return withWorkbench(options, output, async (workbench) => (await findRun(workbench, run!)).recipe)
}

/** @returns the name under which it is kept */
async function store(preset: NamedRecipe, { replace }: Pick<SavePresetOptions, 'replace'>): Promise<string> {
  const { name } = await usingNames(() => ownPresets().save({ ...preset, replaces: replace === true }), {
    conflict: `there is a preset '${preset.name}' already; --replace takes its place`,
  })
  return name
}

/** Gives a preset another name. @throws UsageError where there is none, or the name is taken */
export async function renamePreset(
  before: string,
  to: string,
  options: PresetsOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const wanted = readName(to)
  const { name } = await usingNames(() => ownPresets().rename(before, wanted), {
    conflict: `there is a preset '${wanted}' already`,
  })
  output.result({ event: 'renamed', name, before }, `Renamed ${before} to ${name}`)
  return 0
}

/** Deletes a preset. @throws UsageError where there is none */
export async function deletePreset(
  wanted: string,
  options: PresetsOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const preset = await usingNames(() => ownPresets().delete(wanted))
  output.result({ event: 'deleted', ...preset }, `Deleted ${preset.name}`)
  return 0
}

/** Writes a preset as a file for other machines. @throws UsageError where there is none */
export async function exportPreset(
  wanted: string,
  options: ExportPresetOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const { name, recipe } = await findPreset(wanted, 'preset')
  const content = writeOwnPreset({ name, recipe: portableRecipe(recipe, recipe.data.fingerprint ?? null) })
  if (options.out === '-') {
    output.file(content)
    return 0
  }
  const file = path.resolve(options.out)
  await writeOutputFile(file, content, { mayReplace: true, option: '--out' })
  output.result({ event: 'exported', name, file }, `Wrote ${file}`)
  return 0
}

/** Reads presets from files. @throws UsageError for a file that is none, before any is saved */
export async function importPresets(
  files: readonly string[],
  options: SavePresetOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const read = files.map((file) => ({ file, ...readFile(file) }))
  for (const { file, kind, preset } of read) {
    const name = await store(preset, options)
    const from = kind === 'recipe' ? `, a recipe without a name, called after its file ${file}` : ''
    output.result({ event: 'saved', name, file: path.resolve(file), kind }, `Saved ${name}${from}`)
  }
  return 0
}

function readFile(file: string): PresetFile {
  const text = readInputText(file)
  try {
    const { kind, preset } = readPresetFile(text, path.basename(file))
    return { kind, preset: { ...preset, name: readName(preset.name) } }
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function readName(given: string): string {
  const name = presetNameOf(given)
  if (name === '') throw new UsageError('name: expected a text, but it is empty')
  if (name.length > PRESET_NAME_LIMIT) {
    throw new UsageError(`name: expected at most ${PRESET_NAME_LIMIT} characters, got ${name.length}`)
  }
  refuseBuiltInName(name)
  return name
}

/** What is wrong with a name is a wrong argument. */
async function usingNames<T>(work: () => Promise<T>, words: { conflict?: string } = {}): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof WorkbenchError)) throw error
    if (error.code === 'conflict') throw new UsageError(words.conflict ?? error.message)
    if (error.code === 'not-found') throw new UsageError(error.message)
    throw error
  }
}
