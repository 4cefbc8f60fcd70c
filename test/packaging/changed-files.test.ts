import { appendFile, copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findWrongFile, type ProgramFiles } from '#files/program-files.ts'
import { bootMain } from '../electron-stand-in/boot.ts'
import { createElectronStandIn } from '../electron-stand-in/electron.ts'
import { loadBuiltMain } from '../electron-stand-in/load-built-main.ts'
import { packForNode } from './pack.ts'

const worker = 'dist/electron/training-worker.mjs'
const exchange = 'dist/electron/exchange-worker.mjs'
const binary = 'node_modules/better-sqlite3/prebuilds/linux-x64.node'
const manifest = 'node_modules/better-sqlite3/package.json'
const planted = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node'

describe('files beside the archive', { timeout: 120_000 }, () => {
  let folder: string
  let archive: string
  let unpacked: string
  let files: ProgramFiles

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packing-'))
    archive = await packForNode(folder)
    unpacked = `${archive}.unpacked`
    files = JSON.parse(
      await readFile(join(archive, 'dist/electron/unpacked-files.json'), 'utf8'),
    ) as ProgramFiles
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  /** Starts the packed main process over changed files. @returns what it says, and its exit status */
  async function startDamaged(): Promise<{ said: readonly string[]; status: number }> {
    // No window is opened, so that no browser is needed.
    const { electron, app, desktop } = createElectronStandIn({ context: undefined as never })
    await loadBuiltMain(electron, join(archive, 'dist/electron/main.js'))
    return { status: await app.ended, said: desktop.errorBoxes }
  }

  it('are all listed, and found as they were built', () => {
    expect(Object.keys(files)).toEqual(expect.arrayContaining([worker, exchange, binary, manifest]))
    expect(Object.keys(files).some((file) => /sharp-wasm32.*\.wasm$/.test(file))).toBe(true)
    expect(findWrongFile(unpacked, files)).toBeNull()
  })

  it('are loaded where they are as they were built', async () => {
    const main = await bootMain({ main: join(archive, 'dist/electron/main.js') })
    await main.openedWindow()
    expect(main.desktop.errorBoxes).toEqual([])
    await main.close()
  })

  it.each([worker, exchange, binary, 'node_modules/better-sqlite3/lib/database.js'])(
    'are refused by name after a change: %s',
    async (file) => {
      const before = await readFile(join(unpacked, file))
      await appendFile(join(unpacked, file), '\n')
      const { said, status } = await startDamaged()
      await writeFile(join(unpacked, file), before)
      expect(said).toEqual([expect.stringContaining(`${file}: expected the file of this version (SHA-256`)])
      expect(status).toBe(1)
    },
  )

  it('are refused by name where a flipped bit in the decoder of pictures is all that changed', async () => {
    const file = Object.keys(files).find((name) => name.endsWith('.wasm'))!
    const before = await readFile(join(unpacked, file))
    const after = Buffer.from(before)
    after[after.length >> 1]! ^= 1
    await writeFile(join(unpacked, file), after)
    const { said } = await startDamaged()
    await writeFile(join(unpacked, file), before)
    expect(said).toEqual([expect.stringContaining(file)])
  })

  it('are refused where a package names another file to load, one was added, or one is gone', async () => {
    const before = await readFile(join(unpacked, manifest), 'utf8')
    await writeFile(join(unpacked, manifest), before.replaceAll('lib/index.js', 'lib/util.js'))
    expect((await startDamaged()).said).toEqual([expect.stringContaining(manifest)])
    await writeFile(join(unpacked, manifest), before)

    await mkdir(dirname(join(unpacked, planted)), { recursive: true })
    await copyFile(join(unpacked, binary), join(unpacked, planted))
    expect((await startDamaged()).said).toEqual([
      expect.stringContaining(`${planted}: expected no such file`),
    ])
    await rm(join(unpacked, planted))

    await rename(join(unpacked, binary), join(unpacked, 'elsewhere'))
    expect((await startDamaged()).said).toEqual([
      expect.stringContaining(`${binary}: expected the file of this version, got none`),
    ])
    await rename(join(unpacked, 'elsewhere'), join(unpacked, binary))
    expect(findWrongFile(unpacked, files)).toBeNull()
  })

  it('are not trusted where the list of them is gone', async () => {
    const list = join(archive, 'dist/electron/unpacked-files.json')
    await rename(list, `${list}.away`)
    const { said } = await startDamaged()
    await rename(`${list}.away`, list)
    expect(said).toEqual([expect.stringContaining('unpacked-files.json')])
  })
})
