import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** What one core of the machine can do at most, as far as a program in JavaScript and WebAssembly can ask it. */
export interface MachineLimits {
  /** Copied from memory to memory, read and written bytes together, in 10⁹ a second. */
  readonly gigabytesPerSecond: number
  /**
   * Multiplications and additions of 32-bit numbers in registers, in 10⁹ a second: fused, four at once. Eight at once that
   * are multiplied and then added, as the fused kernels do, cannot be more.
   */
  readonly gigaflops: number
}

const ROUNDS = 40
/** Far more than any cache holds. */
const COPIED_BYTES = 2 ** 28

/** Independent sums, so that none waits for the one before; more than two units take at once times their latency of four cycles. */
const SUMS = 12
const STEPS = 1_000_000
/** Of one step: as many multiplications as additions, in four lanes. */
const FLOPS = SUMS * 4 * 2

/** Measures the limits of one core, the best of some rounds. */
export async function measureLimits(): Promise<MachineLimits> {
  const compute = await compilePeak()
  const [from, to] = [new Float64Array(COPIED_BYTES / 8).fill(1), new Float64Array(COPIED_BYTES / 8).fill(2)]
  const copySeconds = best(() => to.set(from))
  const computeSeconds = best(() => compute(STEPS))
  return {
    gigabytesPerSecond: (2 * COPIED_BYTES) / copySeconds / 1e9,
    gigaflops: (STEPS * FLOPS) / computeSeconds / 1e9,
  }
}

function best(work: () => unknown): number {
  const seconds = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now()
    work()
    return (performance.now() - startedAt) / 1000
  })
  return Math.min(...seconds)
}

/** Sums that stay in registers: nothing but arithmetic limits them. Constants would be loaded anew each time. */
function peakSource(): string {
  const sums = Array.from({ length: SUMS }, (_, k) => `s${k}`)
  return `export function peak(steps: i32, factor: f32, summand: f32): f32 {
  const x = f32x4.splat(factor), y = f32x4.splat(summand)
${sums.map((sum, k) => `  let ${sum} = f32x4.splat(${k}.0)`).join('\n')}
  for (let step = 0; step < steps; step++) {
${sums.map((sum) => `    ${sum} = f32x4.relaxed_madd(${sum}, x, y)`).join('\n')}
  }
  return f32x4.extract_lane(${sums.reduce((total, sum) => `f32x4.add(${total}, ${sum})`)}, 0)
}
`
}

async function compilePeak(): Promise<(steps: number) => number> {
  const compiler = fileURLToPath(new URL('../../node_modules/assemblyscript/bin/asc.js', import.meta.url))
  const folder = await mkdtemp(path.join(tmpdir(), 'backprop-peak-'))
  try {
    await writeFile(path.join(folder, 'peak.ts'), peakSource())
    const features = ['--enable', 'simd', '--enable', 'relaxed-simd']
    const words = ['peak.ts', '-O3', '--runtime', 'stub', ...features, '--outFile', 'peak.wasm']
    await promisify(execFile)(process.execPath, [compiler, ...words], { cwd: folder })
    const { instance } = await WebAssembly.instantiate(await readFile(path.join(folder, 'peak.wasm')))
    const peak = instance.exports.peak as (steps: number, factor: number, summand: number) => number
    return (steps) => peak(steps, 0.999, 0.001)
  } finally {
    await rm(folder, { recursive: true })
  }
}
