import { ensureKernels } from './ensure-kernels.ts'
import { ensurePage } from './ensure-page.ts'

/** Makes what the sources import and Git does not keep, where it is missing or of other sources. */
export async function ensureMade(): Promise<void> {
  await ensureKernels()
  await ensurePage()
}
