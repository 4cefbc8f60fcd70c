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
