import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runMeasured } from './measured-command.ts'
import type { Variant } from './variants.ts'

/** What a training from the command line took. */
export interface CommandLineRun {
  /** From the start of the process to the line of the first epoch. */
  readonly firstEpochSeconds: number
  readonly peakMegabytes: number
  /** Resident after each epoch, where the system tells (Linux); else empty. */
  readonly megabytesByEpoch: readonly number[]
}

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

async function train(home: string, { engine, threads }: Variant, epochs: number): Promise<CommandLineRun> {
  const startedAt = performance.now()
  let firstEpochSeconds = NaN
  const megabytesByEpoch: number[] = []
  const { peakMegabytes } = await runMeasured(
    [
      ...['train', '--data', 'mnist', '--json', '--epochs', `${epochs}`],
      ...['--engine', engine, '--threads', `${threads}`],
    ],
    {
      env: { BACKPROP_HOME: home },
      onLine: async (line, pid) => {
        if ((JSON.parse(line) as { event: string }).event !== 'epoch') return
        if (Number.isNaN(firstEpochSeconds)) firstEpochSeconds = (performance.now() - startedAt) / 1000
        const megabytes = await residentMegabytes(pid)
        if (megabytes !== undefined) megabytesByEpoch.push(megabytes)
      },
    },
  )
  return { firstEpochSeconds, peakMegabytes, megabytesByEpoch }
}

/** undefined where the system does not tell, or the process is gone already. */
async function residentMegabytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const resident = /^VmRSS:\s*(\d+) kB$/m.exec(status)
  return resident === null ? undefined : Number(resident[1]) / 1024
}
