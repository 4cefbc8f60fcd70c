import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { labelOf, type Variant } from './variants.ts'

/** What a training from the command line took. */
export interface CommandLineRun {
  /** From the start of the process to the line of the first epoch. */
  readonly firstEpochSeconds: number
  readonly peakMegabytes: number
  /** Resident after each epoch, where the system tells (Linux); else empty. */
  readonly megabytesByEpoch: readonly number[]
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const reporter = new URL('children/report-peak-memory.ts', import.meta.url).href

/**
 * Trains the lecture's recipe on MNIST with `backprop train`, in a store of its own. @throws Error with what it said
 */
export async function runCommandLine(variant: Variant, epochs: number): Promise<CommandLineRun> {
  const home = await mkdtemp(path.join(tmpdir(), 'backprop-bench-'))
  try {
    return await train(home, variant, epochs)
  } finally {
    await rm(home, { recursive: true })
  }
}

async function train(home: string, variant: Variant, epochs: number): Promise<CommandLineRun> {
  const { engine, threads } = variant
  const startedAt = performance.now()
  const child = spawn(
    process.execPath,
    [
      ...[
        '--import',
        reporter,
        path.join(root, 'electron/made/command-line.mjs'),
        'train',
        '--data',
        'mnist',
        '--json',
      ],
      ...['--epochs', `${epochs}`, '--engine', engine, '--threads', `${threads}`],
    ],
    { env: { ...process.env, BACKPROP_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
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
  let firstEpochSeconds = NaN
  const megabytesByEpoch: number[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if ((JSON.parse(line) as { event: string }).event !== 'epoch') continue
    if (Number.isNaN(firstEpochSeconds)) firstEpochSeconds = (performance.now() - startedAt) / 1000
    const megabytes = await residentMegabytes(child.pid!)
    if (megabytes !== undefined) megabytesByEpoch.push(megabytes)
  }
  const status = await ended.promise
  if (status !== 0)
    throw new Error(`train on ${labelOf(variant)} ended with ${status}: ${complaints.join('; ')}`)
  return { firstEpochSeconds, peakMegabytes: peakKilobytes / 1024, megabytesByEpoch }
}

/** undefined where the system does not tell, or the process is gone already. */
async function residentMegabytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const resident = /^VmRSS:\s*(\d+) kB$/m.exec(status)
  return resident === null ? undefined : Number(resident[1]) / 1024
}
