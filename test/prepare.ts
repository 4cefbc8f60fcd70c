import { spawnSync } from 'node:child_process'
import { root } from '../scripts/root.ts'
import { ensureMade } from '../scripts/ensure-made.ts'

/** The programs of the threads that most tests start. */
const THREADS = ['electron/made/training-worker.mjs', 'electron/made/exchange-worker.mjs']

/**
 * What vitest does before any test. What is made of sources, as the training kernels and the programs of the threads,
 * may be of others, or not there yet. And the threads' programs are read once into Node's compile cache, for all processes.
 */
export async function setup(): Promise<void> {
  await ensureMade()
  // As a program of its own each refuses to run without its parent, when it has been read.
  const read = `for (const file of ${JSON.stringify(THREADS)}) await import(\`./\${file}\`).catch(() => undefined); process.exit()`
  spawnSync(process.execPath, ['--input-type=module', '--eval', read], { cwd: root, stdio: 'ignore' })
}
