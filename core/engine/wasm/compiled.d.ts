import type { KernelBuild } from './load-kernels.ts'

/** The compiled kernels, in base64; `compiled.js` is made from kernels/ by `npm run build` and every script. */
export const COMPILED_KERNELS: Readonly<Record<KernelBuild, string>>
