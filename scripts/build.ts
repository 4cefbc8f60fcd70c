import { parseArgs } from 'node:util'
import { buildAll } from './build-bundles.ts'
import { hashSources, isBuildFresh } from './build-stamp.ts'
import { root } from './root.ts'

/** `npm run build`: builds dist/ where it is not fresh, or in any case with `--force`. */
const { values } = parseArgs({ options: { force: { type: 'boolean', default: false } } })
const sourcesHash = await hashSources(root)
if (values.force || !(await isBuildFresh(root, sourcesHash))) {
  try {
    await buildAll(sourcesHash)
  } catch (error) {
    // The bundler's message shows the place in the source; its own stack says nothing more.
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
