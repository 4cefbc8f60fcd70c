import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { BROWSER_MODE, COMMAND_LINE } from '../../made-programs.ts'
import { makeCommandLine } from './command-line.ts'

/** A disk in memory, seen by one shell alone; it goes with that shell. */
const ON_SMALL_DISK = ['--mount', '--map-root-user', 'sh', '-c']
const MOUNT = 'mount -t tmpfs -o size=8m tmpfs "$disk"'

/** What makes the disk so that nothing can be written. */
const SPOIL = {
  full: 'cat /dev/zero > "$disk/rest" 2>/dev/null',
  'read-only': 'mount -o remount,ro "$disk"',
} as const

/** Ends browser mode with SIGINT as soon as it says that it is open; prints its exit status. */
const END_BROWSER_MODE = `
  "$node" "$browser" --no-open --port 0 --store "$store" > "$out/browser.txt" & server=$!
  until grep -qs http "$out/browser.txt" || ! kill -0 $server; do sleep 0.1; done
  kill -INT $server; wait $server; echo "browser mode ended with $?"`

function canMount(): boolean {
  const disk = mkdtempSync(path.join(tmpdir(), 'backprop-mount-'))
  const { status } = spawnSync('unshare', [...ON_SMALL_DISK, MOUNT], { env: { ...process.env, disk } })
  rmSync(disk, { recursive: true })
  return status === 0
}

describe.skipIf(!canMount())('a store on a disk (skipped where no disk can be mounted)', () => {
  /** Runs lines of a shell with a store of one run of four epochs on a spoiled disk. @returns what they print */
  async function onDisk(spoiled: keyof typeof SPOIL, lines: readonly string[]): Promise<string> {
    const { run, tiny, folder } = makeCommandLine()
    const former = path.join(folder, 'former.sqlite')
    await run(...tiny, '--epochs', '4', '--store', former)
    const [disk, out] = ['disk', 'out'].map((name) => path.join(folder, name)) as [string, string]
    mkdirSync(disk)
    mkdirSync(out)
    const store = path.join(disk, 'store.sqlite')
    const script = `${MOUNT} && cp "$former" "$store" || exit 9
      backprop() { "$node" "$cli" "$@" --store "$store"; }
      ${SPOIL[spoiled]}
      ${lines.join('\n')}`
    const env = {
      ...process.env,
      disk,
      out,
      store,
      former,
      node: process.execPath,
      cli: COMMAND_LINE,
      browser: BROWSER_MODE,
    }
    const { stdout, stderr } = spawnSync('unshare', [...ON_SMALL_DISK, `{ ${script}\n} 2>&1`], {
      encoding: 'utf8',
      env,
    })
    expect(stderr).toBe('')
    return stdout.replaceAll(store, 'STORE').replaceAll(out, 'OUT')
  }

  it.each(['full', 'read-only'] as const)(
    'that is %s is listed, checked, backed up and carried elsewhere',
    { timeout: 300_000 },
    async (spoiled) => {
      const printed = await onDisk(spoiled, [
        'backprop runs --json | grep -c epochsDone',
        'backprop store check',
        'backprop runs export last --out "$out/runs.backprop"',
        'backprop store backup "$out/backup.sqlite"',
        '"$node" "$cli" runs import "$out/runs.backprop" --store "$out/other.sqlite"',
        '"$node" "$cli" store check --store "$out/backup.sqlite"',
        END_BROWSER_MODE,
      ])
      const lines = printed.trimEnd().split('\n')
      expect(lines).toEqual([
        '1',
        'STORE is sound: 1 run, 4 epochs, 4 sets of weights',
        expect.stringMatching(/^Wrote OUT\/runs\.backprop: 1 run, /),
        expect.stringMatching(/^Wrote OUT\/backup\.sqlite, /),
        'OUT/runs.backprop: 1 run added',
        'OUT/backup.sqlite is sound: 1 run, 4 epochs, 4 sets of weights',
        'browser mode ended with 0',
      ])
    },
  )

  it('takes no import, backup or export that there is no room for', { timeout: 300_000 }, async () => {
    const printed = await onDisk('full', [
      'rm "$disk/rest"; backprop runs export last --out "$out/runs.backprop" > "$out/printed"',
      'head -c "$(($(df "$disk" --output=avail | tail -1) * 1024 - 8192))" /dev/zero > "$disk/rest"',
      'backprop store backup "$disk/backup.sqlite"',
      'backprop runs export last --out "$disk/runs.backprop"',
      'backprop runs export last --weights best-and-last --out "$disk/few.backprop"',
      'rm "$disk/rest"; head -c "$(($(df "$disk" --output=avail | tail -1) * 1024 - 90000))" /dev/zero > "$disk/rest"',
      'backprop runs import "$out/runs.backprop"',
      'ls "$disk"',
    ])
    const missing = String.raw`the disk is full: \d\.\d MB are needed, 0\.\d MB are free`
    expect(printed).toMatch(new RegExp(`no backup can be written to .*backup\\.sqlite \\(${missing}\\)\n`))
    expect(printed).toMatch(new RegExp(`runs\\.backprop cannot be written: ${missing}\n`))
    expect(printed).toMatch(new RegExp(`few\\.backprop cannot be written: ${missing}\n`))
    expect(printed).toMatch(new RegExp(`The store STORE cannot be used: ${missing}\\n`))
    expect(printed).toMatch(/\nrest\nstore\.sqlite(-\w+|\nstore\.sqlite)*\n$/)
  })

  it('that is full says what a removal needs, which then gives room back', { timeout: 300_000 }, async () => {
    const printed = await onDisk('full', [
      'backprop runs thin last --keep last',
      'rm "$disk/rest"; head -c "$(($(df "$disk" --output=avail | tail -1) * 1024 - 1000000))" /dev/zero > "$disk/rest"',
      'backprop runs thin last --keep last',
    ])
    expect(printed).toMatch(
      /^backprop: The store STORE cannot be used: the disk is full, .* free 1 MB on this disk, or move the store to another one, and try again\nRemoved \d of 4 sets of weights/,
    )
  })

  it('that can only be read refuses each change in one line', { timeout: 300_000 }, async () => {
    const printed = await onDisk('read-only', [
      'backprop runs thin last --keep last',
      'backprop resume last',
      'backprop store repair',
    ])
    expect(printed.trimEnd().split('\n')).toEqual([
      'backprop: The store STORE cannot be used: it can only be read',
      'backprop: The store STORE cannot be used: it can only be read',
      'backprop: The store STORE cannot be used: its disk can only be read; copy it to another one to repair it',
    ])
  })
})
