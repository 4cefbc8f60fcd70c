import { fstatSync } from 'node:fs'
import { isatty } from 'node:tty'
import { commandOf, parentOf } from '#files/process-alive.ts'

/** One Ctrl-C in a terminal arrives twice under npm: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 500

/** How often the program looks whether npm still runs. */
const LOOK_EVERY_MS = 1000

/** Ancestors among which npm is looked for: npm starts a shell, and that the program. */
const GENERATIONS = 3

/**
 * Resolved when the program shall end: on SIGINT or SIGTERM, and, unless it was put in the background on purpose, on the loss
 * of its terminal (SIGHUP) and the end of the npm that started it, which passes on neither SIGHUP nor SIGKILL. A second
 * signal ends the process at once.
 */
export function waitForEnd(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | null = null
    const end = (): void => {
      if (firstAt === null) {
        firstAt = performance.now()
        resolve()
      } else if (performance.now() - firstAt > SAME_SIGNAL_MS) {
        process.exit(130)
      }
    }
    process.on('SIGINT', end).on('SIGTERM', end)
    if (isInBackground()) process.on('SIGHUP', () => undefined)
    else {
      process.on('SIGHUP', end)
      watchNpm(resolve)
    }
  })
}

/**
 * Whether somebody meant the program to outlive its terminal, as with `nohup`, which Node and npm do not let through: its
 * words go to a file, and it reads from no terminal.
 */
function isInBackground(): boolean {
  try {
    return fstatSync(1).isFile() && fstatSync(2).isFile() && !isatty(0)
  } catch {
    // A stream that is closed.
    return false
  }
}

/** Calls back when a process between this one and the npm that started it, or npm itself, has ended. Linux alone tells. */
function watchNpm(onEnd: () => void): void {
  const chain = findNpm()
  if (chain === null) return
  const timer = setInterval(() => {
    if (chain.every(({ pid, parent }) => parentOf(pid) === parent)) return
    clearInterval(timer)
    onEnd()
  }, LOOK_EVERY_MS)
  timer.unref()
}

interface Link {
  readonly pid: number
  readonly parent: number
}

/** From this process up to npm; null where npm did not start it. A process whose parent ended gets another parent. */
function findNpm(): Link[] | null {
  const chain: Link[] = []
  let pid = process.pid
  while (chain.length < GENERATIONS) {
    const parent = parentOf(pid)
    if (parent === null || parent <= 1) return null
    chain.push({ pid, parent })
    if (/^npm\b/.test(commandOf(parent) ?? '')) return chain
    pid = parent
  }
  return null
}
