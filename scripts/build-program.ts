import { build, type Rolldown } from 'vite'
import { listFiles } from './list-files.ts'
import { configureNodeBundle } from './node-bundle.ts'

export interface BuiltProgram {
  readonly source: string
  /** All files of the project that went into it, by their paths from its root. */
  readonly files: readonly string[]
}

/** Bundles a program that runs from the sources. @throws Error with the bundler's message */
export async function buildProgram(entry: string, file: string): Promise<BuiltProgram> {
  const files = new Set<string>()
  const built = await build(
    configureNodeBundle({ entry, file, format: 'es', plugins: [listFiles(files)], build: { write: false } }),
  )
  const { output } = (Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput
  return { source: output.find((part) => part.type === 'chunk')!.code, files: [...files].sort() }
}
