import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { makeCommandLine, parseLines } from './command-line.ts'

/** A file of weights and, beside it, a recipe that differs from what such a file can tell in nearly everything. */
async function trainFirst(change: Partial<Recipe> = {}) {
  const line = makeCommandLine()
  const weights = path.join(line.folder, 'weights.json')
  await line.run(...line.tiny, '--epochs', '1')
  await line.run('export', 'last', '--out', weights)
  const recipe: Recipe = {
    ...LECTURE_RECIPE,
    data: { ...LECTURE_RECIPE.data, dataSet: line.dataSet, trainSize: 100, validationSize: 20, testSize: 60 },
    inputSize: 30,
    layers: [
      { units: 12, activation: 'sigmoid', batchNorm: false, dropout: 0.25 },
      { units: 10, activation: 'sigmoid', batchNorm: false, dropout: 0 },
    ],
    loss: 'binary-cross-entropy',
    optimizer: { name: 'adam', learningRate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    l2: { lambda: 2, convention: 'network2' },
    batchSize: 20,
    epochs: 2,
    seed: 7,
    ...change,
  }
  const file = path.join(line.folder, 'recipe.json')
  writeFileSync(file, JSON.stringify(recipe))
  return { ...line, weights, recipe, file }
}

test('a recipe that is given beside weights is used whole', async () => {
  const { run, weights, recipe, file } = await trainFirst()
  const { status, stdout, stderr } = await run('train', '--from', weights, '--recipe', file, '--json')
  expect([status, stderr]).toEqual([0, ''])
  expect(parseLines(stdout)[0]).toMatchObject({ event: 'started', recipe })
})

test('options still override it', async () => {
  const { run, weights, recipe, file } = await trainFirst()
  const words = ['train', '--from', weights, '--recipe', file, '--epochs', '1', '--loss', 'mse', '--json']
  expect(parseLines((await run(...words)).stdout)[0]).toMatchObject({
    recipe: { ...recipe, epochs: 1, loss: 'mse' },
  })
})

test('a recipe with layers of other sizes is refused, naming both', async () => {
  const { run, weights, file } = await trainFirst({
    layers: [
      { units: 13, activation: 'sigmoid', batchNorm: false, dropout: 0 },
      { units: 10, activation: 'sigmoid', batchNorm: false, dropout: 0 },
    ],
  })
  const { status, stderr } = await run('train', '--from', weights, '--recipe', file)
  expect(status).toBe(2)
  expect(stderr).toContain(`--recipe: expected layers 30,12,10 as in ${weights}, got 30,13,10`)
})

test('other activations than those of the weights are told', async () => {
  const { run, weights, file } = await trainFirst({
    layers: [
      { units: 12, activation: 'relu', batchNorm: false, dropout: 0 },
      { units: 10, activation: 'sigmoid', batchNorm: false, dropout: 0 },
    ],
  })
  const { status, stderr } = await run('train', '--from', weights, '--recipe', file)
  expect(status).toBe(0)
  expect(stderr).toContain(
    `The weights of ${weights} are for activations sigmoid,sigmoid, and train on with relu,sigmoid.`,
  )
})

test('a run is trained on as a new one, from the weights of an epoch, and options override its recipe', async () => {
  const { run } = await trainFirst()
  const first = parseLines((await run('runs', '--json')).stdout)[0]!
  const { status, stdout, stderr } = await run(
    ...['train', '--continue', 'last', '--epoch', '0', '--epochs', '2', '--seed', '9', '--json'],
  )
  expect([status, stderr]).toEqual([0, ''])
  const { recipe, weightsSha256 } = first as { recipe: Recipe; weightsSha256: string }
  expect(parseLines(stdout)[0]).toMatchObject({
    event: 'started',
    recipe: { ...recipe, epochs: 2, seed: 9, startsFrom: weightsSha256 },
  })
  const [second] = parseLines((await run('runs', '--json')).stdout)
  expect(second).toMatchObject({ parent: { runId: first.id, epoch: 0 } })
})

test('a recipe that starts from weights finds them, says which are missing, or takes others', async () => {
  const { run, folder, tiny, weights, recipe } = await trainFirst()
  const started = async (...words: string[]) => {
    const { stdout, stderr } = await run('train', ...words, '--epochs', '1', '--json')
    return { stderr, run: parseLines(stdout)[0] as { recipe: Recipe; runId: string } | undefined }
  }
  const first = await started('--continue', 'last')
  const { startsFrom } = first.run!.recipe
  // A file that keeps numbers whole holds the same weights.
  expect((await started(...tiny.slice(1), '--from', weights)).run!.recipe.startsFrom).toBe(startsFrom)

  const file = path.join(folder, 'tuned.json')
  writeFileSync(file, JSON.stringify(first.run!.recipe))
  expect((await started('--recipe', file)).run!.recipe).toEqual(first.run!.recipe)
  const unknown = { ...recipe, startsFrom: 'ab'.repeat(32) }
  writeFileSync(file, JSON.stringify(unknown))
  const missing = await started('--recipe', file)
  expect(missing.run).toBeUndefined()
  expect(missing.stderr).toContain(`expected a run in this store with those of SHA-256 ${unknown.startsFrom}`)

  const planned = await run('train', '--recipe', file, '--dry-run')
  expect(planned).toMatchObject({ status: 2, stdout: '', stderr: missing.stderr })
  expect((await run('train', '--recipe', file, '--from', weights, '--dry-run')).status).toBe(0)
  for (const words of [
    ['sweep', '--vary', 'seed=1,2', '--dry-run'],
    ['what-if', '--vary', 'batchSize=10', '--epochs', '1'],
    ['learning-curve', '--sizes', '50', '--seeds', '1', '--epochs', '1'],
  ]) {
    const { status, stderr } = await run(...words, '--recipe', file)
    expect(status).toBe(0)
    expect(stderr).toContain('every training starts from first weights instead')
  }

  const given = await run('train', '--recipe', file, '--from', weights, '--epochs', '1')
  expect(given.stderr).toContain(`this run starts from those with ${startsFrom}`)
  const fresh = await started('--recipe', file, '--init', 'standard-normal')
  expect(fresh.run!.recipe).not.toHaveProperty('startsFrom')
})

test('what was imported is trained on with the lecture’s recipe over its layers', async () => {
  const { run, weights, dataSet } = await trainFirst()
  await run('import', weights)
  const sizes = ['--train-size', '60', '--validation-size', '20', '--test-size', '20', '--epochs', '1']
  const { status, stderr } = await run('train', '--continue', 'last', '--data', dataSet, ...sizes)
  expect(stderr).toMatch(/^Run '30-12-10 #2' \(\w+\) is completed/)
  expect(status).toBe(0)
})

test.each([
  [['--epoch', '1'], '--epoch: expected together with --continue; --epochs says how many are trained'],
  [['--continue', 'nobody'], "run: expected a run's id or its beginning"],
  [['--continue', 'last', '--epoch', '7'], 'expected a finished epoch of run'],
  [
    ['--continue', 'last', '--layers', '30,11,10'],
    "--layers: expected layers 30,12,10 as in run 'last', got 30,11,10",
  ],
  [
    ['--continue', 'last', '--from', 'x.json'],
    "'--continue <run>' cannot be used with option '--from <file>'",
  ],
])('train %j is refused', async (words, message) => {
  const { run } = await trainFirst()
  const { status, stderr } = await run('train', ...words)
  expect(stderr).toContain(message)
  expect(status).not.toBe(0)
})
