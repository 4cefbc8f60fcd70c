import { readFileSync } from 'node:fs'
import path from 'node:path'
import { decodePicture } from '#backend/analysis/pictures/decode-picture.ts'
import { readNetworkFile } from '#backend/exchange/network-files.ts'
import { describeDataSet, loadDataSet } from '#data/data-sets.ts'

/*
 * A program that reads one file of a hostile folder as the workbench does, and writes a line of JSON: what came of it, and
 * how long by the clock and of the processor and how much memory that took, which only a process of its own can tell.
 */
const [, , kind = '', file = ''] = process.argv

async function read(): Promise<unknown> {
  switch (kind) {
    case 'picture':
      return decodePicture(readFileSync(file), path.basename(file))
    case 'network':
      return readNetworkFile(path.basename(file), readFileSync(file))
    case 'described':
      return (await describeDataSet(file, { dataFolder: file })).problem
    default:
      return loadDataSet(file, { dataFolder: file })
  }
}

// Loaded before, so that the libraries' own memory does not count.
await import('sharp')
// What no format recognizes loads the readers of all.
await readNetworkFile('unknown', Buffer.from('?')).catch(() => undefined)
const before = process.resourceUsage().maxRSS
const usedBefore = process.cpuUsage()
const startedAt = performance.now()
let answer
try {
  const result = await read()
  answer = typeof result === 'string' ? result : 'read'
} catch (error) {
  answer = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
const ms = performance.now() - startedAt
const { user, system } = process.cpuUsage(usedBefore)
const megabytes = (process.resourceUsage().maxRSS - before) / 1024
process.stdout.write(JSON.stringify({ answer, ms, cpuMs: (user + system) / 1000, megabytes }))
