import { type Command, Option } from 'commander'
import { parseFile } from '../common/arguments.ts'
import { RUN_HELP } from '../common/find-run.ts'
import { addStore } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { ExportPresetOptions, PresetsOptions, SavePresetOptions } from './presets.ts'

/** Adds the command that lists presets, with those that keep a person's own ones. */
export function addPresets(program: Command, { finish, terminal }: CommandHost): void {
  const presets = program
    .command('presets')
    .summary('list, save and share recipes to start from')
    .description("Lists the recipes to start from, one's own first; 'train --preset' takes their names.")
    .option('--json', 'print one JSON object a line')
    .action(async (options: PresetsOptions) => finish(await (await load()).listPresets(options, terminal)))
  const load = () => import('./presets.ts')
  const add = (name: string, summary: string, description: string): Command =>
    presets
      .command(name)
      .summary(summary)
      .description(description)
      .option('--json', 'print one JSON object a line')

  add('list', 'list the presets', "Lists the recipes to start from, one's own first.").action(
    async (options: PresetsOptions) => finish(await (await load()).listPresets(options, terminal)),
  )
  addStore(
    add('save', 'save a recipe under a name', 'Saves a recipe under a name, from a file, a link or a run.')
      .argument('<name>', 'the name of the preset')
      .addOption(new Option('--recipe <file>', 'recipe as JSON, or a link to one').argParser(parseFile))
      .option('--run <run>', `the recipe of ${RUN_HELP}`)
      .option('--replace', 'in place of the preset of that name'),
  ).action(async (name: string, options: SavePresetOptions) =>
    finish(await (await load()).savePreset(name, options, terminal)),
  )
  add('rename', 'give a preset another name', "Gives one of one's own presets another name.")
    .argument('<name>', 'the preset')
    .argument('<to>', 'its new name')
    .action(async (name: string, to: string, options: PresetsOptions) =>
      finish(await (await load()).renamePreset(name, to, options, terminal)),
    )
  add('delete', 'delete a preset', "Deletes one of one's own presets.")
    .argument('<name>', 'the preset')
    .action(async (name: string, options: PresetsOptions) =>
      finish(await (await load()).deletePreset(name, options, terminal)),
    )
  add(
    'export',
    'write a preset as a file',
    'Writes a preset as a file, which presets import and the window read.',
  )
    .argument('<name>', 'the preset')
    .addOption(
      new Option('--out <file>', "the file, as in mine.json; '-' for standard output")
        .argParser(parseFile)
        .makeOptionMandatory(),
    )
    .action(async (name: string, options: ExportPresetOptions) =>
      finish(await (await load()).exportPreset(name, options, terminal)),
    )
  add(
    'import',
    'read presets from files',
    'Reads presets from files, each under the name in its file; a recipe alone is called after its file.',
  )
    .argument('<files...>', 'files that presets export or the window wrote, or recipes as JSON')
    .option('--replace', 'in place of presets of these names')
    .action(async (files: string[], options: SavePresetOptions) =>
      finish(await (await load()).importPresets(files, options, terminal)),
    )
}
