import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { portableRecipe } from '#core/recipe/portable-recipe.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { describe, expect, it } from 'vitest'
import { withoutRecipe } from '../file-without-recipe.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

describe('import', () => {
  it('takes back what it exported with all that is known of it', PATIENCE, async () => {
    const { run, tiny, folder } = makeCommandLine()
    await run(...tiny, '--epochs', '2', '--name', 'trained')
    for (const format of ['safetensors', 'npz']) {
      const file = path.join(folder, `net.${format}`)
      const exported = await run('export', 'trained', '--format', format, '--out', file, '--json')
      expect(parseLines(exported.stdout)[0]).toMatchObject({
        format,
        largestDifference: 0,
        imageCount: 60,
        areTestImages: true,
      })
      const again = await run('export', 'trained', '--format', format, '--out', file)
      expect(again.stdout).toContain('Read again, it answers 60 test images with the same numbers')
      const imported = await run('import', file, '--json')
      const [line] = parseLines(imported.stdout)
      expect(line).toMatchObject({
        event: 'imported',
        format,
        sizes: [30, 12, 10],
        unknownFields: [],
        notes: [],
      })
      const [first, second] = parseLines((await run('runs', '--json')).stdout)
      expect(first!.weightsSha256).toBe(second!.weightsSha256)
      // The folder's path stays on its machine: its name and what is in it are told instead.
      const { recipe, dataSha256 } = second as { recipe: Recipe; dataSha256: string }
      expect(first!.recipe).toEqual(portableRecipe(recipe, dataSha256))
    }
  })

  it('asks for what a file does not say, with what each answer reads right', PATIENCE, async () => {
    const { run, tiny, dataSet, folder } = makeCommandLine()
    await run(...tiny, '--epochs', '3', '--name', 'trained')
    const file = path.join(folder, 'net.safetensors')
    await run('export', 'trained', '--format', 'safetensors', '--out', file)
    writeFileSync(file, withoutRecipe(readFileSync(file)))

    const blind = await run('import', file)
    expect(blind.status).toBe(2)
    expect(blind.stderr).toMatch(
      /net\.safetensors: the file does not say the activation of its hidden layers; name it with --activation: relu/,
    )
    const shown = await run('import', file, '--data', dataSet)
    expect(shown.status).toBe(2)
    expect(shown.stderr).toContain(
      'the file does not say the activation of its hidden layers; of 60 images of tiny, ',
    )
    // What is advised was tried, and reads as many images right as it says.
    const elsewhere = ['--store', path.join(folder, 'elsewhere.sqlite')]
    const [, advice, share] = /tiny, (--activation \S+ --pixels \S+) reads ([\d.]+ %) right/.exec(
      shown.stderr,
    )!
    const [advised] = parseLines(
      (await run('import', file, ...advice!.split(' '), ...elsewhere, '--json')).stdout,
    )
    const measured = parseLines(
      (await run('evaluate', String(advised!.runId), '--data', dataSet, ...elsewhere, '--json')).stdout,
    )
    expect(`${(100 * Number(measured[0]!.accuracy)).toFixed(2)} %`).toBe(share)
    expect((await run('runs')).stdout).not.toContain('net ')

    const told = ['--activation', 'sigmoid', '--output', 'sigmoid', '--pixels', '0..1']
    const [line] = parseLines((await run('import', file, ...told, '--json')).stdout)
    expect(line).toMatchObject({
      event: 'imported',
      notes: [],
      origin: {
        fileName: 'net.safetensors',
        sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
        format: 'safetensors',
        answers: {
          activation: [{ name: 'sigmoid' }],
          output: { name: 'sigmoid' },
          pixels: { shift: 0, scale: 1 },
        },
        assumed: [],
        judgedOn: null,
      },
    })
    const [trained] = parseLines((await run('evaluate', 'trained', '--data', dataSet, '--json')).stdout)
    const [imported] = parseLines((await run('evaluate', 'net', '--data', dataSet, '--json')).stdout)
    expect(imported!.correct).toBe(trained!.correct)

    const [again] = parseLines(
      (await run('import', file, '--activation', 'sigmoid', '--data', dataSet, '--json')).stdout,
    )
    expect(again!.origin).toMatchObject({
      answers: { output: { name: 'softmax' }, pixels: { shift: 0, scale: 1 } },
      assumed: ['output', 'pixels'],
      judgedOn: { dataSet: 'tiny', imageCount: 60 },
    })
    const listed = parseLines((await run('runs', '--json')).stdout)
    expect(listed[0]!.origin).toEqual(again!.origin)
    expect(listed.at(-1)!.origin).toBeNull()
  })

  it.each([
    [['--activation', 'rulu'], '--activation: expected sigmoid, tanh, relu'],
    [['--activation', 'relu:0.1'], "--activation: expected relu without a number, got 'relu:0.1'"],
    [['--activation', 'relu,elu:x'], "--activation: expected a number after elu:, got 'x'"],
    [['--output', 'max'], '--output: expected sigmoid, tanh, relu, softplus'],
    [['--pixels', '1,0'], '--pixels: expected 0..1, -1..1, 0..255, or mean and deviation'],
    [['--pixels', 'wide'], "got 'wide'"],
  ])('refuses %s', PATIENCE, async (words, message) => {
    const { run } = makeCommandLine()
    const refused = await run('import', 'any.npz', ...words)
    expect(refused.status).toBe(2)
    expect(refused.stderr).toContain(message)
  })
})
