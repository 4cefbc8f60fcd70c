import { availableParallelism } from 'node:os'
import { type Command, Option } from 'commander'
import { describeCap } from '#shared/words/cap-words.ts'
import { parseEngine, parseEpoch, parseFile, parseSeeds, parseThreads } from './arguments.ts'

/** What the help says of an argument that names the one run of a command. */
export const RUN_ARGUMENT = "the run: its id or the beginning of it, its exact name, or 'last' for the newest"

/** What computes a training, for commands that train. */
export function engineOption(unless: string): Option {
  return new Option(
    '--engine <name>',
    `wasm: fast, 32-bit, the same bytes on every machine; wasm-relaxed: faster, last bits may differ between machines; reference: exact, 64-bit, slow (default: ${unless})`,
  ).argParser(parseEngine)
}

/** The option that every command with results takes. */
export function addOutput(command: Command): Command {
  return command.option('--json', 'print one JSON object a line')
}

/** How many threads compute, for the commands that train networks of their own in an engine. */
export function addThreads(command: Command): Command {
  command.addOption(
    new Option(
      '--threads <n>',
      'threads of the computation; the results never depend on it (default: as many as there are cores)',
    ).argParser(parseThreads),
  )
  return capAtCores(command, 'threads')
}

/** Lowers an option to the cores of the machine where it is more, and says so. @param name of the option, without its dashes */
export function capAtCores(command: Command, name: 'threads' | 'workers'): Command {
  return command.hook('preAction', (_command, action) => {
    // What is printed runs on other machines.
    if (action.getOptionValue('print') !== undefined) return
    const asked = action.getOptionValue(name) as number | undefined
    const cores = availableParallelism()
    const cap = asked === undefined ? null : describeCap(asked, cores)
    if (cap === null) return
    action.setOptionValue(name, cores)
    action.configureOutput().writeErr?.(`--${name}: ${cap}\n`)
  })
}

/** Which store a command works on. */
export function addStore(command: Command): Command {
  return command.addOption(
    new Option(
      '--store <file>',
      "file of the runs (default: workbench.sqlite in the account's data folder)",
    ).argParser(parseFile),
  )
}

/** Options of every command that works on the store. */
export function addCommon(command: Command): Command {
  return addOutput(addStore(command))
}

/** Adds the options that name the recipe of a command that experiments with it. */
export function addRecipeSource(command: Command): Command {
  return command
    .option('--recipe <file>', "recipe as JSON, or a link to one (default: the lecture's)")
    .addOption(
      new Option('--preset <name>', "a recipe of 'presets', the workbench's or one's own").conflicts(
        'recipe',
      ),
    )
    .addOption(
      new Option('--run <run>', "the recipe of a run: its id or the beginning of it, its name, or 'last'")
        .conflicts('recipe')
        .conflicts('preset'),
    )
}

/** Which epoch of a run. @param what it is for, where the command has other epochs too */
export const epochOption = (what = ''): Option =>
  new Option(
    '--epoch <n>',
    `${what}counted from 0, 'best' or 'last' (default: the one with the best validation accuracy, or the lowest validation loss where patience waits for that; without validation images, the last)`,
  ).argParser(parseEpoch)

/** Which runs, for commands that work on several. */
export const filterOption = (): Option =>
  new Option(
    '--filter <text>',
    "only these: words of name, notes, tags, data and settings, and conditions, joined by and, or, not: 'accuracy > 97 and layers contains 100', 'tag:teaching', 'not star', 'started = today'",
  )

/** Seeds of commands that train a recipe several times. */
export const seedsOption = (): Option =>
  new Option('--seeds <list>', 'one network for each, as in 1,2,3')
    .argParser(parseSeeds)
    .default([1, 2, 3], '1,2,3')
