import { parseArgs } from 'node:util'

export interface StartArguments {
  /** File of the runs; undefined for the usual one. */
  readonly store: string | undefined
  /** Port of browser mode; undefined for the usual one or the next free one. */
  readonly port: number | undefined
  /** Whether browser mode opens the address where there is a desktop. */
  readonly open: boolean
  /** Browser mode even where Electron is there. */
  readonly browser: boolean
  readonly help: boolean
}

/** An argument is unknown or malformed; the message says which. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError'
}

export const startHelp = `Usage: npm start -- [options]

Opens the workbench in a window of its own, or in the browser where that is not possible.

  --store FILE   keep the runs in this file
  --browser      browser mode, even where Electron is there
  --port N       browser mode's port (4784, or the next free one)
  --no-open      browser mode: print the address, do not open it
  --help         print this
`

/** @throws ArgumentError */
export function parseStartArguments(args: readonly string[]): StartArguments {
  const values = parse(args)
  return {
    store: values.store,
    port: values.port === undefined ? undefined : parsePort(values.port),
    open: values.open,
    browser: values.browser,
    help: values.help,
  }
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        store: { type: 'string' },
        port: { type: 'string' },
        open: { type: 'boolean', default: true },
        browser: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
      allowNegative: true,
    })
    if (values.store === '') throw new ArgumentError('--store: expected a file, but it is empty')
    return values
  } catch (error) {
    if (error instanceof ArgumentError) throw error
    // Node's own sentence names the argument; what follows it is advice on how to write others.
    throw new ArgumentError((error as Error).message.split(/\.\s/, 1)[0])
  }
}

function parsePort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new ArgumentError(`--port: expected a number from 0 to 65535, got '${text}'`)
}
