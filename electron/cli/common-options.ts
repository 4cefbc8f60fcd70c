import { type Command, Option } from 'commander'
import { parseCount } from './arguments.ts'

/** Options that every command takes. */
export function addOutput(command: Command): Command {
  return command
    .option('--json', 'print one JSON object a line')
    .addOption(new Option('--threads <n>', 'threads of the computation, 1 or more').argParser(parseCount))
}
