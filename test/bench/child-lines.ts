import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface ChildCommand {
  readonly command: string
  readonly args: readonly string[]
  /** Variables of its own; one without a value is taken away. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Lines of a child's error output that are kept to tell why it ended. */
const KEPT_LINES = 50

/** A child process that answers in lines of JSON. */
export class ChildLines {
  readonly #process: ChildProcess
  readonly #lines: AsyncIterator<string>
  readonly #complaints: string[] = []

  constructor({ command, args, env }: ChildCommand) {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
    child.on('error', (error) => this.#complain(error.message))
    // A child that is gone is reported by its missing answer.
    child.stdin.on('error', () => undefined)
    createInterface({ input: child.stderr }).on('line', (line) => this.#complain(line))
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    this.#process = child
  }

  /** Asks for one more answer. */
  ask(): void {
    this.#process.stdin?.write('turn\n')
  }

  /** The next line. @throws Error with the child's last words where there is none */
  async read(): Promise<unknown> {
    const line = await this.#lines.next()
    if (line.done !== true) return JSON.parse(line.value)
    // Node's and Python's traces name the error in a line of its own, Python's at the end.
    const named = this.#complaints.findLast((complaint) => /^\w*(Error|Exception)\b.*:/.test(complaint))
    throw new Error(named ?? this.#complaints.at(-1) ?? 'it ended and said nothing')
  }

  /** Ends the process by having nothing more to ask, and waits for its end. */
  async close(): Promise<void> {
    const child = this.#process
    child.stdin?.end()
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const { promise, resolve } = Promise.withResolvers<undefined>()
    child.once('exit', () => resolve(undefined))
    await promise
  }

  #complain(line: string): void {
    if (line.trim() === '') return
    this.#complaints.push(line)
    if (this.#complaints.length > KEPT_LINES) this.#complaints.shift()
  }
}
