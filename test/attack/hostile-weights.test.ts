import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { makeFolder } from '../electron/backend/tiny-workbench.ts'
import { enterFolder, runInProcess } from '../electron/cli/command-line.ts'
import { SLOWNESS } from '../slowness.ts'
import { HOSTILE_FILES } from './hostile-weights/hostile-files.ts'

const READER = fileURLToPath(new URL('../electron/backend/bombs/read-bomb.ts', import.meta.url))

const MOST_MEGABYTES = 200
/** Of the processor, all threads together: others compute on the same machine while tests run. */
const MOST_MS = 1000
/** Of a refusal with the file's name. */
const MOST_CHARACTERS = 1300

/** Files that are given to the command line as well, which reads in a thread: a few seconds for each. */
const OF_EACH_READER: ReadonlySet<string> = new Set([
  ...[
    'objects-that-call.npz',
    'prefixes.safetensors',
    'shape-of-2-31.onnx',
    'os-system.pkl',
    'os-system.pth',
  ],
  ...['refused-cycle.h5', 'half-floats.h5', 'nested.json'],
])

describe('a hostile file of weights', () => {
  it.each(HOSTILE_FILES)(
    'is refused in little memory and time: $name',
    { timeout: 120_000 * SLOWNESS },
    async ({ name, make }) => {
      const file = path.join(makeFolder(), name)
      writeFileSync(file, make())
      const { stdout } = await promisify(execFile)(process.execPath, [READER, 'network', file])
      const { answer, cpuMs, megabytes } = JSON.parse(stdout) as {
        answer: string
        cpuMs: number
        megabytes: number
      }
      expect(answer.slice(0, 200)).toMatch(/^WorkbenchError: \S+: .*(expected|cut off|damaged)/)
      expect(answer.slice(0, 200)).toContain(`WorkbenchError: ${name}: `)
      expect(answer.length).toBeLessThan(MOST_CHARACTERS)
      expect({
        cpuMs,
        isQuick: cpuMs < MOST_MS,
        megabytes,
        isSmall: megabytes < MOST_MEGABYTES,
      }).toMatchObject({
        isQuick: true,
        isSmall: true,
      })
    },
  )

  it(
    'is named by the command line, which ends with 2 as for any wrong argument, and nothing is stored or run',
    { timeout: 600_000 * SLOWNESS },
    async () => {
      const folder = makeFolder()
      enterFolder(folder)
      for (const { name, make } of HOSTILE_FILES.filter((file) => OF_EACH_READER.has(file.name))) {
        writeFileSync(path.join(folder, name), make())
        const { status, stdout, stderr } = await runInProcess('import', name)
        expect({ name, status, stdout }).toEqual({ name, status: 2, stdout: '' })
        expect(stderr).toContain(`${name}: `)
        expect(stderr.length).toBeLessThan(MOST_CHARACTERS)
      }
      expect((await runInProcess('runs', '--json')).stdout).toBe('')
      expect(existsSync(path.join(folder, 'pwned'))).toBe(false)
    },
  )
})
