import { rm } from 'node:fs/promises'
import { build, type InlineConfig } from 'vite'
import { removeStamp, writeStamp } from './build-stamp.ts'
import { configureNodeBundle } from './node-bundle.ts'
import { root } from './root.ts'

/** Parts of Electron's own side; each becomes one file, so that none looks for another at run time. */
const electronBundles = [
  { entry: 'electron/main/main.ts', file: 'main.js', format: 'es' },
  // A file of its own: the entry checks the files beside the archive before this imports one of them.
  { entry: 'electron/main/application.ts', file: 'application.js', format: 'es' },
  // Its ending says that it is a module: unpacked from the archive it has no package.json beside it.
  { entry: 'electron/worker/training-worker.ts', file: 'training-worker.mjs', format: 'es' },
  { entry: 'electron/backend/exchange/exchange-worker.ts', file: 'exchange-worker.mjs', format: 'es' },
  // A sandboxed preload is loaded as CommonJS.
  { entry: 'electron/preload/preload.ts', file: 'preload.cjs', format: 'cjs' },
] as const

/** Builds everything in dist/ and marks it as built from these sources. */
export async function buildAll(sourcesHash: string): Promise<void> {
  await removeStamp(root)
  await buildElectron()
  await buildWindow()
  await writeStamp(root, sourcesHash)
}

/** Builds the window to dist/renderer. */
async function buildWindow(): Promise<void> {
  await build({ root: `${root}renderer`, configFile: `${root}vite.config.ts`, logLevel: 'warn' })
}

/** Builds the main process, the worker and the preload to dist/electron. */
async function buildElectron(): Promise<void> {
  await rm(`${root}dist/electron`, { recursive: true, force: true })
  for (const bundle of electronBundles) await build(bundleConfig(bundle))
}

function bundleConfig({ entry, file, format }: (typeof electronBundles)[number]): InlineConfig {
  return configureNodeBundle({
    entry,
    file,
    format,
    external: ['./application.js'],
    build: {
      outDir: 'dist/electron',
      emptyOutDir: false,
      // Whoever passes the program on passes on the licences of what is bundled in it.
      license: { fileName: `licenses/${file}.md` },
    },
  })
}
