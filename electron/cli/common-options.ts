import { type Command, Option } from 'commander'
import { parseEngine, parseFile, parseThreads } from './arguments.ts'

/** What computes a training, for commands that train. */
export function engineOption(unless: string): Option {
  return new Option(
    '--engine <name>',
    `wasm: fast, 32-bit, the same bytes on every machine; wasm-relaxed: faster, last bits may differ between machines; reference: exact, 64-bit, slow (default: ${unless})`,
  ).argParser(parseEngine)
}

/** Options that every command takes. */
export function addOutput(command: Command): Command {
  return command
    .option('--json', 'print one JSON object a line')
    .addOption(
      new Option(
        '--threads <n>',
        'threads of the computation; the results never depend on it (default: as many as there are cores)',
      ).argParser(parseThreads),
    )
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
