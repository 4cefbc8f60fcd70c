import process from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { COMPILED_PAIRS } from '#core/engine/wasm/compiled-pairs.js'
import { type KernelBuild, usePairs } from '#core/engine/wasm/load-kernels.ts'
import { WebAssembly, type WasmModule } from '#core/engine/wasm/web-assembly.ts'
import { matchesSingle } from '#core/verification/compare-builds.ts'
import { type FusingLock, makeFusingLock } from './fusing-lock.ts'

/*
 * V8 can fuse two neighbouring vectors of 128 bits into one of 256 (`--experimental-wasm-revectorize`, on x64 with AVX2):
 * the same bytes, in two thirds to three quarters of the time. It is off by default, so it is switched on for the moment
 * in which the kernels are compiled, and for versions whose results a test has compared.
 */

/** Versions of V8 that `test/electron/worker/fused-kernels.test.ts` has run with. */
const TESTED_V8 = ['13.6']

/** Everything is compiled at once by the optimizing compiler, as a function that was compiled once is not fused any more. */
const FLAGS = ['experimental-wasm-revectorize', 'no-liftoff', 'no-wasm-lazy-compilation']
const FLAGS_BACK = ['no-experimental-wasm-revectorize', 'liftoff', 'wasm-lazy-compilation']

/** Whether kernels compute with vectors of 256 bits, and if not, why. */
export type Fusing = 'fused' | 'off' | 'unavailable' | 'untested' | 'differs'

/**
 * Lets this thread's kernels be fused where the machine and V8 can; `BACKPROP_SIMD=128` keeps them as they are.
 * Nothing is compiled yet.
 */
export function fuseKernels(lock: FusingLock): void {
  if (askHost() === 'fused') usePairs((build) => compileFused(build, lock))
}

/** Tries what `fuseKernels` does, and tells how it went. */
export function tryFusing(): Fusing {
  const answer = askHost()
  if (answer !== 'fused') return answer
  return compileFused('plain', makeFusingLock()) === undefined ? 'differs' : 'fused'
}

function askHost(): Fusing {
  if (process.env.BACKPROP_SIMD === '128') return 'off'
  // An unknown flag does not throw but prints; Electron says nothing of how its V8 was built.
  const variables = process.config.variables as Readonly<Record<string, unknown>>
  if (variables.v8_enable_wasm_simd256_revec !== 1 || process.arch !== 'x64') return 'unavailable'
  if (!TESTED_V8.some((version) => process.versions.v8.startsWith(`${version}.`))) return 'untested'
  return multipliesAndAddsAtOnce() ? 'fused' : 'unavailable'
}

/** @returns undefined where the fused kernels give other bytes */
function compileFused(build: KernelBuild, lock: FusingLock): WasmModule | undefined {
  const bytes = Buffer.from(COMPILED_PAIRS[build], 'base64')
  const module = withFlags(lock, () => new WebAssembly.Module(bytes))
  return matchesSingle(build, module) ? module : undefined
}

function withFlags<T>(lock: FusingLock, work: () => T): T {
  while (Atomics.compareExchange(lock, 0, 0, 1) !== 0) Atomics.wait(lock, 0, 1)
  try {
    for (const flag of FLAGS) setFlagsFromString(`--${flag}`)
    return work()
  } finally {
    for (const flag of FLAGS_BACK) setFlagsFromString(`--${flag}`)
    Atomics.store(lock, 0, 0)
    Atomics.notify(lock, 0, 1)
  }
}

/**
 * (module (func (export "f") (param f32 f32) (result f32)
 *   (f32x4.extract_lane 0 (f32x4.relaxed_madd (f32x4.splat (local.get 0)) (f32x4.splat (local.get 0)) (f32x4.splat (local.get 1))))))
 */
const MULTIPLY_ADD = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 7, 1, 0x60, 2, 0x7d, 0x7d, 1, 0x7d],
  ...[3, 2, 1, 0],
  ...[7, 5, 1, 1, 0x66, 0, 0],
  ...[10, 22, 1, 20, 0, 0x20, 0, 0xfd, 0x13, 0x20, 0, 0xfd, 0x13, 0x20, 1, 0xfd, 0x13],
  ...[0xfd, 0x85, 2, 0xfd, 0x1f, 0, 0x0b],
)

/** Whether the processor multiplies and adds with one rounding: those that do on x64 have AVX2 too, all but never without. */
function multipliesAndAddsAtOnce(): boolean {
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(MULTIPLY_ADD), {}).exports as {
    f: (a: number, c: number) => number
  }
  // (1 + 2⁻¹²)² = 1 + 2⁻¹¹ + 2⁻²⁴, whose last term a rounding between the two would lose.
  return f(1 + 2 ** -12, -(1 + 2 ** -11)) !== 0
}
