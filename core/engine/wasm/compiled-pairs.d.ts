import type { KernelBuild } from './load-kernels.ts'

/** The compiled kernels in pairs, in base64; made as `compiled.js` is. */
export const COMPILED_PAIRS: Readonly<Record<KernelBuild, string>>
