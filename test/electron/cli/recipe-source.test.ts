import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { tinyRecipe } from '../backend/tiny-workbench.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

function makeSources() {
  const commandLine = makeCommandLine()
  const recipe = path.join(commandLine.folder, 'recipe.json')
  writeFileSync(recipe, JSON.stringify(tinyRecipe(commandLine.dataSet, { epochs: 2, seed: 7 })))
  return { ...commandLine, recipe }
}

/** Words of commands that experiment with a recipe, and end soon. */
const EXPERIMENTS: readonly (readonly [string, ...string[]])[] = [
  ['sweep', '--vary', 'seed=1,2', '--dry-run'],
  ['what-if', '--vary', 'optimizer.learningRate=1,3', '--epochs', '1'],
  ['learning-curve', '--sizes', '50', '--seeds', '1', '--epochs', '1'],
]

describe('the recipe of an experiment', PATIENCE, () => {
  it.each(EXPERIMENTS)('of %s comes from a file, an own preset or a run', async (command, ...words) => {
    const { run, recipe } = makeSources()
    expect((await run('presets', 'save', 'mine', '--recipe', recipe)).status).toBe(0)
    expect((await run('train', '--recipe', recipe, '--name', 'first')).status).toBe(0)
    const measured = async (...source: string[]) => {
      const { status, stdout, stderr } = await run(command, ...source, ...words, '--json')
      expect([status, stderr]).toEqual([0, ''])
      // How long it takes is another number each time.
      return parseLines(stdout).map((line) => ({ ...line, expectedMs: null }))
    }
    const fromFile = await measured('--recipe', recipe)
    expect(await measured('--preset', 'mine')).toEqual(fromFile)
    expect(await measured('--run', 'first')).toEqual(fromFile)
  })

  it.each(EXPERIMENTS)(
    'of %s is refused where it is not there, or two are named',
    async (command, ...words) => {
      const { run, recipe } = makeSources()
      const [preset, unknown, two] = [
        await run(command, '--preset', 'nothing', ...words),
        await run(command, '--run', 'nothing', ...words),
        await run(command, '--recipe', recipe, '--run', 'last', ...words),
      ]
      expect(preset.stderr).toContain("--preset: expected one of 'nielsen")
      expect(unknown.stderr).toContain("got 'nothing'")
      expect(two.stderr).toContain("option '--run <run>' cannot be used with option '--recipe <file>'")
      expect([preset, unknown, two].map(({ status }) => status)).toEqual([2, 2, 2])
    },
  )

  it('names the command that downloads MNIST where a preset wants it and it is not there', async () => {
    const { run } = makeSources()
    for (const words of [
      ['train', '--preset', 'nielsen-1-30-hidden'],
      ['sweep', '--preset', 'nielsen-1-30-hidden', '--vary', 'seed=1,2'],
      ['what-if', '--preset', 'nielsen-1-30-hidden'],
    ]) {
      const { status, stderr } = await run(...words)
      expect([status, stderr]).toEqual([
        1,
        "backprop: MNIST is not on this machine yet: download it, or open a folder that holds its four files; to download it: 'npm run -s backprop -- download'; a folder is named by --data or the variable BACKPROP_MNIST\n",
      ])
    }
  })
})
