import { symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openFile, openFileNow, readFile, readFileNow } from '#files/read-file.ts'
import { makeFolder } from '../backend/tiny-workbench.ts'
import { makeDevice, makePipe } from './special-files.ts'

/** All ways in which the program opens a file to read it. */
const WAYS: Readonly<Record<string, (file: string) => unknown>> = {
  openFile,
  openFileNow,
  readFile,
  readFileNow,
}

describe.each(Object.entries(WAYS))('%s', (_, read) => {
  it.each<[string, (folder: string) => string, string]>([
    ['a pipe that nobody writes', (folder) => makePipe(folder), 'expected a file, got a pipe'],
    ['a device without an end', (folder) => makeDevice(folder, 'zero'), 'expected a file, got a device'],
    ['a folder', (folder) => folder, 'expected a file, got a folder'],
    ['NUL', (folder) => path.join(folder, 'a\0'), 'a path cannot hold the character NUL'],
  ])('refuses %s at once', async (_what, makeIn, message) => {
    const file = makeIn(makeFolder())
    await expect(Promise.resolve().then(() => read(file))).rejects.toMatchObject({ message, path: file })
  })

  it('refuses a socket, and a link to a pipe', async () => {
    const folder = makeFolder()
    const server = createServer().listen(path.join(folder, 'socket'))
    onTestFinished(() => void server.close())
    await expect(Promise.resolve().then(() => read(path.join(folder, 'socket')))).rejects.toThrow(
      'got a socket',
    )
    symlinkSync(makePipe(folder), path.join(folder, 'link'))
    await expect(Promise.resolve().then(() => read(path.join(folder, 'link')))).rejects.toThrow('got a pipe')
  })
})

it('reads a file whole, through a link too', async () => {
  const folder = makeFolder()
  writeFileSync(path.join(folder, 'a.txt'), 'content')
  symlinkSync('a.txt', path.join(folder, 'link'))
  expect((await readFile(path.join(folder, 'link'))).toString()).toBe('content')
  expect(readFileNow(path.join(folder, 'a.txt')).toString()).toBe('content')
})
