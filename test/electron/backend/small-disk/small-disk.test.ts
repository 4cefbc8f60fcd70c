import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import {
  ENDLESS,
  makeFolder,
  openTinyWorkbench,
  tinyRecipe,
  trainToEnd,
  writeTinyDataSet,
} from '../tiny-workbench.ts'
import type { FullDiskReport } from './read-on-full-disk.ts'
import type { SmallDiskReport } from './train-on-small-disk.ts'

const PROGRAM = fileURLToPath(new URL('train-on-small-disk.ts', import.meta.url))

/** A disk in memory, seen by one program alone; it goes with that program. */
const ON_SMALL_DISK = ['--mount', '--map-root-user', 'sh', '-c']
const MOUNT = 'mount -t tmpfs -o size=16m tmpfs "$0"'

/** Whether this machine lets a person mount a disk of their own. */
function canMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'backprop-mount-'))
  const { status } = spawnSync('unshare', [...ON_SMALL_DISK, MOUNT, folder])
  rmSync(folder, { recursive: true })
  return status === 0
}

it.skipIf(!canMount())(
  'a training on a disk that fills up ends with the reason, loses nothing, and goes on when there is room (skipped where no disk can be mounted)',
  { timeout: 60_000 },
  async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet, {
      epochs: 120,
      layers: [
        { units: 500, activation: 'sigmoid', batchNorm: false, dropout: 0 },
        { units: 10, activation: 'sigmoid', batchNorm: false, dropout: 0 },
      ],
    })
    const undisturbed = await trainToEnd(workbench, recipe)

    const command = `${MOUNT} && exec "$1" "$2" "$0" "$3"`
    const words = [command, makeFolder(), process.execPath, PROGRAM, JSON.stringify(recipe)]
    const report = JSON.parse(
      execFileSync('unshare', [...ON_SMALL_DISK, ...words], { encoding: 'utf8' }),
    ) as SmallDiskReport

    expect(report.full).toMatchObject({ status: 'failed', problems: [] })
    expect(report.full.reason).toEqual({
      code: 'not-stored',
      message: expect.stringMatching(
        /workbench\.sqlite.*: the disk is full: \d+\.\d MB are needed, \d+\.\d MB are free$/,
      ) as string,
    })
    expect(report.full.epochsDone).toBeGreaterThan(3)
    expect(report.full.epochsDone).toBeLessThan(120)
    for (const refusal of report.refusals) expect(refusal).toContain('the disk is full')
    expect(report.freedBytes).toBeGreaterThan(1e6)
    expect(report.resumed).toMatchObject({
      status: 'completed',
      epochsDone: 120,
      weightsSha256: undisturbed.weightsSha256,
    })
    expect(report.problems).toEqual([])
  },
)

it.skipIf(!canMount())(
  'a workbench closes on a full disk, and its runs can be read there (skipped where no disk can be mounted)',
  { timeout: 60_000 },
  () => {
    const recipe = tinyRecipe(writeTinyDataSet(path.join(makeFolder(), 'tiny')), { epochs: ENDLESS })
    const program = fileURLToPath(new URL('read-on-full-disk.ts', import.meta.url))
    const command = `${MOUNT} && exec "$1" "$2" "$0" "$3"`
    const words = [command, makeFolder(), process.execPath, program, JSON.stringify(recipe)]
    const report = JSON.parse(
      execFileSync('unshare', [...ON_SMALL_DISK, ...words], { encoding: 'utf8' }),
    ) as FullDiskReport
    expect(report).toMatchObject({ closing: null, names: ['waiting', 'on a full disk'], problems: [] })
    expect(report.epochs).toBeGreaterThan(0)
  },
)
