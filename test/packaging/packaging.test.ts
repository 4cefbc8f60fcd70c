import { extractFile, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packApplication, root } from './pack.ts'

describe('the packed application', { timeout: 120_000 }, () => {
  let folder: string
  let application: string
  let archive: string
  let files: string[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packing-'))
    application = await packApplication(folder)
    archive = join(application, 'resources/app.asar')
    files = listPackage(archive, { isPack: false }).map((file) => file.split(sep).join('/'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each([
    '/package.json',
    '/LICENSE',
    '/dist/electron/main.js',
    '/dist/electron/application.js',
    '/dist/electron/unpacked-files.json',
    '/dist/electron/preload.cjs',
    '/dist/electron/training-worker.mjs',
    '/dist/electron/exchange-worker.mjs',
    '/dist/electron/licenses/main.js.md',
    '/dist/renderer/index.html',
    '/dist/renderer/licenses.md',
    '/resources/icons/256x256.png',
    '/node_modules/better-sqlite3/lib/index.js',
    '/node_modules/better-sqlite3/LICENSE',
    '/node_modules/sharp/LICENSE',
    '/node_modules/@img/sharp-wasm32/LICENSE',
  ])('holds %s', (file) => {
    expect(files).toContain(file)
  })

  it('starts with the built main process', () => {
    const manifest = JSON.parse(extractFile(archive, 'package.json').toString()) as Record<string, unknown>
    expect(manifest.main).toBe('dist/electron/main.js')
    expect(manifest.type).toBe('module')
  })

  it('holds every file that the page asks for', () => {
    const page = extractFile(archive, join('dist', 'renderer', 'index.html')).toString()
    const asked = [...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) => path)
    expect(asked.length).toBeGreaterThan(1)
    for (const path of asked) expect(files).toContain(`/dist/renderer/${path}`)
  })

  it('holds no source, no test, no tool and no package but those with binaries', () => {
    const topFolders = new Set(files.map((file) => file.split('/')[1]))
    expect([...topFolders].sort()).toEqual(['LICENSE', 'dist', 'node_modules', 'package.json', 'resources'])
    expect(files.filter((file) => /\.(ts|vue|map|cpp|c|h|gyp)$/.test(file))).toEqual([])
    const packages = files.filter((file) => /^\/node_modules\/(@[^/]+\/)?[^@/][^/]*$/.test(file))
    expect(packages.map((file) => file.slice('/node_modules/'.length)).sort()).toEqual([
      '@emnapi/runtime',
      '@img/colour',
      '@img/sharp-wasm32',
      'better-sqlite3',
      'detect-libc',
      'semver',
      'sharp',
      'tslib',
    ])
  })

  it("has only this platform's binary, and that and the worker beside the archive", async () => {
    const binaries = files.filter((file) => /\.node$|\.so|\.dylib$/.test(file)).sort()
    expect(binaries).toEqual(['/node_modules/better-sqlite3/prebuilds/linux-x64.node'])
    const beside = (await readdir(`${archive}.unpacked`, { recursive: true })).map((file) =>
      file.split(sep).join('/'),
    )
    expect(beside).toContain('node_modules/better-sqlite3/prebuilds/linux-x64.node')
    expect(beside).toContain('dist/electron/training-worker.mjs')
    expect(beside).toContain('dist/electron/exchange-worker.mjs')
    expect(beside.filter((file) => file.endsWith('.wasm'))).toEqual([
      expect.stringMatching(/^node_modules\/@img\/sharp-wasm32\/lib\/[^/]+\.wasm$/),
    ])
    const licences = join(archive, '..', 'licenses', 'sharp-wasm32', 'README.md')
    expect(await readFile(licences, 'utf8')).toContain('LGPL')
    // Found from there by the thread that reads and writes files of runs.
    expect(beside).toContain('node_modules/better-sqlite3/lib/index.js')
    const packed = await readFile(join(root, 'node_modules/better-sqlite3/prebuilds/linux-x64.node'))
    const unpacked = join(`${archive}.unpacked`, 'node_modules/better-sqlite3/prebuilds/linux-x64.node')
    expect((await readFile(unpacked)).equals(packed)).toBe(true)
  })

  it('has the fuses blown that would let others run code in it', async () => {
    const wire = await getCurrentFuseWire(join(application, 'backprop-workbench'))
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
    })
  })
})
