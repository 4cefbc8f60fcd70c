import { COMPILED_KERNELS } from './compiled.js'
import { atob, WebAssembly, type WasmMemory, type WasmModule } from './web-assembly.ts'

/** What the compiled kernels export; see kernels/index.ts. */
export interface Kernels {
  /** Writes the numbers that lie in memory up to `constantsEnd`; see kernels/constants.ts. */
  readonly writeConstants: () => void
  readonly constantsEnd: () => number
  readonly layerSize: () => number
  readonly netSize: () => number
  /** Does the job that the description at `net` names. */
  readonly run: (net: number) => void
  /** Ends the waiting of all threads; see kernels/threads.ts. */
  readonly fail: (net: number) => void
  /** See kernels/compress.ts. */
  readonly countInk: (bytes: number, count: number) => number
  readonly compress: (
    images: number,
    count: number,
    pixels: number,
    entry: number,
    starts: number,
    indices: number,
    values: number,
  ) => number
}

const modules = new Map<string, WasmModule>()

/**
 * The module of one of the four builds, compiled when it is first asked for.
 * @param isRelaxed with fused multiply-add, whose last bit differs between machines
 * @param isThreaded for a memory that threads share
 * @throws Error where this machine's JavaScript engine is too old for the build
 */
export function kernelModule(isRelaxed: boolean, isThreaded: boolean): WasmModule {
  const build = `${isRelaxed ? 'relaxed' : 'plain'}${isThreaded ? 'Threads' : ''}` as const
  const known = modules.get(build)
  if (known) return known
  const module = compile(
    Uint8Array.from(atob(COMPILED_KERNELS[build]), (c) => c.charCodeAt(0)),
    isRelaxed,
  )
  modules.set(build, module)
  return module
}

function compile(bytes: Uint8Array, isRelaxed: boolean): WasmModule {
  try {
    return new WebAssembly.Module(bytes)
  } catch (error) {
    const [engine, needs, instead] = isRelaxed
      ? ['wasm-relaxed', 'relaxed SIMD (Node 22, Chromium 114)', "; the engine 'wasm' does without it"]
      : ['wasm', 'SIMD (Node 16, Chromium 91)', '']
    throw new Error(`Engine '${engine}': expected WebAssembly with ${needs}, got an older one${instead}`, {
      cause: error,
    })
  }
}

/** Kernels that work on a memory. */
export function instantiateKernels(module: WasmModule, memory: WasmMemory): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Kernels
}
