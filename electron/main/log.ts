import { escapeTerminal } from '#shared/escape-terminal.ts'

/** Logs a defect's stack to the terminal that the program was started from; the window gets a sentence. */
export function logError(message: string, error: unknown): void {
  const detail = error instanceof Error && process.env.BACKPROP_DEBUG ? error.stack : String(error)
  process.stderr.write(`${escapeTerminal(`${message} ${detail}`)}\n`)
}

/** What a person may want to know later and need not act upon. */
export function logNotice(message: string): void {
  process.stderr.write(`${escapeTerminal(message)}\n`)
}
