import { execFileSync } from 'node:child_process'
import path from 'node:path'

/** Makes a named pipe. @returns its path */
export function makePipe(folder: string, name = 'pipe'): string {
  const pipe = path.join(folder, name)
  execFileSync('mkfifo', [pipe])
  return pipe
}

const MINOR = { null: 3, zero: 5, full: 7 } as const

/**
 * A device of the system: one of the test's own where the account may make it, as that account might also replace the
 * real one by mistake. @returns its path
 */
export function makeDevice(folder: string, name: keyof typeof MINOR): string {
  const device = path.join(folder, name)
  try {
    execFileSync('mknod', ['-m', '666', device, 'c', '1', String(MINOR[name])], { stdio: 'ignore' })
    return device
  } catch {
    return path.join('/dev', name)
  }
}

/** Does something as an account without administrator rights, as an administrator may write everything. */
export async function asPlainAccount<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work()
  process.setegid!(65534)
  process.seteuid!(65534)
  try {
    return await work()
  } finally {
    process.seteuid!(0)
    process.setegid!(0)
  }
}
