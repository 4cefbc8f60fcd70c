import { ArgumentError, parseStartArguments, startHelp } from './arguments.ts'
import { runBrowserMode } from './run.ts'

try {
  const options = parseStartArguments(process.argv.slice(2))
  if (options.help) console.log(startHelp)
  else await runBrowserMode(options)
} catch (error) {
  if (!(error instanceof ArgumentError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
