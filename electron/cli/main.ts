import { runCommandLine } from './run-command-line.ts'

/** The command line: `node electron/cli/main.ts train --epochs 3`. */

// A reader that has seen enough (`| head`) is no error; a training hears of it by itself and stops.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await runCommandLine(process.argv.slice(2))
