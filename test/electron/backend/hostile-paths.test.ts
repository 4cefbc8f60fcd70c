import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { runCalls } from '#contract/calls/runs.ts'
import { parseInput } from '#contract/parse-input.ts'
import { temporaryPath } from '#files/temporary-files.ts'
import { makePipe } from '../files/special-files.ts'
import { makeFolder, openTinyWorkbench, refusal, tinyRecipe } from './tiny-workbench.ts'

const owner = 'page 1'

it.each<[string, string, RegExp]>([
  ['NUL', '/a\0b', /NUL/],
  ['a name too long', `/${'a'.repeat(300)}`, /the name is too long/],
  ['a path too long', `/${'a/'.repeat(5000)}`, /the name is too long/],
])('a folder of data with %s is refused by the reason, in every call', async (_, folder, reason) => {
  const { workbench, dataSet } = openTinyWorkbench()
  const recipe = tinyRecipe(folder)
  const { data } = workbench.api
  const refusals = [
    await refusal(data.addImages({ path: folder })),
    await refusal(data.prepare({ dataSet: folder })),
    await refusal(data.getSample({ dataSet: folder, part: 'test', offset: 0, count: 1 })),
    await refusal(data.examine(recipe.data)),
    await refusal(workbench.api.runs.start({ recipe })),
    await refusal(workbench.hashDataSet(folder)),
  ]
  for (const { code, message } of refusals) {
    expect(['invalid', 'data', 'not-found']).toContain(code)
    expect(message).toMatch(reason)
  }
  expect((await data.prepare({ dataSet })).state).toBe('ready')
})

it('a file that a window chose is refused where it is a pipe or can be no path', async () => {
  const { workbench } = openTinyWorkbench()
  const pipe = makePipe(makeFolder())
  await expect(workbench.handles.open(pipe, { owner })).rejects.toThrow('expected a file, got a pipe')
  await expect(workbench.handles.open('/a\0b', { owner })).rejects.toThrow('NUL')
  const { fileId } = workbench.handles.save(path.join(makeFolder(), `${'a'.repeat(300)}.csv`), { owner })
  expect(await refusal(workbench.api.files.write({ fileId, content: '' }))).toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(/^a+\.csv cannot be read or written: the name is too long\.$/) as string,
  })
})

it('a file that became a pipe after it was chosen is refused at once', async () => {
  const { workbench } = openTinyWorkbench()
  const folder = makeFolder()
  writeFileSync(path.join(folder, 'a.json'), '{}')
  const { fileId } = await workbench.handles.open(path.join(folder, 'a.json'), { owner })
  const pipe = makePipe(folder)
  renameSync(pipe, path.join(folder, 'a.json'))
  for (const work of [workbench.api.files.importFile({ fileId }), workbench.api.files.readText({ fileId })]) {
    expect((await refusal(work)).message).toBe(
      'a.json cannot be read or written: expected a file, got a pipe.',
    )
  }
})

it('a number that is too large for a number is refused by its field', () => {
  const recipe = { ...tinyRecipe('mnist'), seed: 7n, layers: [{ units: 10n }] }
  expect(() => parseInput(runCalls.start, { recipe })).toThrow(/Seed: expected .*, got/)
  expect(() => parseInput(runCalls.get, { runId: 7n })).toThrow('runId: expected string, got 7n')
})

it('what killed programs left is gone once a workbench is open', () => {
  const { workbench, storePath } = openTinyWorkbench()
  void workbench.close()
  const folder = path.dirname(storePath)
  // No process has this number, as it is beyond what systems give.
  const left = temporaryPath(folder).replace(`-${process.pid}-`, '-4194305-')
  writeFileSync(left, 'left')
  openTinyWorkbench({ storePath })
  expect(existsSync(left)).toBe(false)
  expect(readdirSync(folder)).toContain(path.basename(storePath))
})
