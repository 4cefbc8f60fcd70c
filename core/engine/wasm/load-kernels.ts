import { COMPILED_KERNELS } from './compiled.js'
import type { VectorStep } from './parameter-offsets.ts'
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

/** The kernels exist with and without fused multiply-add, and for memory of one thread or of several. */
export type KernelBuild = 'plain' | 'plainThreads' | 'relaxed' | 'relaxedThreads'

export interface KernelModule {
  readonly module: WasmModule
  /** Vectors that lie together: two where the kernels work in pairs. */
  readonly step: VectorStep
}

/**
 * Compiles a build of the kernels in pairs, on a host that fuses two neighbouring vectors of 128 bits into one of 256: the
 * same bytes in two thirds of the time. Elsewhere pairs are slower than single vectors.
 * @returns undefined where the host does not fuse them after all
 */
export type PairCompiler = (build: KernelBuild) => WasmModule | undefined

let compilePairs: PairCompiler | undefined
const modules = new Map<KernelBuild, KernelModule>()

/** Says how this host compiles kernels in pairs; undefined: it takes single vectors from now on. */
export function usePairs(compiler: PairCompiler | undefined): void {
  compilePairs = compiler
  modules.clear()
}

export function kernelBuild(isRelaxed: boolean, isThreaded: boolean): KernelBuild {
  return `${isRelaxed ? 'relaxed' : 'plain'}${isThreaded ? 'Threads' : ''}`
}

/**
 * The module of a build, compiled when it is first asked for: in pairs where the host fuses them.
 * @param isRelaxed with fused multiply-add, whose last bit differs between machines
 * @param isThreaded for a memory that threads share
 * @throws Error where this machine's JavaScript engine is too old for the build
 */
export function kernelModule(isRelaxed: boolean, isThreaded: boolean): KernelModule {
  const build = kernelBuild(isRelaxed, isThreaded)
  let known = modules.get(build)
  if (!known) {
    const pairs = compilePairs?.(build)
    known = pairs === undefined ? singleModule(build) : { module: pairs, step: 2 }
    modules.set(build, known)
  }
  return known
}

/** The module of a build in single vectors, which every host runs. @throws Error as `kernelModule` */
export function singleModule(build: KernelBuild): KernelModule {
  const bytes = Uint8Array.from(atob(COMPILED_KERNELS[build]), (c) => c.charCodeAt(0))
  return { module: compile(bytes, build.startsWith('relaxed')), step: 1 }
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
