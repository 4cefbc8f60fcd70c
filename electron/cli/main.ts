import { CommanderError } from 'commander'
import { describeError, EXIT, exitStatusOf } from './errors.ts'
import { buildProgram } from './program.ts'

/** The command line: `node electron/cli/main.ts train --epochs 3`. */

// A reader that has seen enough (`| head`) is no error; a training hears of it by itself and stops.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await run(process.argv.slice(2))

async function run(words: string[]): Promise<number> {
  let status: number = EXIT.done
  const program = buildProgram((finished) => (status = finished))
  const messages: string[] = []
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ outputError: (text) => messages.push(text) })
  }
  try {
    await program.parseAsync(words, { from: 'user' })
    return status
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.done
      // Called without a command: commander has shown the help.
      if (error.code === 'commander.help') return EXIT.usage
      fail(error.message.replace(/^error: /, ''))
      return EXIT.usage
    }
    fail(describeError(error))
    return exitStatusOf(error)
  }
}

function fail(message: string): void {
  process.stderr.write(`backprop: ${message.replace(/\s*\n\s*/g, ' ')}\n`)
}
