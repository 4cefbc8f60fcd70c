import { EXIT } from './errors.ts'
import type { StopSignal, Terminal } from './terminal.ts'

/** Signals that are caught until they are released. */
export interface CaughtSignals {
  /** Exit status that the signal stands for; null while none came. */
  readonly status: number | null
  release(): void
}

/** One Ctrl-C can come twice: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 500

/** Asks to stop at the first signal, or when nobody reads the output any more; the second signal ends the program. */
export function catchSignals(terminal: Terminal, stop: () => void): CaughtSignals {
  let status: number | null = null
  let askedAt = 0
  const ask = (asked: number): void => {
    if (status !== null) {
      if (performance.now() - askedAt > SAME_SIGNAL_MS) terminal.exit(status)
      return
    }
    status = asked
    askedAt = performance.now()
    stop()
  }
  const handlers: Record<StopSignal, () => void> = {
    SIGINT: () => ask(EXIT.interrupted),
    SIGTERM: () => ask(EXIT.terminated),
    SIGHUP: () => ask(EXIT.terminated),
  }
  const names = Object.keys(handlers) as StopSignal[]
  for (const name of names) terminal.on(name, handlers[name])
  const onPipe = (): void => {
    if (status !== null) return
    status = EXIT.pipeClosed
    stop()
  }
  terminal.stdout.on('error', onPipe)
  return {
    get status() {
      return status
    },
    release: () => {
      for (const name of names) terminal.off(name, handlers[name])
      terminal.stdout.off('error', onPipe)
    },
  }
}
