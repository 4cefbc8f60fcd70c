/** A defect's trace for whoever started the program from a terminal; the window gets a sentence. */
export function logError(message: string, error: unknown): void {
  const detail = error instanceof Error && process.env.BACKPROP_DEBUG ? error.stack : String(error)
  process.stderr.write(`${message} ${detail}\n`)
}
