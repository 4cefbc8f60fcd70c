/** What vitest does before any test: the training kernels may be of another source, or not compiled yet. */
export { ensureKernels as setup } from '../scripts/ensure-kernels.ts'
