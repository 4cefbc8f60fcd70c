import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

function makeRecipe() {
  const { run, folder, dataSet } = makeCommandLine()
  const data = { ...LECTURE_RECIPE.data, dataSet, trainSize: 200, validationSize: 40, testSize: 60 }
  writeFileSync(
    path.join(folder, 'recipe.json'),
    JSON.stringify({ ...LECTURE_RECIPE, data, inputSize: 30, epochs: 20 }),
  )
  return (...args: string[]) => run('what-if', '--recipe', 'recipe.json', ...args)
}

describe('what-if', PATIENCE, () => {
  it('prints what each value came to, and which is best', async () => {
    const run = makeRecipe()
    const values = ['--vary', 'optimizer.learningRate=10,0.001,3', '--epochs', '15']
    const [json, words, usual] = await Promise.all([
      run(...values, '--json'),
      run(...values),
      run('--epochs', '1', '--images', '50'),
    ])
    const events = parseLines(json.stdout)
    expect(events.filter(({ event }) => event === 'ended').map(({ value }) => value)).toEqual([0.001, 3, 10])
    expect(events.filter(({ event, value }) => event === 'point' && value === 3)).toHaveLength(16)
    const done = events.at(-1)!
    expect(done).toMatchObject({ event: 'done' })
    expect([3, 10]).toContain(done.best)

    const lines = words.stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^optimizer\.learningRate +UNSEEN +LOSS +TRAINING$/)
    expect(lines.slice(1).map((line) => line.split(/ +/)[0])).toEqual(['0.001', '3', '10'])
    expect(lines.find((line) => line.startsWith(`${String(done.best)} `))).toMatch(/best$/)
    const rates = usual.stdout.trimEnd().split('\n').slice(1)
    expect(rates.map((line) => line.split(/ +/)[0])).toEqual(['0.1', '0.3', '1', '3', '10', '30', '100'])
    expect([json, words, usual].map(({ status }) => status)).toEqual([0, 0, 0])
  })

  it('takes a field by its short name, with values and without', async () => {
    const run = makeRecipe()
    const few = ['--epochs', '1', '--images', '50']
    const [rates, sizes] = await Promise.all([
      run('--vary', 'lr=1,3', ...few),
      run('--vary', 'units', ...few),
    ])
    expect(rates.stdout).toMatch(/^optimizer\.learningRate +UNSEEN/)
    expect(sizes.stdout).toMatch(/^layers\.\*\.units +UNSEEN/)
  })

  it('says what it cannot try', async () => {
    const run = makeRecipe()
    const [choice, unknown, many, negative, images] = await Promise.all([
      run('--vary', 'loss'),
      run('--vary', 'optimizer.speed=1'),
      run('--vary', 'optimizer.learningRate=log:0.1:10:12'),
      run('--vary', 'optimizer.learningRate=-1'),
      run('--images', '201'),
    ])
    expect(choice.stderr).toBe("backprop: --vary: expected a number field that is on, got 'loss'\n")
    expect(unknown.stderr).toContain('optimizer.speed: expected a field of the recipe')
    expect(many.stderr).toContain('--vary: expected up to 9 numbers, got 12 values')
    expect(negative.stderr).toContain('expected a number above 0')
    expect(images.stderr).toBe('backprop: --images: expected at most the 200 of the recipe, got 201\n')
    expect([choice, unknown, many, negative, images].map(({ status }) => status)).toEqual([2, 2, 2, 2, 2])
  })
})
