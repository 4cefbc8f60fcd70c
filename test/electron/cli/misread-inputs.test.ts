import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

/** Files that earlier versions misread; those of pictures, sorted classes and NaN have tests of their own. */
const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url))

describe('a recipe whose cosine ends at 0', PATIENCE, () => {
  it('learns nothing in the last epoch, which is warned of, and does with another schedule', async () => {
    const { run, folder, dataSet } = makeCommandLine()
    const here = ['--data', dataSet, '--layers', '30,12,10', '--train-size', '200', '--validation-size', '40']
    const file = path.join(folder, 'constant.json')
    const old = readFileSync(fixture('cosine-two-epochs.json'), 'utf8')
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(old) as object), schedule: { name: 'constant' } }))
    const recipe = ['train', '--recipe', fixture('cosine-two-epochs.json'), ...here]
    const losses = async (...more: string[]): Promise<unknown[]> => {
      const { status, stdout, stderr } = await run(...recipe, ...more, '--json')
      expect(status, stderr).toBe(0)
      const epochs = parseLines(stdout).filter(({ event }) => event === 'epoch')
      return epochs.map(({ testLoss }) => testLoss)
    }
    expect((await run(...recipe)).stderr).toContain(
      'The last epoch has a learning rate of 0, so nothing is learned there.',
    )
    const [first, last, ...none] = await losses()
    expect([last, none]).toEqual([first, []])
    const longer = await losses('--epochs', '3')
    expect(longer[2]).toBe(longer[1])
    expect(longer[1]).not.toBe(longer[0])
    const constant = await losses('--recipe', file)
    expect(constant[1]).not.toBe(constant[0])
    expect((await run(...recipe, '--recipe', file)).stderr).not.toContain('learning rate of 0')
  })
})

describe('a folder of the name of a file beside it', PATIENCE, () => {
  it('does not hide the images from a training and an evaluation', async () => {
    const { run } = makeCommandLine()
    const words = ['--data', fixture('folder-beside-file'), '--layers', '36,10', '--epochs', '1']
    const trained = await run('train', ...words, '--json')
    expect(trained.status, trained.stderr).toBe(0)
    const [started, , epoch] = parseLines(trained.stdout)
    expect(started!.recipe).toMatchObject({ data: { trainSize: 50, validationSize: 10, testSize: 20 } })
    expect(epoch).toMatchObject({ testTotal: 20 })
    const evaluated = await run('evaluate', 'last')
    expect(evaluated.stdout).toContain(' / 20)')
  })
})

describe('a test part in which every image is read right', PATIENCE, () => {
  it('is told as 100 % of so many images, with what that says of others', async () => {
    const { run } = makeCommandLine()
    const small = ['--train-size', '2000', '--epochs', '6']
    const trained = await run('train', '--recipe', fixture('few-test-images.json'), ...small)
    expect(trained.status, trained.stderr).toBe(0)
    expect(trained.stderr).toContain('Warning: The test part has no image of')
    expect(trained.stdout).toMatch(/test \d+\.\d\d % \(\d+ \/ 10\)/)
    const evaluated = await run('evaluate', 'last', '--json')
    const [result] = parseLines(evaluated.stdout)
    expect(result).toMatchObject({ total: 10 })
  })
})
