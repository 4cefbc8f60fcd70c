import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './root.ts'

/** Writes a made file by moving it into its place whole: another program may read it, or make it, at this moment. */
export function replaceWhole(file: string, text: string): void {
  const cache = path.join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const fresh = path.join(cache, `${path.basename(file)}-${process.pid}`)
  writeFileSync(fresh, text)
  renameSync(fresh, file)
}
