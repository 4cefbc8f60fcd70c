import { describe, expect, it } from 'vitest'
import { COMPILED_KERNELS } from '#core/engine/wasm/compiled.js'
import { KernelMemory } from '#core/engine/wasm/kernel-memory.ts'
import { instantiateKernels, kernelModule } from '#core/engine/wasm/load-kernels.ts'
import { LAYER_FIELDS, NET_FIELDS, sizeOf } from '#core/engine/wasm/structures.ts'

const builds = Object.keys(COMPILED_KERNELS) as (keyof typeof COMPILED_KERNELS)[]
const bytesOf = (build: (typeof builds)[number]): Buffer => Buffer.from(COMPILED_KERNELS[build], 'base64')

/** Numbers of sections; see the core specification of WebAssembly, 5.5.2. */
const CODE = 10
const START = 8
const DATA = 11
const DATA_COUNT = 12

/** The ids of a module's sections, in their order. */
function sectionsOf(bytes: Buffer): number[] {
  const ids: number[] = []
  // Magic number and version take 8 bytes; then come sections: id, size as LEB128, content.
  let at = 8
  while (at < bytes.length) {
    ids.push(bytes[at++]!)
    let size = 0
    let shift = 0
    for (;;) {
      const byte = bytes[at++]!
      size += (byte & 0x7f) * 2 ** shift
      shift += 7
      if (byte < 0x80) break
    }
    at += size
  }
  expect(at).toBe(bytes.length)
  return ids
}

describe.each(builds)('the compiled kernels, build %s', (build) => {
  it('import nothing but the memory', () => {
    expect(WebAssembly.Module.imports(new WebAssembly.Module(Uint8Array.from(bytesOf(build))))).toEqual([
      { module: 'env', name: 'memory', kind: 'memory' },
    ])
  })

  it('neither bring data nor start by themselves: every thread has an instance on the same memory', () => {
    const sections = sectionsOf(bytesOf(build))
    expect(sections).toContain(CODE)
    for (const section of [START, DATA, DATA_COUNT]) expect(sections).not.toContain(section)
  })

  it('describe layers and networks as the program outside does', () => {
    const isThreaded = build.endsWith('Threads')
    const module = kernelModule(build.startsWith('relaxed'), isThreaded)
    const kernels = instantiateKernels(module, new KernelMemory(isThreaded).memory)
    expect(kernels.layerSize()).toBe(sizeOf(LAYER_FIELDS))
    expect(kernels.netSize()).toBe(sizeOf(NET_FIELDS))
  })
})
