import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hashSources, isBuildFresh, removeStamp, writeStamp } from '../../scripts/build-stamp.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'project-'))
  await mkdir(join(root, 'core/math'), { recursive: true })
  await mkdir(join(root, 'renderer/node_modules'), { recursive: true })
  await writeFile(join(root, 'core/math/a.ts'), 'one')
  await writeFile(join(root, 'package.json'), '{}')
})
afterEach(() => rm(root, { recursive: true }))

it('is fresh for the sources it was made of', async () => {
  const hash = await hashSources(root)
  expect(await isBuildFresh(root, hash)).toBe(false)
  await writeStamp(root, hash)
  expect(await isBuildFresh(root, await hashSources(root))).toBe(true)
  await removeStamp(root)
  expect(await isBuildFresh(root, hash)).toBe(false)
})

it.each([
  ['a changed file', 'core/math/a.ts'],
  ['a new file', 'core/math/b.ts'],
  ['a changed manifest', 'package.json'],
])('is stale after %s', async (_change, file) => {
  const before = await hashSources(root)
  await writeFile(join(root, file), 'two')
  expect(await hashSources(root)).not.toBe(before)
})

it.each(['renderer/node_modules/cache.json', 'README.md'])('does not depend on %s', async (file) => {
  const before = await hashSources(root)
  await writeFile(join(root, file), 'two')
  expect(await hashSources(root)).toBe(before)
})
