import { readFileNow } from '#files/read-file.ts'

/**
 * A text that no other process of this machine has, now or later under the same number: the machine's start and, since
 * then, the process's. Null where it cannot be told, as on other systems than Linux, and for a process that is gone.
 */
export function readProcessStart(pid: number): string | null {
  try {
    const boot = readFileNow('/proc/sys/kernel/random/boot_id').toString().trim()
    const stat = readFileNow(`/proc/${pid}/stat`).toString()
    // Its name, which comes second and in parentheses, may hold spaces and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, startTicks] = [fields[0], fields[19]]
    // What has ended and waits for its parent to notice does nothing any more.
    if (state === 'Z' || state === 'X' || startTicks === undefined) return null
    return `${boot} ${startTicks}`
  } catch {
    return null
  }
}
