import { spawnSync } from 'node:child_process'
import { root } from '../scripts/root.ts'
import { ensureMade } from '../scripts/ensure-made.ts'

/** Where the threads of the backend begin. */
const THREADS = ['electron/worker/training-worker.ts', 'electron/backend/exchange/exchange-worker.ts']

/**
 * What vitest does before any test. What is made of sources, as the training kernels, may be of others, or not there yet. And the threads'
 * TypeScript is read once into Node's compile cache: Node strips types by a compiler in WebAssembly, and where several
 * threads of a process do that at once, V8 now and then aborts the process (`TierUpWasmToJSWrapper` frees a wrapper that is freed).
 */
export async function setup(): Promise<void> {
  await ensureMade()
  // As a program of its own each refuses to run without its parent, when it has been read.
  const read = `for (const file of ${JSON.stringify(THREADS)}) await import(\`./\${file}\`).catch(() => undefined); process.exit()`
  spawnSync(process.execPath, ['--input-type=module', '--eval', read], { cwd: root, stdio: 'ignore' })
}
