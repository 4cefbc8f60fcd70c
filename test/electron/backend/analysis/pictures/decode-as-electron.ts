import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { decodePicture } from '#backend/analysis/pictures/decode-picture.ts'

/*
 * A program that reads pictures, within what calls itself Electron where the first argument is `electron`, and writes a line
 * of JSON: what it read of each, and the shared libraries of the decoder that it has loaded.
 */
const [, , host, ...files] = process.argv
if (host === 'electron') {
  Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: '45.0.0' } })
}
const pictures: Record<string, string> = {}
for (const file of files) {
  const name = path.basename(file)
  pictures[name] = await decodePicture(readFileSync(file), name).then(
    ({ width, height, grey }) => `${width}×${height} ${createHash('sha256').update(grey).digest('hex')}`,
    (error: unknown) => String(error),
  )
}
const libraries = readFileSync('/proc/self/maps', 'utf8').match(/[^/]*(?:libvips|sharp)[^/]*\.(?:so|node)\b/g)
process.stdout.write(JSON.stringify({ pictures, libraries: [...new Set(libraries)] }))
process.exit(0)
