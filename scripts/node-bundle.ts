import type { BuildEnvironmentOptions, InlineConfig, Plugin } from 'vite'
import { root } from './root.ts'

/** Electron brings itself; the others find their binaries beside their own files. */
const BROUGHT = ['electron', 'better-sqlite3', 'sharp']

export interface NodeBundle {
  /** The program's first module, by its path from the project's root. */
  readonly entry: string
  /** Name of the one file that it becomes. */
  readonly file: string
  readonly format: 'es' | 'cjs'
  /** Modules that it imports from files beside it. */
  readonly external?: readonly string[]
  readonly plugins?: Plugin[]
  /** Whether and where it is written. */
  readonly build: Omit<BuildEnvironmentOptions, 'rolldownOptions'>
}

/** How a program for Node becomes one file, so that it looks for no other at run time. */
export function configureNodeBundle(bundle: NodeBundle): InlineConfig {
  const external = [...BROUGHT, ...(bundle.external ?? [])]
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: bundle.plugins ?? [],
    ssr: { noExternal: true, external, target: 'node' },
    build: {
      ...bundle.build,
      ssr: bundle.entry,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        external,
        // How long plugins take is no warning to who starts the program.
        checks: { bundlerTimings: false },
        output: { format: bundle.format, entryFileNames: bundle.file, codeSplitting: false },
      },
    },
  }
}
