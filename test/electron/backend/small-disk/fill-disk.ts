import { appendFileSync } from 'node:fs'

/** Writes a file until its disk has not one byte left. */
export function fillDisk(ballast: string): void {
  for (const size of [64 * 1024, 4096, 1]) {
    try {
      for (;;) appendFileSync(ballast, Buffer.alloc(size))
    } catch {
      // Full, as far as pieces of this size go.
    }
  }
}
