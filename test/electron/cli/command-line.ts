import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { makeFolder, writeTinyDataSet } from '../backend/tiny-workbench.ts'

const MAIN = fileURLToPath(new URL('../../../electron/cli/main.ts', import.meta.url))

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
  readonly start: (...words: string[]) => ChildProcessWithoutNullStreams
  readonly run: (...words: string[]) => Promise<Finished>
}

/** The command line with a base folder of its own. */
export function makeCommandLine(): CommandLine {
  const folder = makeFolder()
  const dataSet = writeTinyDataSet(path.join(folder, 'tiny'))
  const env = { ...process.env, BACKPROP_HOME: path.join(folder, 'home'), BACKPROP_MNIST: '', NO_COLOR: '1' }
  const start = (...words: string[]): ChildProcessWithoutNullStreams => {
    const program = spawn(process.execPath, [MAIN, ...words], { env, cwd: folder })
    onTestFinished(() => void program.kill('SIGKILL'))
    return program
  }
  const run = async (...words: string[]): Promise<Finished> => {
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
  return { folder, dataSet, tiny, start, run }
}

/** Every command starts a program of its own, which takes its time on a busy machine. */
export const PATIENCE = { timeout: 120_000 }

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
