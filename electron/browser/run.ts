import { WorkbenchError } from '#contract/types.ts'
import { ListenerError } from '#backend/emitter.ts'
import { WorkbenchHost } from '#backend/host/workbench-host.ts'
import { resolvePaths } from '#backend/paths.ts'
import { describeBackup } from '#backend/store/backup.ts'
import { escapeTerminal, escapeTerminalLine } from '#shared/escape-terminal.ts'
import { fileURLToPath } from 'node:url'
import manifest from '../../package.json' with { type: 'json' }
import { hasDesktop } from './desktop.ts'
import { waitForEnd } from './lifetime.ts'
import { PortInUseError, startBrowserServer } from './server.ts'

const defaultPort = 4784

export interface BrowserModeOptions {
  readonly store: string | undefined
  readonly port: number | undefined
  readonly open: boolean
}

/**
 * Serves the workbench on a loopback address until the program shall end (see `waitForEnd`); then closes it and ends the
 * process with status 0, or with status 1 where it cannot start.
 */
export async function runBrowserMode({ store, port, open }: BrowserModeOptions): Promise<void> {
  const stop = waitForEnd()
  process.on('uncaughtException', survive)
  const paths = resolvePaths({ store })
  let host
  try {
    host = new WorkbenchHost({
      ...paths,
      logError,
      version: manifest.version,
      onBackup: (file) => void process.stderr.write(`${escapeTerminalLine(describeBackup(file))}\n`),
    })
  } catch (error) {
    fail(error)
  }
  try {
    const server = await startBrowserServer({
      host,
      logError,
      windowFolder: fileURLToPath(new URL('../../dist/renderer', import.meta.url)),
      port: port ?? defaultPort,
      mayMovePort: port === undefined,
    })
    process.stdout.write(`The workbench is open at ${server.address}\nCtrl-C ends it.\n`)
    if (open && hasDesktop()) await openAddress(server.address)
    await stop
    await Promise.all([server.close(), host.close()])
    process.exit(0)
  } catch (error) {
    await host.close()
    fail(error)
  }
}

/** Logs what a listener of the workbench threw, which leaves trainings unharmed; any other defect ends the process. */
function survive(error: unknown): void {
  if (error instanceof ListenerError) {
    logError('The workbench goes on.', error)
    return
  }
  logError('The workbench failed.', error)
  process.exit(1)
}

/** Opens the browser if it can; the address is printed in the terminal anyway. */
async function openAddress(address: string): Promise<void> {
  try {
    const { default: open } = await import('open')
    const child = await open(address)
    child.on('error', () => undefined)
  } catch {
    // No browser to open.
  }
}

function logError(message: string, error: unknown): void {
  const detail = error instanceof Error ? (process.env.BACKPROP_DEBUG ? error.stack : error.message) : error
  process.stderr.write(`${escapeTerminal(`${message} ${String(detail)}`)}\n`)
}

function fail(error: unknown): never {
  if (error instanceof WorkbenchError || error instanceof PortInUseError) {
    process.stderr.write(`${escapeTerminalLine(error.message)}\n`)
  } else {
    logError('The workbench could not be started.', error)
  }
  process.exit(1)
}
