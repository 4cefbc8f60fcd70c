import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { tinyRecipe } from '../backend/tiny-workbench.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

it('train --dry-run says what a recipe would do, and trains and stores nothing', PATIENCE, async () => {
  const { run, tiny, dataSet, folder } = makeCommandLine()
  const recipe = tinyRecipe(dataSet, { epochs: 40, batchSize: 30 })
  writeFileSync(path.join(folder, 'recipe.json'), JSON.stringify(recipe))
  const store = path.join(folder, 'runs.sqlite')
  const words = ['train', '--recipe', 'recipe.json', '--dry-run', '--store', store, '--threads', '1']

  const told = await run(...words, '--keep', '10')
  expect(told).toMatchObject({ status: 0, stderr: '' })
  const lines = told.stdout.split('\n')
  // 30 × 12 + 12 and 12 × 10 + 10.
  expect(lines[0]).toBe('Network: 30-12-10, 502 parameters')
  expect(lines[1]).toMatch(
    /^Data: tiny, 200 training, 40 validation and 60 test images; SHA-256 [0-9a-f]{64}$/,
  )
  expect(lines[2]).toBe('Training: 40 epochs of 7 steps, 280 in all')
  expect(lines[3]).toMatch(/^Takes: .* with 1 thread, about [\d,]+ MB of memory$/)
  expect(lines[4]).toBe(
    `Stores: the weights of every 10th epoch, the best and the newest, about 25 kB, in ${store}`,
  )
  expect(lines[5]!.split(/ +/)).toEqual(['CLASS', 'TRAINING', 'VALIDATION', 'TEST'])
  expect(lines.slice(6, 16).map((line) => line.split(/ +/).join(' '))).toEqual(
    Array.from({ length: 10 }, (_, digit) => `${digit} 20 4 6`),
  )

  const [plan, examined, ...rest] = parseLines((await run(...words, '--json')).stdout)
  expect(rest).toEqual([])
  expect(plan).toMatchObject({
    ...{ event: 'plan', parameters: 502, stepsPerEpoch: 7, steps: 280, threads: 1, keepEvery: 1, store },
    storedBytes: 40 * 502 * 8,
    recipe: { epochs: 40, batchSize: 30 },
  })
  expect(plan!.expectedMs).toBeGreaterThan(0)
  expect(plan!.memoryBytes).toBeGreaterThan(1e7)
  expect(examined).toMatchObject({ event: 'examined', findings: [] })

  // The data's fingerprint is the one that a training keeps; no run came of the dry ones.
  await run(...tiny, '--epochs', '1', '--store', store)
  const runs = parseLines((await run('runs', '--json', '--store', store)).stdout)
  expect(runs.map(({ dataSha256 }) => dataSha256)).toEqual([plan!.dataSha256])
})

it('train --dry-run takes the other options and refuses what a training would refuse', PATIENCE, async () => {
  const { run, tiny } = makeCommandLine()
  const counted = await run(...tiny, '--epochs', '3', '--keep', 'last', '--test-size', '0', '--dry-run')
  expect(counted.stdout).toContain('200 training, 40 validation and 0 test images')
  expect(counted.stdout).toContain('Training: 3 epochs of 20 steps, 60 in all')
  expect(counted.stdout).toContain('the weights of the best and the newest epoch')
  const refused = await run(...tiny, '--train-size', '500', '--dry-run')
  expect(refused).toMatchObject({ status: 2, stdout: '' })
  expect(refused.stderr).toContain(
    'Training and validation images: expected at most the 240 of tiny together',
  )
})
