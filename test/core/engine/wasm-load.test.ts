import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => {
  vi.restoreAllMocks()
  vi.resetModules()
})

it.each([
  [
    true,
    "Engine 'wasm-relaxed': expected WebAssembly with relaxed SIMD (Node 22, Chromium 114), got an older one; the engine 'wasm' does without it",
  ],
  [false, "Engine 'wasm': expected WebAssembly with SIMD (Node 16, Chromium 91), got an older one"],
])('says what an engine needs where WebAssembly is too old for it', async (isRelaxed, words) => {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: { Module: new () => object } }
  vi.spyOn(WebAssembly, 'Module').mockImplementation(function () {
    throw new SyntaxError('Compiling function failed: simd opcode not available')
  })
  vi.resetModules()
  const { kernelModule } = await import('#core/engine/wasm/load-kernels.ts')
  for (const isThreaded of [false, true]) expect(() => kernelModule(isRelaxed, isThreaded)).toThrow(words)
})
