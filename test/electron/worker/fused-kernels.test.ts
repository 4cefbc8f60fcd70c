import { spawnSync } from 'node:child_process'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { usePairs } from '#core/engine/wasm/load-kernels.ts'
import { fuseKernels, tryFusing } from '../../../electron/worker/fused-kernels.ts'
import { makeFusingLock } from '../../../electron/worker/fusing-lock.ts'
import { nodeEngineThreads } from '../../../electron/worker/node-engine-threads.ts'
import { SMALL_TRAININGS, trainSmall } from '../../core/engine/small-trainings.ts'

/** All other tests compute with single vectors, which is quicker for small trainings; see `vitest.config.ts`. */
const allow = (): void => void vi.stubEnv('BACKPROP_SIMD', undefined)

afterEach(() => {
  vi.unstubAllEnvs()
  usePairs(undefined)
})

allow()
const canFuse = !['unavailable', 'untested'].includes(tryFusing())
vi.unstubAllEnvs()

describe.skipIf(!canFuse)('kernels that V8 fuses', () => {
  it('pass the comparison on this machine', () => {
    allow()
    expect(tryFusing()).toBe('fused')
  })

  it.each(SMALL_TRAININGS)('give the bytes of the single vectors, on one thread and on two: %s', (name) => {
    const expected = (['wasm', 'wasm-relaxed'] as const).map((engine) => trainSmall(name, engine))
    allow()
    fuseKernels(makeFusingLock())
    for (const options of [{}, { threads: nodeEngineThreads(2) }]) {
      const found = (['wasm', 'wasm-relaxed'] as const).map((engine) => trainSmall(name, engine, options))
      expect(found).toEqual(expected)
    }
  })

  it('are those that cost the most time, as V8 says', () => {
    const compile = `
      import { COMPILED_PAIRS } from './core/engine/wasm/compiled-pairs.js'
      new WebAssembly.Module(Buffer.from(COMPILED_PAIRS.plain, 'base64'))`
    const flags = ['experimental-wasm-revectorize', 'trace-wasm-revectorize', 'no-liftoff']
    const { stdout } = spawnSync(
      process.execPath,
      [
        ...[...flags, 'no-wasm-lazy-compilation', 'single-threaded'].map((flag) => `--${flag}`),
        ...['--input-type=module', '--eval', compile],
      ],
      { encoding: 'utf8', maxBuffer: 2 ** 28 },
    )
    const fused = stdout
      .split(/^Begin revec function /m)
      .filter((part) => /Decide to vectorize, [1-9]/.test(part))
      .map((part) => /^\S*\/(\w+)/.exec(part)![1])
    expect(fused).toEqual(
      expect.arrayContaining([
        'forwardSparse',
        'updateSparse',
        'gradientSparse',
        'forwardDense',
        'gradientDense',
        'optimize',
        'activate',
        'multiplySlope',
        'measureBatch',
        'lossOf',
        'smooth',
      ]),
    )
  })
})

it('are left out where BACKPROP_SIMD=128 asks for it', () => {
  vi.stubEnv('BACKPROP_SIMD', '128')
  expect(tryFusing()).toBe('off')
})
