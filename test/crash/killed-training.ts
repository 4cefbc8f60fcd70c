import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import type { Random } from '#core/random/random.ts'
import { watchProgram } from './watch-program.ts'

/** A start that is killed within this many milliseconds may not have come to its first epoch. */
const START_MS = 1200

/** Epochs after which a training is killed, at most. */
const MOST_EPOCHS = 70

/** Milliseconds that a kill comes after an epoch's line, at most: longer than an epoch and its writing take. */
const EPOCH_MS = 12

/** What a training had reported when it ended. */
export interface Reported {
  /** By epoch, what its line said. */
  readonly epochs: ReadonlyMap<number, Readonly<Record<string, unknown>>>
  /** SHA-256 of the last weights where it ended by itself before the kill came; else null. */
  readonly weightsSha256: string | null
}

/**
 * Kills a training with SIGKILL at a moment drawn from `random`: some time after its start, which may be in the midst
 * of opening the store, or a moment after one of its epochs. @returns what it reported before
 */
export async function killAtRandom(
  program: ChildProcessWithoutNullStreams,
  random: Random,
): Promise<Reported> {
  const isEarly = random.integer(4) === 0
  const startMs = random.integer(START_MS)
  const afterEpochs = 1 + random.integer(MOST_EPOCHS)
  const epochMs = random.integer(EPOCH_MS * 1000) / 1000
  const kill = (): void => void program.kill('SIGKILL')
  const timers = isEarly ? [setTimeout(kill, startMs)] : []
  const reported = await listen(program, (count) => {
    if (!isEarly && count === afterEpochs) timers.push(setTimeout(kill, epochMs))
  })
  timers.forEach((timer) => clearTimeout(timer))
  return reported
}

/**
 * Reads the output of a training until it ends. @param onEpoch called with the number of epochs that it has reported
 */
export async function listen(
  program: ChildProcessWithoutNullStreams,
  onEpoch: (count: number) => void = () => undefined,
): Promise<Reported> {
  const ended = watchProgram(program)
  const epochs = new Map<number, Record<string, unknown>>()
  let weightsSha256: string | null = null
  let rest = ''
  let problems = ''
  program.stderr.setEncoding('utf8').on('data', (text: string) => (problems += text))
  program.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    // A line that the kill cut was not reported.
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const event = JSON.parse(line) as Record<string, unknown>
      if (event.event === 'done') weightsSha256 = String(event.weightsSha256)
      if (event.event !== 'epoch') continue
      epochs.set(Number(event.epoch), event)
      onEpoch(epochs.size)
    }
  })
  const [status, signal] = await ended
  if (signal !== 'SIGKILL' && status !== 0) {
    throw new Error(`The training ended with status ${String(status ?? signal)}: ${problems}`)
  }
  return { epochs, weightsSha256 }
}
