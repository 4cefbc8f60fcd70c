import { escapeTerminalLine } from '#shared/escape-terminal.ts'
import { describeError, EXIT } from './common/errors.ts'
import { runCommandLine } from './run-command-line.ts'

/** The command line: `node electron/cli/main.ts train --epochs 3`. */

// A reader that closes the pipe early (`| head`) is no error; a training notices it itself and stops.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return
  const reason = error.code === 'ENOSPC' ? 'the disk is full' : error.message
  process.stderr.write(`backprop: the output cannot be written: ${reason}\n`)
  process.exit(EXIT.failed)
})

// What nothing else catches is printed as one line, too.
process.on('uncaughtException', (error) => {
  process.stderr.write(`backprop: ${escapeTerminalLine(describeError(error))}\n`)
  process.exit(EXIT.failed)
})

process.exitCode = await runCommandLine(process.argv.slice(2))
