import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { COMMAND_LINE } from '../../made-programs.ts'
import { makeCommandLine } from './command-line.ts'

/** Runs a program with a disk in memory of its own at a place. @returns its exit status and standard error */
function withDisk(
  place: string,
  mount: string,
  ...program: string[]
): { status: number | null; stderr: string } {
  // A disk that can be written to is filled before, but for the names of new files.
  const script = `mount -t tmpfs ${mount} tmpfs "$0" && { cat /dev/zero > "$0/rest"; } 2>/dev/null
    "$@"; status=$?; rm -f "$0/rest"; ls -A "$0" >&2; exit $status`
  const words = ['--mount', '--map-root-user', 'sh', '-c', script, place, ...program]
  return spawnSync('unshare', words, { encoding: 'utf8' })
}

function canMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'backprop-mount-'))
  const { status } = withDisk(folder, '-o size=64k', 'true')
  rmSync(folder, { recursive: true })
  return status === 0
}

const COMMANDS: readonly (readonly [string, string, readonly string[]])[] = [
  ['runs', 'a.backprop', ['runs', 'export', 'last', '--out']],
  ['weights', 'a.json', ['export', 'last', '--format', 'network2', '--out']],
  ['measures', 'a.csv', ['runs', '--csv']],
  ['a report', 'a.html', ['report', 'last', '--out']],
]

it.skipIf(!canMount()).each([
  ['full', '-o size=64k', 'the disk is full'],
  ['read-only', '-o ro', 'the disk can only be read'],
])(
  'what cannot be written on a disk that is %s names its path and the reason, and leaves nothing (skipped where no disk can be mounted)',
  async (_, mount, reason) => {
    const { run, tiny, folder } = makeCommandLine()
    await run(...tiny, '--epochs', '1')
    const disk = path.join(folder, 'disk')
    mkdirSync(disk)
    for (const [what, name, words] of COMMANDS) {
      const file = path.join(disk, name)
      const { status, stderr } = withDisk(disk, mount, process.execPath, COMMAND_LINE, ...words, file)
      // What runs take is known before they are written.
      const numbers =
        what === 'runs' && reason === 'the disk is full'
          ? /: \d\.\d MB are needed, 0\.\d MB are free/.source
          : ''
      expect(stderr.replace(`backprop: ${file} cannot be written: ${reason}`, '')).toMatch(
        new RegExp(`^${numbers}\n$`),
      )
      expect(status).toBe(1)
    }
  },
)
