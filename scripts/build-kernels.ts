import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { root } from './root.ts'

/** One source, four builds: with and without fused multiply-add, for one thread and for several; each in single vectors or in pairs. */
const builds = [
  { name: 'plain', features: ['simd'] },
  { name: 'plainThreads', features: ['simd', 'threads'] },
  { name: 'relaxed', features: ['simd', 'relaxed-simd'] },
  { name: 'relaxedThreads', features: ['simd', 'relaxed-simd', 'threads'] },
]

/**
 * No runtime, no static data, no imports but memory: threads share it, each with an instance of its own. Functions keep
 * their names (`--debug`), which profiles show.
 */
const options = ['-O3', '--debug', '--runtime', 'stub', '--noAssert', '--use', 'abort=', '--importMemory']
/** A shared memory has a maximum: all that 32-bit addresses reach, in pages of 64 kB. */
const sharedMemory = ['--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536']

/** A process of its own, since the compiler's types would change those of the whole program. */
const compiler = path.join(root, 'node_modules/assemblyscript/bin/asc.js')

/**
 * @param isPaired whether vectors lie in pairs, see kernels/panels.ts
 * @returns the source of a module that holds the compiled kernels
 * @throws Error with the compiler's messages
 */
export async function buildKernels(entry: string, isPaired: boolean): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'backprop-kernels-'))
  try {
    const lines = await Promise.all(
      builds.map(async ({ name, features }) => {
        const file = path.join(folder, `${name}.wasm`)
        await compile(entry, features, isPaired, file)
        return `  ${name}: '${await readFile(file, 'base64')}',`
      }),
    )
    return `export const ${isPaired ? 'COMPILED_PAIRS' : 'COMPILED_KERNELS'} = {\n${lines.join('\n')}\n}\n`
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function compile(
  entry: string,
  features: readonly string[],
  isPaired: boolean,
  file: string,
): Promise<void> {
  const enabled = features.flatMap((feature) => ['--enable', feature])
  const memory = features.includes('threads') ? sharedMemory : []
  // With a path of its own, a name in the module would depend on where the project lies.
  const source = path.relative(root, entry)
  await promisify(execFile)(
    process.execPath,
    [
      compiler,
      source,
      ...options,
      ...enabled,
      ...memory,
      '--use',
      `IS_PAIRED=${Number(isPaired)}`,
      '--outFile',
      file,
    ],
    { cwd: root },
  )
}
