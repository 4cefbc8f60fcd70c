import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { replaceWhole } from './replace-whole.ts'
import { root } from './root.ts'

/** The training kernels' source, and what is made of it. */
const folder = path.join(root, 'core/engine/wasm/kernels')
const compiled = {
  single: path.join(root, 'core/engine/wasm/compiled.js'),
  paired: path.join(root, 'core/engine/wasm/compiled-pairs.js'),
}

/** Compiles the training kernels where their compiled form is missing or of another source. */
export async function ensureKernels(): Promise<void> {
  const stamp = `// Made from kernels/ by scripts/build-kernels.ts: ${hashKernels()}\n`
  for (const [width, file] of Object.entries(compiled)) {
    if (readStart(file, stamp.length) === stamp) continue
    const { buildKernels } = await import('./build-kernels.ts')
    replaceWhole(file, stamp + (await buildKernels(path.join(folder, 'index.ts'), width === 'paired')))
  }
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
