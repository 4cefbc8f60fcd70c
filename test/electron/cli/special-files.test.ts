import { lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeDevice, makePipe } from '../files/special-files.ts'
import { makeCommandLine } from './command-line.ts'

describe('What is no file is refused at once', () => {
  const COMMANDS: readonly (readonly [string, (special: string) => string[]])[] = [
    ['as a recipe', (special) => ['train', '--recipe', special]],
    ['as a network to train on', (special) => ['train', '--from', special]],
    ['as a network', (special) => ['import', special]],
    ['as a picture', (special) => ['predict', 'last', special]],
    ['as runs', (special) => ['runs', 'import', special]],
    ['as numbers to verify', (special) => ['verify', special]],
    ['as a store', (special) => ['runs', '--store', special]],
    ['as a store to check', (special) => ['store', 'check', '--store', special]],
    ['as a store to repair', (special) => ['store', 'repair', '--store', special]],
    ['as a preset', (special) => ['presets', 'import', special]],
  ]

  it.each(COMMANDS)('%s', async (_, wordsOf) => {
    const { run, tiny, folder } = makeCommandLine()
    if (wordsOf('').includes('predict')) await run(...tiny, '--epochs', '1')
    for (const special of [makePipe(folder), makeDevice(folder, 'zero')]) {
      const { status, stdout, stderr } = await run(...wordsOf(special))
      expect(status).toBeGreaterThan(0)
      expect(stderr + stdout).toContain(special)
      expect(stderr + stdout).toMatch(/expected a file, got (a pipe|a device|something else)/)
      expect(stderr).not.toContain('unexpected')
    }
  })

  it.each(['pipe', 'zero'] as const)('in a folder of data: %s', async (kind) => {
    const { run, folder } = makeCommandLine()
    const data = path.join(folder, 'data')
    mkdirSync(data)
    const special = kind === 'pipe' ? makePipe(data) : makeDevice(data, 'zero')
    for (const name of [
      'train-images-idx3-ubyte',
      'train-labels-idx1-ubyte',
      't10k-images-idx3-ubyte',
      't10k-labels-idx1-ubyte',
    ])
      symlinkSync(special, path.join(data, name))
    const { status, stderr } = await run('train', '--data', data)
    expect(status).toBeGreaterThan(0)
    expect(stderr).toMatch(/expected a file, got a (pipe|device)/)
  })
})

describe('A file that a command writes', () => {
  const COMMANDS: readonly (readonly [string, (out: string) => string[]])[] = [
    ['runs', (out) => ['runs', 'export', 'last', '--out', out]],
    ['weights', (out) => ['export', 'last', '--format', 'network2', '--out', out]],
    ['measures', (out) => ['runs', '--csv', out]],
    ['a report', (out) => ['report', 'last', '--out', out]],
  ]

  it.each(COMMANDS)(
    'of %s goes to a device as it is, and is refused by its path and the reason',
    async (_, wordsOf) => {
      const { run, tiny, folder } = makeCommandLine()
      await run(...tiny, '--epochs', '1')
      const full = makeDevice(folder, 'full')
      expect(await run(...wordsOf(full))).toMatchObject({
        status: 1,
        stderr: `backprop: ${full} cannot be written: the disk is full\n`,
      })
      expect(lstatSync(full).isCharacterDevice()).toBe(true)
      const nothing = makeDevice(folder, 'null')
      expect(await run(...wordsOf(nothing))).toMatchObject({ status: 0, stderr: '' })
      expect(lstatSync(nothing).isCharacterDevice()).toBe(true)
      const long = path.join(folder, 'a'.repeat(300))
      expect(await run(...wordsOf(long))).toMatchObject({
        status: 1,
        stderr: `backprop: ${long} cannot be written: the name is too long\n`,
      })
      expect((await run(...wordsOf(folder))).stderr).toContain(`expected a file, got the folder ${folder}`)
      const beside = readdirSync(folder).filter((name) => name.startsWith('.backprop-'))
      expect(beside).toEqual([])
    },
  )
})

it('A store of a name that no disk takes is refused by the reason', async () => {
  const { run, folder } = makeCommandLine()
  const long = path.join(folder, 'a'.repeat(300))
  expect((await run('runs', '--store', long)).stderr).toContain('the name is too long')
  expect((await run('runs', '--store', path.join(folder, 'a/'.repeat(3000)))).stderr).toContain(
    'the name is too long',
  )
  writeFileSync(path.join(folder, 'file'), '')
  expect((await run('runs', '--store', path.join(folder, 'file', 'a'))).stderr).toContain('got a file')
})
