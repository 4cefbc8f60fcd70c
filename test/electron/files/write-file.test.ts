import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { reasonOfFileError } from '#files/file-errors.ts'
import { fillFile, fillFileNow, writeFile, writeFileNow } from '#files/write-file.ts'
import { makeFolder } from '../backend/tiny-workbench.ts'
import { asPlainAccount, makeDevice, makePipe } from './special-files.ts'

type Write = (file: string, content: string, options?: { mayReplace: boolean }) => Promise<void>

/** All ways in which the program writes a file. */
const STREAMING: Readonly<Record<string, Write>> = {
  content: writeFile,
  'what fills it': (file, content, options) =>
    fillFile(file, (fresh) => writeFileSync(fresh, content), options),
}
const AT_ONCE: Readonly<Record<string, Write>> = {
  'content at once': async (file, content, options) => {
    await Promise.resolve()
    writeFileNow(file, content, options)
  },
  'what fills it at once': async (file, content, options) => {
    await Promise.resolve()
    fillFileNow(file, (fresh) => writeFileSync(fresh, content), options)
  },
}

async function failure(work: Promise<unknown>): Promise<NodeJS.ErrnoException> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Error)) throw new Error('it did not fail')
  return error
}

describe.each(Object.entries({ ...STREAMING, ...AT_ONCE }))('A file written from %s', (_, write) => {
  it('appears with its content, and leaves nothing beside it', async () => {
    const folder = makeFolder()
    await write(path.join(folder, 'a.txt'), 'new')
    await write(path.join(folder, 'a.txt'), 'newer')
    expect(readFileSync(path.join(folder, 'a.txt'), 'utf8')).toBe('newer')
    expect(readdirSync(folder)).toEqual(['a.txt'])
  })

  it('keeps the permissions of the former one', async () => {
    const file = path.join(makeFolder(), 'private.txt')
    writeFileSync(file, 'old')
    chmodSync(file, 0o600)
    await write(file, 'new')
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('replaces none where it must not', async () => {
    const folder = makeFolder()
    const file = path.join(folder, 'a.txt')
    await write(file, 'first', { mayReplace: false })
    expect(await failure(write(file, 'second', { mayReplace: false }))).toMatchObject({
      code: 'EEXIST',
      path: file,
    })
    expect(readFileSync(file, 'utf8')).toBe('first')
    expect(readdirSync(folder)).toEqual(['a.txt'])
  })

  it.each([
    ['to a file', true],
    ['to nothing yet', false],
  ])('replaces what a symbolic link leads to, not the link: %s', async (_to, isThere) => {
    const folder = makeFolder()
    mkdirSync(path.join(folder, 'far'))
    const target = path.join(folder, 'far', 'target.txt')
    if (isThere) writeFileSync(target, 'old')
    symlinkSync(path.join('far', 'target.txt'), path.join(folder, 'near'))
    symlinkSync('near', path.join(folder, 'link'))
    await write(path.join(folder, 'link'), 'new')
    expect(lstatSync(path.join(folder, 'link')).isSymbolicLink()).toBe(true)
    expect(lstatSync(path.join(folder, 'near')).isSymbolicLink()).toBe(true)
    expect(readFileSync(target, 'utf8')).toBe('new')
  })

  // The other name may be a backup's: a tool that saves room makes one instead of a copy.
  it('replaces one name of a file alone: what another name leads to stays as it was', async () => {
    const folder = makeFolder()
    const file = path.join(folder, 'a.txt')
    writeFileSync(file, 'old')
    linkSync(file, path.join(folder, 'backup.txt'))
    linkSync(file, path.join(folder, 'backup 2.txt'))
    await write(file, 'new')
    expect(readFileSync(file, 'utf8')).toBe('new')
    expect(readFileSync(path.join(folder, 'backup.txt'), 'utf8')).toBe('old')
    expect(statSync(path.join(folder, 'backup 2.txt')).nlink).toBe(2)
    expect(statSync(file).nlink).toBe(1)
  })

  it.each<[string, (folder: string) => string, string, string]>([
    ['a folder', (folder) => folder, 'EISDIR', 'expected a file, got a folder'],
    [
      'an absent folder',
      (folder) => path.join(folder, 'no', 'a'),
      'ENOENT',
      'there is no such file or folder',
    ],
    [
      'a file as folder',
      (folder) => path.join(folder, 'file', 'a'),
      'ENOTDIR',
      'expected a folder, got a file',
    ],
    [
      'links in a circle',
      (folder) => path.join(folder, 'circle'),
      'ELOOP',
      'its symbolic links lead in a circle',
    ],
    ['a long name', (folder) => path.join(folder, 'a'.repeat(300)), 'ENAMETOOLONG', 'the name is too long'],
    [
      'a long path',
      (folder) => path.join(folder, 'a/'.repeat(3000), 'a'),
      'ENAMETOOLONG',
      'the name is too long',
    ],
    ['NUL', (folder) => path.join(folder, 'a\0b'), 'ENULL', 'a path cannot hold the character NUL'],
  ])('is refused with its path and the reason: %s', async (_what, placeIn, code, reason) => {
    const folder = makeFolder()
    writeFileSync(path.join(folder, 'file'), '')
    symlinkSync('circle', path.join(folder, 'circle'))
    const file = placeIn(folder)
    const error = await failure(write(file, 'new'))
    expect(error).toMatchObject({ code, path: file })
    expect(reasonOfFileError(error)).toBe(reason)
  })

  it('may have a name as long as a disk takes', async () => {
    const folder = makeFolder()
    await write(path.join(folder, 'a'.repeat(255)), 'new')
    expect(readdirSync(folder)).toEqual(['a'.repeat(255)])
  })

  it('is refused in a folder that takes no new files', async () => {
    const folder = makeFolder()
    chmodSync(folder, 0o555)
    const file = path.join(folder, 'new.txt')
    const error = await asPlainAccount(() => failure(write(file, 'new')))
    chmodSync(folder, 0o755)
    expect(error).toMatchObject({ code: 'EACCES', path: file })
    expect(readdirSync(folder)).toEqual([])
  })
})

describe.each(Object.entries(STREAMING))('What is no file takes %s as it is', (_, write) => {
  it('a pipe', async () => {
    const pipe = makePipe(makeFolder())
    const reader = spawn('cat', [pipe])
    const [read] = await Promise.all([text(reader.stdout), write(pipe, 'x'.repeat(200_000))])
    expect(read).toBe('x'.repeat(200_000))
    expect(lstatSync(pipe).isFIFO()).toBe(true)
  })

  it('a pipe that nobody reads, which is refused after a while', async () => {
    const pipe = makePipe(makeFolder())
    const error = await failure(write(pipe, 'new'))
    expect(reasonOfFileError(error)).toBe('nobody reads the pipe, or there is no such device')
    expect(error.path).toBe(pipe)
  })

  it('a device that takes everything', async () => {
    const device = makeDevice(makeFolder(), 'null')
    await write(device, 'new')
    expect(lstatSync(device).isCharacterDevice()).toBe(true)
  })

  it('a device that takes nothing, through a symbolic link', async () => {
    const folder = makeFolder()
    const device = makeDevice(folder, 'full')
    symlinkSync(device, path.join(folder, 'link'))
    const error = await failure(write(path.join(folder, 'link'), 'new'))
    expect(error).toMatchObject({ code: 'ENOSPC', path: path.join(folder, 'link') })
    expect(lstatSync(device).isCharacterDevice()).toBe(true)
    expect(lstatSync(path.join(folder, 'link')).isSymbolicLink()).toBe(true)
  })

  it('a file of another account in a folder that everybody may write to', async () => {
    const folder = makeFolder()
    const file = path.join(folder, 'theirs.txt')
    writeFileSync(file, 'an old and longer one')
    chmodSync(file, 0o666)
    // As of the folder for temporary files: who does not own a file can write to it and not replace it.
    chmodSync(folder, 0o1777)
    await asPlainAccount(() => write(file, 'new'))
    expect(readFileSync(file, 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['theirs.txt'])
  })

  it('a file in a folder that takes no new ones', async () => {
    const folder = makeFolder()
    const file = path.join(folder, 'mine.txt')
    writeFileSync(file, 'an old and longer one')
    if (process.getuid?.() === 0) chownSync(file, 65534, 65534)
    chmodSync(folder, 0o555)
    await asPlainAccount(() => write(file, 'new'))
    chmodSync(folder, 0o755)
    expect(readFileSync(file, 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['mine.txt'])
  })
})
