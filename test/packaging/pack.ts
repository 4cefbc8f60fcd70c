import { extractAll } from '@electron/asar'
import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** What electron-builder takes for a Linux build of Electron: a program with a fuse wire, and nothing else. */
async function makeElectronDist(folder: string): Promise<void> {
  await mkdir(join(folder, 'resources'), { recursive: true })
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
  const version1 = 1
  const states = '1'.repeat(9)
  await writeFile(
    join(folder, 'electron'),
    Buffer.concat([Buffer.from(sentinel), Buffer.from([version1, states.length]), Buffer.from(states)]),
  )
  await chmod(join(folder, 'electron'), 0o755)
  await writeFile(join(folder, 'LICENSE'), 'stand-in')
}

/**
 * Packs the built application for Linux on any system: the archive is what is looked at, and it needs no tool of that
 * system. @returns its folder
 */
export async function packApplication(folder: string): Promise<string> {
  await makeElectronDist(join(folder, 'electron'))
  await promisify(execFile)(
    process.execPath,
    [
      join(root, 'node_modules/electron-builder/cli.js'),
      ...['--linux', 'dir', '--x64', '--publish', 'never'],
      `-c.electronDist=${join(folder, 'electron')}`,
      `-c.directories.output=${join(folder, 'release')}`,
    ],
    { cwd: root },
  )
  return join(folder, 'release/linux-unpacked')
}

/**
 * Packs the application, and lays its archive out as a folder of the archive's name, which Node reads as Electron does the
 * archive. No package is found from there but those that were packed. @returns the archive
 */
export async function packForNode(folder: string): Promise<string> {
  const packed = join(await packApplication(folder), 'resources/app.asar')
  const archive = join(folder, 'resources/app.asar')
  extractAll(packed, archive)
  await cp(`${packed}.unpacked`, `${archive}.unpacked`, { recursive: true })
  return archive
}
