import { describe, expect, it } from 'vitest'
import { COMPILED_KERNELS } from '#core/engine/wasm/compiled.js'
import { COMPILED_PAIRS } from '#core/engine/wasm/compiled-pairs.js'
import { KernelMemory } from '#core/engine/wasm/kernel-memory.ts'
import { instantiateKernels, type KernelBuild } from '#core/engine/wasm/load-kernels.ts'
import { LAYER_FIELDS, NET_FIELDS, sizeOf } from '#core/engine/wasm/structures.ts'

const WIDTHS = { 'single vectors': COMPILED_KERNELS, pairs: COMPILED_PAIRS }
const builds = Object.entries(WIDTHS).flatMap(([width, compiled]) =>
  (Object.keys(compiled) as KernelBuild[]).map((build) => ({
    ...{ width, build },
    bytes: Buffer.from(compiled[build], 'base64'),
  })),
)

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

describe.each(builds)('the compiled kernels in $width, build $build', ({ build, bytes }) => {
  it('import nothing but the memory', () => {
    expect(WebAssembly.Module.imports(new WebAssembly.Module(Uint8Array.from(bytes)))).toEqual([
      { module: 'env', name: 'memory', kind: 'memory' },
    ])
  })

  it('neither bring data nor start by themselves: every thread has an instance on the same memory', () => {
    const sections = sectionsOf(bytes)
    expect(sections).toContain(CODE)
    for (const section of [START, DATA, DATA_COUNT]) expect(sections).not.toContain(section)
  })

  it('describe layers and networks as the program outside does', () => {
    const isThreaded = build.endsWith('Threads')
    const module = new WebAssembly.Module(Uint8Array.from(bytes))
    const kernels = instantiateKernels(module, new KernelMemory(isThreaded).memory)
    expect(kernels.layerSize()).toBe(sizeOf(LAYER_FIELDS))
    expect(kernels.netSize()).toBe(sizeOf(NET_FIELDS))
  })
})
