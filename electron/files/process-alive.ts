import { readFileSync } from 'node:fs'

/** Whether a process of this machine has this number. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Without permission to signal it, it is there all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The process that started another, or that took it over when that one ended; null where it is not known (Linux tells). */
export function parentOf(pid: number): number | null {
  // The name, in brackets, may have anything in it.
  const fields = readProcess(pid, 'stat')?.split(') ').at(-1)?.split(' ')
  return fields === undefined ? null : Number(fields[1])
}

/** What a process calls itself, with its arguments; null where it is not known (Linux tells). */
export function commandOf(pid: number): string | null {
  return readProcess(pid, 'cmdline')?.replaceAll('\0', ' ').trim() ?? null
}

function readProcess(pid: number, file: 'stat' | 'cmdline'): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return null
  }
}
