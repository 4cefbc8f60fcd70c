import { ensureKernels } from './ensure-kernels.ts'
import { ensurePage } from './ensure-page.ts'
import { ensurePrograms } from './ensure-programs.ts'

/** Makes what is made of sources and Git does not keep, where it is missing or of other sources. */
export async function ensureMade(): Promise<void> {
  await ensureKernels()
  await ensurePage()
  // They have the others within them.
  await ensurePrograms()
}
