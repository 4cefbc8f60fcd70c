import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { BROWSER_MODE } from '../made-programs.ts'

/** As for `npm start`: what is compiled once is not compiled for each process. */
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url))

export interface ServerOptions {
  /** Folder of the store and the data sets. */
  readonly home: string
  /** By default `--port 0`: any free port. */
  readonly args?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningServer {
  /** What it printed to open, with its key. */
  readonly address: string
  readonly pid: number
  /** Sends a signal, by default SIGINT, and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

/** Starts browser mode as a process of its own and waits until it prints its address. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { child, ended, address } = runServer(options)
  const started = await Promise.race([address, ended])
  if (typeof started !== 'string') throw new Error(`Browser mode did not start: ${started.stderr}`)
  return {
    address: started,
    pid: child.pid!,
    stop: (signal = 'SIGINT') => {
      child.kill(signal)
      return ended
    },
  }
}

/** Starts browser mode and waits for its end. */
export function runServerToEnd(options: ServerOptions): Promise<Ended> {
  return runServer(options).ended
}

function runServer({ home, args = ['--port', '0'], env = {} }: ServerOptions) {
  const child = spawn(process.execPath, [BROWSER_MODE, '--no-open', ...args], {
    // Whether MNIST is at hand must not matter to what the window shows.
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: compileCache,
      BACKPROP_MNIST: '',
      BACKPROP_HOME: home,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const address = new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      const match = /http:\S+/.exec(stdout)
      if (match !== null) resolve(match[0])
    })
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  return { child, address, ended }
}
