import { readFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

/**
 * Loaded before a program (`node --import`), says at its end on the error output how much memory it took at most:
 * `peak-memory-kilobytes 123456`, the whole process with its threads.
 */
if (isMainThread) {
  process.on('exit', () => process.stderr.write(`peak-memory-kilobytes ${peakKilobytes()}\n`))
}

function peakKilobytes(): number {
  // The kernel's maxRSS starts from the parent's at the time of the fork; the peak of this process's own is here.
  if (process.platform === 'linux') {
    const peak = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
    if (peak !== null) return Number(peak[1])
  }
  return process.resourceUsage().maxRSS
}
