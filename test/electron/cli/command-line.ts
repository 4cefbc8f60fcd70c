import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished, vi } from 'vitest'
import type { Terminal } from '../../../electron/cli/common/terminal.ts'
import { runCommandLine } from '../../../electron/cli/run-command-line.ts'
import { makeFolder, writeTinyDataSet } from '../backend/tiny-workbench.ts'
import { COMMAND_LINE } from '../../made-programs.ts'
import { SLOWNESS } from '../../slowness.ts'

export interface Finished {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CommandLine {
  /** A folder for the test's files; the store and the data sets are in it too. */
  readonly folder: string
  /** A tiny data set of 5 × 6 pixels. */
  readonly dataSet: string
  /** Words that train on it quickly. */
  readonly tiny: readonly string[]
  /** Runs a command in this process: for what it does and says. */
  readonly run: (...words: string[]) => Promise<Finished>
  /** Starts a program of its own: for signals, pipes and kills. */
  readonly start: (...words: string[]) => ChildProcessWithoutNullStreams
  /** Runs a program of its own to its end: for what the process itself makes of it. */
  readonly runProgram: (...words: string[]) => Promise<Finished>
}

/** As for `npm run backprop`: what is compiled once is not compiled for each process. */
const COMPILE_CACHE = fileURLToPath(new URL('../../../node_modules/.cache/compile', import.meta.url))

/** Makes a folder the working folder, with the base folder in it, until the test ends. */
export function enterFolder(folder: string): void {
  const before = process.cwd()
  process.chdir(folder)
  vi.stubEnv('BACKPROP_HOME', path.join(folder, 'home'))
  vi.stubEnv('BACKPROP_MNIST', '')
  onTestFinished(() => {
    process.chdir(before)
    vi.unstubAllEnvs()
  })
}

/** Runs a command in this process. */
export async function runInProcess(...words: string[]): Promise<Finished> {
  const written = { stdout: '', stderr: '' }
  const streamTo = (name: keyof typeof written): Terminal['stderr'] =>
    Object.assign(new EventEmitter(), {
      write: (content: string | Uint8Array) =>
        (written[name] += typeof content === 'string' ? content : Buffer.from(content).toString()),
    })
  const terminal: Terminal = Object.assign(new EventEmitter(), {
    stdout: streamTo('stdout'),
    stderr: streamTo('stderr'),
    exit: (status: number): never => {
      throw new Error(`the command ended the program with status ${status}`)
    },
  })
  const status = await runCommandLine(words, terminal)
  return { status, ...written }
}

/** The command line with a base folder of its own, which is the working folder until the test ends. */
export function makeCommandLine(): CommandLine {
  const folder = makeFolder()
  const dataSet = writeTinyDataSet(path.join(folder, 'tiny'))
  enterFolder(folder)
  const start = (...words: string[]): ChildProcessWithoutNullStreams => {
    const program = spawn(process.execPath, [COMMAND_LINE, ...words], {
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, NO_COLOR: '1' },
      cwd: folder,
    })
    onTestFinished(() => void program.kill('SIGKILL'))
    return program
  }
  const runProgram = async (...words: string[]): Promise<Finished> => {
    const program = start(...words)
    const ended = once(program, 'close')
    let stdout = ''
    let stderr = ''
    program.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    program.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    const [status] = (await ended) as [number | null]
    return { status, stdout, stderr }
  }
  const tiny = [
    'train',
    '--data',
    dataSet,
    '--train-size',
    '200',
    '--validation-size',
    '40',
    '--layers',
    '30,12,10',
  ]
  return { folder, dataSet, tiny, run: runInProcess, start, runProgram }
}

/** Trainings and programs take their time on a busy machine. */
export const PATIENCE = { timeout: 120_000 * SLOWNESS }

/** One JSON object a line. */
export function parseLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** Waits until a program has printed so many epochs as JSON. @returns all its lines so far */
export async function readEpochs(
  program: ChildProcessWithoutNullStreams,
  count: number,
): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = []
  let epochs = 0
  for await (const line of createInterface({ input: program.stdout })) {
    const event = JSON.parse(line) as Record<string, unknown>
    lines.push(event)
    if (event.event === 'epoch' && ++epochs >= count) return lines
  }
  throw new Error(`Expected ${count} epochs, got ${epochs} before the output ended`)
}
