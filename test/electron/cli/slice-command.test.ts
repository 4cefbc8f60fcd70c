import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { tinyRecipe } from '../backend/tiny-workbench.ts'
import { type CommandLine, makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

async function train(epochs: number): Promise<CommandLine> {
  const commandLine = makeCommandLine()
  const { folder, dataSet, run } = commandLine
  writeFileSync(path.join(folder, 'recipe.json'), JSON.stringify(tinyRecipe(dataSet, { epochs })))
  expect((await run('train', '--recipe', 'recipe.json')).status).toBe(0)
  return commandLine
}

it('slice prints the loss around the weights of an epoch', PATIENCE, async () => {
  const { run } = await train(3)
  const { stdout, stderr, status } = await run('slice', 'last', '--grid', '21', '--epoch', '1', '--json')
  expect(status, stderr).toBe(0)
  const [line, ...more] = parseLines(stdout)
  expect(more).toEqual([])
  expect(line).toMatchObject({ event: 'slice', epoch: 1, seed: 0, usesBatchStatistics: false })
  const { xs, ys, losses, centre, storedLoss } = line as unknown as Record<string, number[]> & {
    losses: number[][]
    centre: number
    storedLoss: number
  }
  expect([xs!.length, ys!.length, losses.length]).toEqual([21, 21, 21])
  expect(losses.every((row) => row.length === 21 && row.every((loss) => loss > 0))).toBe(true)
  expect(losses[10]![10]).toBe(centre)
  expect(Math.abs(centre - storedLoss)).toBeLessThanOrEqual(1e-12 * centre)

  const words = await run('slice', 'last', '--grid', '5', '--images', '7', '--extent', '0.5')
  expect(words.stdout).toMatch(
    /^Loss of epoch \d: 0\.\d+ ± 0\.\d+ on the first 7 of \d+ validation images of /,
  )
  expect(words.stdout).toContain('On 5 × 5 points: ')
})

it('slice --plane prints where each epoch lies, and what a random walk would explain', PATIENCE, async () => {
  const { run } = await train(3)
  const { stdout } = await run('slice', 'last', '--plane', '--grid', '3', '--json')
  const [line] = parseLines(stdout)
  expect(line).toMatchObject({ event: 'plane', leftOut: 0 })
  const { epochs } = line as unknown as { epochs: { epoch: number }[] }
  expect(epochs.map(({ epoch }) => epoch)).toEqual([-1, 0, 1, 2])
  const words = await run('slice', 'last', '--plane', '--grid', '3')
  expect(words.stdout).toMatch(/of a random walk it would hold \d+\.\d %/)
  expect(words.stdout).toMatch(/\nstart +-?\d/)
})

it('slice refuses what it cannot measure', PATIENCE, async () => {
  const { run } = await train(1)
  for (const [words, message] of [
    [['--grid', '20'], 'Grid: expected an odd number'],
    [['--grid', '1'], 'Grid: expected a whole number from 3 to 101, got 1'],
    [['--extent', '0'], 'Extent: expected more than 0'],
    [['--epoch', '7'], 'expected a finished epoch'],
    [['--plane', '--grid', '3'], 'expected the weights of 3 epochs at least'],
  ] as const) {
    const refused = await run('slice', 'last', ...words)
    expect(refused.stderr).toContain(message)
    expect(refused.status, message).toBe(2)
  }
})
