import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What a command took. */
export interface MeasuredCommand {
  /** From the start of the process to its end. */
  readonly seconds: number
  readonly peakMegabytes: number
}

export interface MeasuredCommandOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Called for each line of its output, and awaited. @param pid of the process */
  readonly onLine?: (line: string, pid: number) => void | Promise<void>
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const reporter = new URL('children/report-peak-memory.ts', import.meta.url).href

/** Runs a command of the command line in a process of its own. @throws Error with what it said */
export async function runMeasured(
  words: readonly string[],
  { env, onLine }: MeasuredCommandOptions = {},
): Promise<MeasuredCommand> {
  const startedAt = performance.now()
  const program = path.join(root, 'electron/made/command-line.mjs')
  const child = spawn(process.execPath, ['--import', reporter, program, ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = Promise.withResolvers<number | null>()
  child.on('error', ended.reject)
  child.on('close', ended.resolve)

  const complaints: string[] = []
  let peakKilobytes = NaN
  createInterface({ input: child.stderr }).on('line', (line) => {
    const reported = /^peak-memory-kilobytes (\d+)$/.exec(line)
    if (reported === null) complaints.push(line)
    else peakKilobytes = Number(reported[1])
  })
  for await (const line of createInterface({ input: child.stdout })) await onLine?.(line, child.pid!)
  const status = await ended.promise
  if (status !== 0) throw new Error(`${words[0]} ended with ${status}: ${complaints.join('; ')}`)
  return { seconds: (performance.now() - startedAt) / 1000, peakMegabytes: peakKilobytes / 1024 }
}
