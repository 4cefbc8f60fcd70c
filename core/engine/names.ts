/**
 * Engines that a recipe may ask for: WebAssembly with SIMD in float32, whose bytes are the same on every machine; the
 * same with fused multiply-add, whose last bits may differ between machines; and plain loops in float64.
 */
export const ENGINE_NAMES = ['wasm', 'wasm-relaxed', 'reference'] as const

export type EngineName = (typeof ENGINE_NAMES)[number]

/** The engine of a recipe that names none. */
export const DEFAULT_ENGINE: EngineName = 'wasm'
