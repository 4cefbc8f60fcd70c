import { type Command, CommanderError } from 'commander'
import { escapeTerminal, escapeTerminalLine } from '#shared/escape-terminal.ts'
import { describeError, EXIT, exitStatusOf } from './common/errors.ts'
import type { Terminal } from './common/terminal.ts'
import { buildProgram } from './program.ts'

/**
 * Runs one command; results go to standard output, an error to standard error as one line.
 * @param words what stands behind the program's name
 * @param terminal where output goes and signals come from
 * @returns the exit status
 */
export async function runCommandLine(
  words: readonly string[],
  terminal: Terminal = process,
): Promise<number> {
  if (asksForAll(words)) {
    const { describeProgram } = await import('./version/describe-program.ts')
    terminal.stdout.write(describeProgram())
    return EXIT.done
  }
  let status: number = EXIT.done
  const program = buildProgram({ terminal, finish: (finished) => (status = finished) })
  for (const command of [program, ...program.commands.flatMap((command) => [command, ...command.commands])]) {
    // Commander throws its errors, too; they are printed below, like all others, on one line.
    command.exitOverride().configureOutput({
      writeOut: (text) => void terminal.stdout.write(escapeTerminal(text)),
      writeErr: (text) => void terminal.stderr.write(escapeTerminal(text)),
      outputError: () => undefined,
    })
  }
  try {
    await program.parseAsync(words, { from: 'user' })
    return status
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.done
      // Called without a command: commander has shown the help.
      if (error.code !== 'commander.help') printError(terminal, describeArgumentError(error, program, words))
      return EXIT.usage
    }
    printError(terminal, describeError(error))
    return exitStatusOf(error)
  }
}

/** Whether more than the version is asked for: `--version --verbose`. */
function asksForAll(words: readonly string[]): boolean {
  const asked = new Set(words)
  return asked.size === 2 && asked.has('--verbose') && (asked.has('--version') || asked.has('-V'))
}

/**
 * Commander's own texts, shortened: `option '--epochs <n>' argument 'x' is invalid. expected …` names things twice. A
 * command with commands of its own, such as `runs`, says of an unknown one that it is unknown, not that it is too many.
 */
function describeArgumentError(error: CommanderError, program: Command, words: readonly string[]): string {
  const command = program.commands.find((each) => each.name() === words[0])
  if (error.code === 'commander.excessArguments' && command !== undefined && command.commands.length > 0) {
    const names = command.commands.map((each) => each.name()).join(', ')
    const wanted = command.args[0] ?? ''
    return `${command.name()}: expected one of its commands (${names}), got '${wanted}'`
  }
  return error.message
    .replace(/^error: /, '')
    .replace(/^option '(?:-\w, )?(--[\w-]+)[^']*' argument '.*' is invalid\. (?=expected)/s, '$1: ')
    .replace(/^(unknown option '(--[\w-]+)').*$/s, (text, unknown: string, option: string) =>
      option in USUAL_NAMES ? `${unknown} (here it is ${USUAL_NAMES[option]})` : text,
    )
}

/** Options as other programs call them, where spelling does not lead to ours. */
const USUAL_NAMES: Readonly<Record<string, string>> = {
  '--lr': '--learning-rate',
  '--eta': '--learning-rate',
  '--optim': '--optimizer',
  '--hidden': '--layers',
  '--dataset': '--data',
  '--lmbda': '--l2',
  '--lambda': '--l2',
}

function printError({ stderr }: Terminal, message: string): void {
  stderr.write(`backprop: ${escapeTerminalLine(message.replace(/\s*\n\s*/g, ' '))}\n`)
}
