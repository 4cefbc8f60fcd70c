import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OwnPresets } from '#contract/types.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { nextEvent, openTinyWorkbench, refusal } from '../tiny-workbench.ts'

function openPresets() {
  const { workbench, storePath, reopen } = openTinyWorkbench()
  return {
    workbench,
    reopen,
    presets: workbench.api.presets,
    folder: path.join(path.dirname(storePath), 'presets'),
  }
}
const recipe = { ...LECTURE_RECIPE, epochs: 3 }
const namesOf = ({ presets }: OwnPresets): string[] => presets.map(({ name }) => name)

describe('own presets', () => {
  it('are kept over a restart, sorted by name, and every window hears of them', async () => {
    const { workbench, presets, reopen } = openPresets()
    expect(await presets.list()).toEqual({ presets: [], problems: [] })
    await presets.save({ name: 'wide', recipe })
    const heard = nextEvent(workbench, 'presetsChanged')
    await presets.save({ name: 'Deep', recipe: { ...recipe, seed: 4 } })
    expect(namesOf(await heard)).toEqual(['Deep', 'wide'])
    await workbench.close()
    expect(await reopen().api.presets.list()).toEqual({
      presets: [
        { name: 'Deep', recipe: { ...recipe, seed: 4 } },
        { name: 'wide', recipe },
      ],
      problems: [],
    })
  })

  it('take any name that is one line, each in a file of its own', async () => {
    const { presets, folder } = openPresets()
    const names = ['../up', 'a/b\\c', 'CON', 'café', '数字', 'a b', 'a-b', '*?"<>|', '😀'.repeat(30)]
    for (const name of names) await presets.save({ name, recipe })
    expect(new Set(namesOf(await presets.list()))).toEqual(new Set(names))
    const files = readdirSync(folder)
    expect(files).toHaveLength(names.length)
    expect(files.filter((file) => !/^[a-z0-9-]{1,60}\.json$/.test(file))).toEqual([])
  })

  it.each(['Mine', 'MINE', 'mine'])('have a name once, whatever its case: %s', async (name) => {
    const { presets } = openPresets()
    await presets.save({ name: 'Mine', recipe })
    expect(await refusal(presets.save({ name, recipe }))).toMatchObject({ code: 'conflict' })
    await presets.save({ name, recipe: { ...recipe, seed: 9 }, replaces: true })
    expect(await presets.list()).toMatchObject({ presets: [{ name, recipe: { seed: 9 } }] })
  })

  it('are renamed, also to another spelling, but not onto another one', async () => {
    const { presets, folder } = openPresets()
    await presets.save({ name: 'one', recipe })
    await presets.save({ name: 'two', recipe })
    expect(await refusal(presets.rename({ name: 'one', to: 'TWO' }))).toMatchObject({ code: 'conflict' })
    await presets.rename({ name: 'one', to: 'One' })
    await presets.rename({ name: 'two', to: 'three' })
    expect(namesOf(await presets.list())).toEqual(['One', 'three'])
    expect(readdirSync(folder)).toHaveLength(2)
    expect(await refusal(presets.rename({ name: 'two', to: 'four' }))).toMatchObject({ code: 'not-found' })
  })

  it('come back as they were when what a deletion answers is saved again', async () => {
    const { presets } = openPresets()
    await presets.save({ name: 'mine', recipe })
    const before = await presets.list()
    const deleted = await presets.delete({ name: 'MINE' })
    expect(namesOf(await presets.list())).toEqual([])
    await presets.save(deleted)
    expect(await presets.list()).toEqual(before)
    expect(await refusal(presets.delete({ name: 'nobody' }))).toMatchObject({ code: 'not-found' })
  })

  it('are read beside files that are none, which are named and left alone', async () => {
    const { presets, folder } = openPresets()
    await presets.save({ name: 'mine', recipe })
    const file = readdirSync(folder).join()
    writeFileSync(path.join(folder, 'a-copy.json'), readFileSync(path.join(folder, file)))
    writeFileSync(path.join(folder, 'empty.json'), '')
    writeFileSync(path.join(folder, 'other.json'), JSON.stringify({ name: 'x', recipe: { version: 1 } }))
    writeFileSync(path.join(folder, 'notes.txt'), 'no preset')
    const { presets: listed, problems } = await presets.list()
    expect(listed).toEqual([{ name: 'mine', recipe }])
    expect(problems.map((problem) => problem.file)).toEqual(['empty.json', file, 'other.json'].sort())
    expect(existsSync(path.join(folder, 'empty.json'))).toBe(true)
  })

  it('tell a folder that cannot be one', async () => {
    const { presets, folder } = openPresets()
    writeFileSync(folder, 'a file')
    const error = await refusal(presets.save({ name: 'mine', recipe }))
    expect(error).toMatchObject({ code: 'store' })
    expect(error.message).toBe(
      `The presets cannot be used: ${folder} cannot be read or written: expected a folder, got a file.`,
    )
  })
})
