import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './root.ts'

/** The training kernels' source, and what is made of it. */
const folder = path.join(root, 'core/engine/wasm/kernels')
const compiled = path.join(root, 'core/engine/wasm/compiled.js')

/** Compiles the training kernels where their compiled form is missing or of another source. */
export async function ensureKernels(): Promise<void> {
  const stamp = `// Made from kernels/ by scripts/build-kernels.ts: ${hashKernels()}\n`
  if (readStart(compiled, stamp.length) === stamp) return
  const { buildKernels } = await import('./build-kernels.ts')
  // Moved into its place whole: another program may read it, or compile it, at this moment.
  const cache = path.join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const fresh = path.join(cache, `kernels-${process.pid}.js`)
  writeFileSync(fresh, stamp + (await buildKernels(path.join(folder, 'index.ts'))))
  renameSync(fresh, compiled)
}

/** SHA-256 over the sources and what compiles them. */
function hashKernels(): string {
  const hash = createHash('sha256')
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'))
  for (const name of files.sort()) hash.update(name).update(readFileSync(path.join(folder, name)))
  hash.update(readFileSync(path.join(root, 'scripts/build-kernels.ts')))
  hash.update(readFileSync(path.join(root, 'node_modules/assemblyscript/package.json')))
  return hash.digest('hex')
}

function readStart(file: string, length: number): string | undefined {
  try {
    return readFileSync(file, 'latin1').slice(0, length)
  } catch {
    return undefined
  }
}
