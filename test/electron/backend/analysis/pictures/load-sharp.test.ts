import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDigitPhoto, writePhoto } from './digit-photos.ts'

const PROGRAM = fileURLToPath(new URL('decode-as-electron.ts', import.meta.url))
const FIXTURES = fileURLToPath(new URL('../../../../fixtures/pictures/', import.meta.url))

interface Decoded {
  readonly pictures: Readonly<Record<string, string>>
  readonly libraries: readonly string[]
}

describe.runIf(process.platform === 'linux')('the decoder of pictures', { timeout: 60_000 }, () => {
  let folder: string
  let files: string[]

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'workbench-'))
    const photo = makeDigitPhoto('ruled paper', 13)
    files = (await readdir(FIXTURES)).map((name) => path.join(FIXTURES, name))
    for (const format of ['jpeg', 'webp'] as const) {
      const file = path.join(folder, `photo.${format}`)
      await writeFile(file, await writePhoto(photo, format, format === 'jpeg' ? 6 : 1))
      files.push(file)
    }
    const cut = path.join(folder, 'cut.png')
    await writeFile(cut, (await writePhoto(photo, 'png')).subarray(0, 2000))
    files.push(cut)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function decode(host: 'node' | 'electron'): Promise<Decoded> {
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, host, ...files])
    return JSON.parse(stdout) as Decoded
  }

  it('needs no library within Electron, whose own would take its functions, and reads the same', async () => {
    const [inNode, inElectron] = [await decode('node'), await decode('electron')]
    expect(inNode.libraries).not.toEqual([])
    expect(inElectron.libraries).toEqual([])
    expect(inElectron.pictures).toEqual(inNode.pictures)
    expect(inNode.pictures['cut.png']).toContain('expected a sound PNG picture')
    expect(Object.values(inNode.pictures).filter((words) => /^\d+×\d+ /.test(words))).toHaveLength(
      files.length - 1,
    )
  })
})
