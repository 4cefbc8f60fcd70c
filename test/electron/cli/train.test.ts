import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Recipe } from '#core/recipe/recipe.ts'
import { tinyRecipe } from '../backend/tiny-workbench.ts'
import { makeCommandLine, parseLines, PATIENCE, readEpochs } from './command-line.ts'

const EPOCH_KEYS = [
  'event',
  'epoch',
  'trainLoss',
  'trainAccuracy',
  'validationLoss',
  'validationAccuracy',
  'testLoss',
  'testCorrect',
  'testTotal',
  'durationMs',
]

describe('train', PATIENCE, () => {
  it("prints the lecture's lines on standard output and all else on standard error", async () => {
    const { runProgram, tiny } = makeCommandLine()
    const { status, stdout, stderr } = await runProgram(...tiny, '--epochs', '3')
    expect(stdout).toMatch(/^(Epoch [012]: (validation \d+\.\d\d %, )?test \d+\.\d\d % \(\d+ \/ 60\)\n){3}$/)
    expect(stderr).toMatch(
      /^Run '30-12-10 #1' \([0-9a-z]{10}\) is completed; best: epoch \d: .*test \d+\.\d\d % \(\d+ \/ 60\)\n$/,
    )
    expect(status).toBe(0)
  })

  it('prints an object a line with --json, and the same weights when repeated', async () => {
    const { run, tiny } = makeCommandLine()
    const [first, second] = await Promise.all([
      run(...tiny, '--epochs', '2', '--json'),
      run(...tiny, '--epochs', '2', '--json', '--threads', '2'),
    ])
    expect(first).toMatchObject({ status: 0, stderr: '' })
    const [started, examined, ...events] = parseLines(first.stdout)
    const done = events.pop()!
    expect(started!.event).toBe('started')
    expect(examined).toMatchObject({ event: 'examined', warnings: [] })
    expect(events.map(({ event, epoch }) => [event, epoch])).toEqual([
      ['epoch', 0],
      ['epoch', 1],
    ])
    for (const event of events) expect(Object.keys(event)).toEqual(EPOCH_KEYS)
    expect(done).toEqual({
      event: 'done',
      runId: started!.runId,
      bestTestCorrect: Math.max(...events.map((event) => event.testCorrect as number)),
      weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    const repeated = parseLines(second.stdout)
    expect(repeated.at(-1)!.weightsSha256).toBe(done.weightsSha256)
    const metrics = (event: Record<string, unknown>): unknown => ({ ...event, durationMs: 0 })
    expect(repeated.slice(2, -1).map(metrics)).toEqual(events.map(metrics))
  })

  it('lets what nobody chose follow what was chosen, and says where a chosen field does not suit', async () => {
    const { run, tiny, folder } = makeCommandLine()
    const recipeOf = async (...words: string[]): Promise<Recipe> => {
      const { status, stdout } = await run(...tiny, '--epochs', '1', ...words, '--json')
      expect(status).toBe(0)
      return parseLines(stdout)[0]!.recipe as Recipe
    }
    expect(await recipeOf()).toMatchObject({
      ...{
        initializer: { name: 'standard-normal' },
        loss: 'mse',
        optimizer: { name: 'sgd', learningRate: 3 },
      },
    })
    const modern = ['--activation', 'relu', '--output', 'softmax', '--optimizer', 'adam']
    expect(await recipeOf(...modern)).toMatchObject({
      ...{ initializer: { name: 'he-normal' }, loss: 'softmax-cross-entropy' },
      optimizer: { name: 'adam', learningRate: 0.001 },
    })
    expect(await recipeOf(...modern, '--init', 'orthogonal', '--learning-rate', '0.01')).toMatchObject({
      ...{ initializer: { name: 'orthogonal' }, optimizer: { learningRate: 0.01 } },
    })
    const file = path.join(folder, 'recipe.json')
    writeFileSync(file, JSON.stringify({ ...tinyRecipe('pen-digits'), epochs: 1 }))
    const given = await run(...tiny, '--recipe', file, '--activation', 'relu')
    expect(given.stderr).toContain(
      'First weights by standard-normal do not suit ReLU-like layers here; he-normal does.',
    )
  })

  it('says which epochs a schedule leaves nothing to learn with, and what would let them', async () => {
    const { run, tiny, folder } = makeCommandLine()
    const file = path.join(folder, 'cosine.json')
    const train = async (schedule: unknown): Promise<string> => {
      writeFileSync(file, JSON.stringify({ ...tinyRecipe('pen-digits'), epochs: 2, schedule }))
      const { status, stderr } = await run(...tiny, '--recipe', file)
      expect(status).toBe(0)
      return stderr
    }
    const startOf = async (...words: string[]): Promise<Record<string, unknown>> =>
      parseLines((await run(...tiny, ...words, '--json')).stdout)[0]!
    writeFileSync(
      file,
      JSON.stringify({ ...tinyRecipe('pen-digits'), epochs: 2, schedule: { name: 'cosine', minimum: 0 } }),
    )
    for (const words of [[], ['--dry-run']]) {
      expect(await startOf('--recipe', file, ...words)).toMatchObject({
        event: words.length === 0 ? 'started' : 'plan',
        ...{ idleEpochs: 1, misfits: [] },
        doubts: [expect.stringMatching(/^The last epoch has a learning rate of 0/)],
      })
    }
    const wide = [
      '--epochs',
      '1',
      '--activation',
      'relu',
      '--init',
      'standard-normal',
      '--learning-rate',
      '50',
    ]
    expect(await startOf(...wide)).toMatchObject({
      ...{ event: 'started', idleEpochs: 0 },
      misfits: [
        { field: 'initializer.name', got: 'standard-normal', fitting: 'he-normal' },
        { field: 'optimizer.learningRate', got: 50 },
      ],
      doubts: [expect.stringMatching(/^First weights by/), expect.stringMatching(/^A learning rate of 50/)],
    })
    expect(await startOf('--epochs', '1')).toMatchObject({ idleEpochs: 0, misfits: [], doubts: [] })
    expect(await train({ name: 'cosine', minimum: 0 })).toMatch(
      /^The last epoch has a learning rate of 0, so nothing is learned there\. Let the cosine reach .*'after-last-epoch'/,
    )
    expect(await train({ name: 'cosine', minimum: 0, reaches: 'after-last-epoch' })).toMatch(/^Run '/)
    expect(await train({ name: 'step', every: 1, factor: 1e-6 })).toMatch(
      /^The last epoch has less than a hundred-thousandth .* A larger factor, or fewer epochs,/,
    )
  })

  it('leaves out the parts of size 0', async () => {
    const { run, tiny } = makeCommandLine()
    const bare = [...tiny, '--epochs', '1', '--test-size', '0']
    const [validated, unmeasured] = await Promise.all([
      run(...bare),
      run(...bare, '--validation-size', '0', '--json'),
    ])
    expect(validated.stdout).toMatch(/^Epoch 0: validation \d+\.\d\d %\n$/)
    const [, examined, epoch, done] = parseLines(unmeasured.stdout)
    expect(examined!.findings).toEqual([{ code: 'no-unseen-images' }])
    expect(epoch).toMatchObject({
      validationLoss: null,
      validationAccuracy: null,
      testLoss: null,
      testCorrect: null,
    })
    expect(done!.bestTestCorrect).toBe(null)
  })

  it('lays options over a recipe file', async () => {
    const { run, folder, dataSet } = makeCommandLine()
    const file = path.join(folder, 'recipe.json')
    const recipe = tinyRecipe(dataSet, { epochs: 50, seed: 5 })
    writeFileSync(file, JSON.stringify(recipe))
    const { status, stdout } = await run(
      'train',
      '--recipe',
      file,
      '--epochs',
      '1',
      '--optimizer',
      'adam',
      '--json',
    )
    expect(status).toBe(0)
    expect(parseLines(stdout)[0]!.recipe).toEqual({
      ...recipe,
      epochs: 1,
      optimizer: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    })
  })

  it('ends with status 1 and its reason when it diverges', async () => {
    const { runProgram, tiny } = makeCommandLine()
    const wild = ['--activation', 'relu', '--output', 'identity', '--learning-rate', '1000000', '--json']
    const { status, stdout, stderr } = await runProgram(...tiny, ...wild)
    expect(status).toBe(1)
    const { runId } = parseLines(stdout)[0]!
    expect(parseLines(stdout).at(-1)).toMatchObject({ event: 'failed', runId, status: 'diverged' })
    expect(stderr).toMatch(/^backprop: run '30-12-10 #1' \([0-9a-z]+\): Diverged in epoch 0: [^\n]*\n$/)
  })

  it('tells a broken data set and a missing MNIST in one line, status 1', async () => {
    const { run, tiny, dataSet } = makeCommandLine()
    writeFileSync(path.join(dataSet, 'train-labels-idx1-ubyte'), Buffer.from([0, 0, 8, 3, 0, 0, 0, 0, 0]))
    const [broken, missing] = await Promise.all([run(...tiny), run('train', '--data', 'mnist')])
    expect(broken.status).toBe(1)
    expect(broken.stderr).toMatch(/^backprop: [^\n]*train-labels-idx1-ubyte: expected [^\n]*\n$/)
    expect(missing.status).toBe(1)
    expect(missing.stderr).toMatch(/^backprop: MNIST is not on this machine yet: [^\n]*\n$/)
  })
})

describe('an end before the end', PATIENCE, () => {
  it('keeps every epoch that was reported when killed, and resumes to the same bytes', async () => {
    const { run, start, tiny } = makeCommandLine()
    const words = [...tiny, '--epochs', '150', '--optimizer', 'adam', '--json']
    const undisturbed = parseLines((await run(...words)).stdout).at(-1)!
    const program = start(...words)
    const reported = await readEpochs(program, 3)
    program.kill('SIGKILL')
    await once(program, 'close')
    const { runId } = reported[0]!
    const listed = parseLines((await run('runs', '--json')).stdout).find(({ id }) => id === runId)!
    expect(listed.status).toBe('interrupted')
    expect(listed.epochsDone).toBeGreaterThanOrEqual(3)
    const resumed = await run('resume', String(runId), '--json')
    const events = parseLines(resumed.stdout)
    expect(events[1]).toMatchObject({ event: 'epoch', epoch: listed.epochsDone })
    expect(events.at(-1)).toEqual({ ...undisturbed, runId })
    expect(resumed.status).toBe(0)
  })

  it('keeps what is finished at Ctrl-C, even when it comes twice, with status 130', async () => {
    const { run, start, tiny } = makeCommandLine()
    const program = start(...tiny, '--epochs', '100000', '--json')
    const ended = once(program, 'close')
    await readEpochs(program, 2)
    program.kill('SIGINT')
    program.kill('SIGINT')
    program.stdout.resume()
    expect(await ended).toEqual([130, null])
    const listed = parseLines((await run('runs', '--json')).stdout)[0]!
    expect(listed.status).toBe('stopped')
    expect(listed.epochsDone).toBeGreaterThanOrEqual(2)
  })

  it('ends quietly when nobody reads its output any more', async () => {
    const { run, start, tiny } = makeCommandLine()
    const program = start(...tiny, '--epochs', '100000', '--json')
    let errors = ''
    program.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    const ended = once(program, 'exit')
    await readEpochs(program, 1)
    program.stdout.destroy()
    expect(await ended).toEqual([141, null])
    expect(errors).toBe('')
    const listed = parseLines((await run('runs', '--json')).stdout)[0]!
    expect(listed.status).toBe('stopped')
  })
})
