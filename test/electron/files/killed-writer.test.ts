import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { sweepTemporary } from '#files/temporary-files.ts'
import { makeFolder } from '../backend/tiny-workbench.ts'

const MODULE = import.meta.resolve('#files/write-file.ts')

/** Fills a file in a program that is killed in the middle of it. @returns the signal that ended it */
function killWhileFilling(file: string, sweptFolder: string): string | null {
  const program = `
    import { writeFileSync } from 'node:fs'
    import { fillFile } from ${JSON.stringify(MODULE)}
    await fillFile(${JSON.stringify(file)}, (fresh) => {
      for (const ending of ['', '-journal']) writeFileSync(fresh + ending, 'half')
      process.kill(process.pid, 'SIGKILL')
    }, { sweptFolder: ${JSON.stringify(sweptFolder)} })`
  return spawnSync(process.execPath, ['--input-type=module', '--eval', program]).signal
}

it.each([
  ['beside the store', (store: string) => store],
  ['in a folder elsewhere, as where a person saves an export', () => makeFolder()],
])(
  'what a killed program had written is swept at the next start %s; the former file stays',
  (_, placeFor) => {
    const store = makeFolder()
    const folder = placeFor(store)
    const file = path.join(folder, 'runs.backprop')
    writeFileSync(file, 'former')
    expect(killWhileFilling(file, store)).toBe('SIGKILL')
    expect(readdirSync(folder).length).toBeGreaterThan(2)
    sweepTemporary(store)
    expect(readdirSync(folder)).toEqual(['runs.backprop'])
    expect(readdirSync(store)).toEqual(folder === store ? ['runs.backprop'] : [])
  },
)
