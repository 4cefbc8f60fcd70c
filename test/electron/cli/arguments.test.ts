import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { DEFAULT_ENGINE, ENGINE_NAMES } from '#core/engine/names.ts'
import { writeRecipeLink } from '#shared/recipe-link.ts'
import { OPTIMIZER_NAMES } from '#core/optimizers/names.ts'
import { tinyRecipe, writeTinyDataSet, makeFolder } from '../backend/tiny-workbench.ts'
import { OPTIMIZER_CHOICES } from '../../../electron/cli/train/train-command.ts'
import type { WorkerCommand } from '../../../electron/worker/messages.ts'
import { runInProcess } from './command-line.ts'

/** Runs a command in this process on a base folder of its own. */
async function run(
  words: readonly string[],
  home = makeFolder(),
): Promise<{ status: number | null; err: string; out: string }> {
  vi.stubEnv('BACKPROP_HOME', home)
  vi.stubEnv('BACKPROP_MNIST', '')
  onTestFinished(() => void vi.unstubAllEnvs())
  const { status, stdout, stderr } = await runInProcess(...words)
  return { status, out: stdout, err: stderr }
}

describe('wrong arguments', () => {
  it.each([
    ['train --bogus', "unknown option '--bogus'"],
    ['frobnicate', "unknown command 'frobnicate'"],
    ['train --learning-rate 0', 'Learning rate: expected a number above 0 and at most 1,000,000, got 0'],
    ['train --learning-rate NaN', 'Learning rate: expected a number above 0 and at most 1,000,000, got NaN'],
    [
      'train --learning-rate 1e30',
      'Learning rate: expected a number above 0 and at most 1,000,000, got 1e+30',
    ],
    [
      'train --learning-rate 0,5',
      "--learning-rate: expected a number, got '0,5'; the decimal sign is a point: 0.5",
    ],
    [
      'train --momentum 1,500',
      "--momentum: expected a number, got '1,500'; the decimal sign is a point: 1500 or 1.500",
    ],
    [
      'sweep --vary optimizer.learningRate=log:0,01:1:5',
      "--vary: optimizer.learningRate: expected values as in 0.1,0.3,1 or 1..5 or range:0:1:5 or log:0.01:10:8, got 'log:0,01:1:5'; the decimal sign is a point, as in 0.5",
    ],
    ['train --learning-rate fast', "--learning-rate: expected a number, got 'fast'"],
    ['train --epochs', "option '--epochs <n>' argument missing"],
    ['train --epochs 1.5', 'Epochs: expected a whole number from 1 to 100,000, got 1.5'],
    ['train --seed -1', 'Seed: expected a whole number from 0 to 4,294,967,295, got -1'],
    [
      'train --layers [784]',
      "--layers: expected the inputs and one layer at least, as in 784,30,10, got '[784]'",
    ],
    [
      'train --layers [784,0,10]',
      "--layers: expected whole numbers from 1 on, as in 784,30,10, got '[784,0,10]'",
    ],
    ['train --layers 784,x', "--layers: expected whole numbers from 1 on, as in 784,30,10, got '784,x'"],
    [
      'train --layers 783,30,10',
      'Inputs: expected 784, one for each of the 28 × 28 pixels of Pen digits, got 783',
    ],
    ['train --layers 784,30,9', 'Output layer: expected at least 10 units, one for each class, got 9'],
    [
      'train --data /no/such/folder',
      "--data: expected pen-digits-2, mnist, mnist+pen-digits-2, my-digits or a folder, got '/no/such/folder', which is not there",
    ],
    [
      'train --data MNIST',
      "--data: expected pen-digits-2, mnist, mnist+pen-digits-2, my-digits or a folder, got 'MNIST', which is not there; 'mnist' is there",
    ],
    [
      'train --data=',
      '--data: expected pen-digits-2, mnist, mnist+pen-digits-2, my-digits or a folder, but it is empty',
    ],
    ['train --recipe /no/such/file', '/no/such/file: there is no such file'],
    ['train --from /no/such/file', '/no/such/file: there is no such file'],
    ['train --momentum 0.5', '--momentum: sgd has no such setting; it takes --learning-rate'],
    [
      'train --output softmax --loss mse',
      'Loss: mse over softmax outputs learns very slowly and is not offered; use softmax-cross-entropy',
    ],
    ['train --activation softmax', '--activation: expected sigmoid, tanh, relu, softplus, leaky-relu, elu'],
    ['train --activation tanh:2', "--activation: expected tanh without a number, got 'tanh:2'"],
    ['train --activation leaky-relu:x', "--activation: expected a number after leaky-relu:, got 'x'"],
    [
      'train --activation leaky-relu:1',
      'Layer 1: Slope below 0: expected a number from 0 up to, but not including, 1, got 1',
    ],
    [
      'train --train-size 70000',
      'Training and validation images: expected at most the 60,000 of Pen digits together, got 70,000 + 0 = 70,000',
    ],
    ['train --threads 0', "--threads: expected a whole number from 1 to 256, got '0'"],
    ['train --threads many', "--threads: expected a number, got 'many'"],
    ['train --engine gpu', "--engine: expected wasm, wasm-relaxed or reference, got 'gpu'"],
    [
      'learning-curve --recipe r.json --engine fast',
      "--engine: expected wasm, wasm-relaxed or reference, got 'fast'",
    ],
    ['reproduce --engine Wasm', "--engine: expected wasm, wasm-relaxed or reference, got 'Wasm'"],
    ['train --epochs -1', 'Epochs: expected a whole number from 1 to 100,000, got -1\n'],
    ['train --train-size 0', 'Training images: expected a whole number from 1 to 10,000,000, got 0\n'],
    ['train --lr 3', "unknown option '--lr' (here it is --learning-rate)"],
    ['train --lambda 5', "unknown option '--lambda' (here it is --l2)"],
    ['train --epoch-count 5', "unknown option '--epoch-count'"],
    ['runs delete a', "runs: expected one of its commands (export, import, edit, thin), got 'delete'"],
    [
      'presets remove x',
      "presets: expected one of its commands (list, save, rename, delete, export, import), got 'remove'",
    ],
    ['train surplus', "too many arguments for 'train'"],
    ['evaluate', "missing required argument 'run'"],
    ['resume last', "run: expected one in the store, got 'last'; the store is empty"],
    [
      'export last --format pickle',
      "option '--format <name>' argument 'pickle' is invalid. Allowed choices are network2, ",
    ],
    ['import /no/such/file', '/no/such/file: there is no such file'],
    ['predict last /no/such/file.png', "run: expected one in the store, got 'last'; the store is empty"],
  ])('%s: status 2 and one clear line', async (words, line) => {
    const { status, err, out } = await run(words.split(' '))
    expect(err.startsWith(`backprop: ${line}`), err).toBe(true)
    expect(err.indexOf('\n')).toBe(err.length - 1)
    expect([status, out]).toEqual([2, ''])
  })

  it('are reported with the file they stand in', async () => {
    const folder = makeFolder()
    const file = path.join(folder, 'recipe.json')
    writeFileSync(file, JSON.stringify(tinyRecipe('pen-digits', { batchSize: 0 })))
    expect((await run(['train', '--recipe', file])).err).toBe(
      `backprop: ${file}: Mini-batch size: expected a whole number from 1 to 10,000,000, got 0\n`,
    )
    writeFileSync(file, '{"sizes": [784, 30')
    expect((await run(['train', '--recipe', file])).err).toContain(`${file}: expected a recipe as JSON`)
    expect((await run(['import', file])).err).toContain('expected JSON as network2.py writes it')
    expect((await run(['runs', 'import', file])).err).toContain(
      'got JSON, which ‘import’ reads where it has weights',
    )
    writeFileSync(file, JSON.stringify(tinyRecipe('pen-digits')).replace('"epochs":', '"epochs":NaN,"x":'))
    expect((await run(['train', '--recipe', file])).err).toContain('Epochs: expected a whole number')
    const nan = fileURLToPath(new URL('../../fixtures/nan-weight.json', import.meta.url))
    expect(await run(['import', nan])).toEqual({
      status: 2,
      out: '',
      err: `backprop: nan-weight.json: weights[0][0][0]: expected a number, got NaN, as the weight from input 1 to neuron 1 in layer 1\n`,
    })
  })
})

describe('a store that cannot be used', () => {
  it('is reported in one line, status 1', async () => {
    const home = makeFolder()
    mkdirSync(path.join(home, 'workbench.sqlite'))
    const { status, err } = await run(['runs'], home)
    expect(status).toBe(1)
    expect(err).toMatch(
      /^backprop: The store .*workbench\.sqlite cannot be used: expected a file, got a folder\n$/,
    )
  })
})

describe('a link to a recipe', () => {
  it('stands for a file, and is refused in words', async () => {
    const home = makeFolder()
    const recipe = tinyRecipe(writeTinyDataSet(path.join(home, 'tiny')), { epochs: 1, seed: 77 })
    const link = await writeRecipeLink(recipe)
    const trained = await run(['train', '--recipe', link, '--json'], home)
    expect(trained.status).toBe(0)
    expect(JSON.parse(trained.out.split('\n')[0]!)).toMatchObject({ event: 'started', recipe })
    const broken = await run(['train', '--recipe', link.slice(0, -9)], home)
    expect(broken).toMatchObject({ status: 2, out: '' })
    expect(broken.err).toMatch(/^backprop: --recipe: The link is broken or cut off: .*\n$/)
    // As earlier versions wrote it.
    const old = await run(['train', '--recipe', link.slice(0, -7)], home)
    expect(old.err).toContain('--recipe: The link is without checksum, of an earlier version')
    expect(old.status).toBe(trained.status)
  })
})

describe('what follows from what', () => {
  const train = async (...words: string[]): Promise<Record<string, unknown>> => {
    const folder = makeFolder()
    const dataSet = writeTinyDataSet(path.join(folder, 'tiny'))
    const { out, err } = await run(['train', '--data', dataSet, '--epochs', '1', '--json', ...words], folder)
    expect(err).toBe('')
    return (JSON.parse(out.split('\n')[0]!) as { recipe: Record<string, unknown> }).recipe
  }
  const outputOf = (recipe: Record<string, unknown>): unknown =>
    (recipe.layers as { activation: string }[]).at(-1)

  it("takes inputs and sizes from the data set, and the lecture's recipe for the rest", async () => {
    expect(await train()).toMatchObject({
      data: { trainSize: 200, validationSize: 40, testSize: 60 },
      inputSize: 30,
      layers: [
        { units: 30, activation: 'sigmoid', batchNorm: false, dropout: 0 },
        { units: 10, activation: 'sigmoid', batchNorm: false, dropout: 0 },
      ],
      loss: 'mse',
      optimizer: { name: 'sgd', learningRate: 3 },
      batchSize: 10,
      seed: 1,
      shuffle: true,
    })
  })

  it('takes the engine that is asked for, else the default', async () => {
    expect((await train()).engine).toBe(DEFAULT_ENGINE)
    for (const engine of ENGINE_NAMES) expect((await train('--engine', engine)).engine).toBe(engine)
  })

  it('computes with the threads that are asked for, else with all cores', async () => {
    const posted = vi.spyOn(Worker.prototype, 'postMessage')
    onTestFinished(() => posted.mockRestore())
    await train('--threads', '1')
    await train()
    const commands = posted.mock.calls.map(([command]) => command as WorkerCommand)
    const reported = commands.flatMap((command) => (command.type === 'train' ? [command.threads] : []))
    expect(reported).toEqual([1, availableParallelism()])
  })

  it('leaves fewer images for validation where more are trained on', async () => {
    expect(await train('--train-size', '230', '--no-shuffle')).toMatchObject({
      data: { trainSize: 230, validationSize: 10 },
      shuffle: false,
    })
  })

  it('lets output and loss follow each other', async () => {
    const byLoss = await train('--loss', 'softmax-cross-entropy')
    expect(outputOf(byLoss)).toEqual({ units: 10, activation: 'softmax', batchNorm: false, dropout: 0 })
    const byOutput = await train('--output', 'softmax')
    expect(byOutput.loss).toBe('softmax-cross-entropy')
    const byBoth = await train('--output', 'sigmoid', '--loss', 'binary-cross-entropy')
    expect([outputOf(byBoth), byBoth.loss]).toEqual([
      { units: 10, activation: 'sigmoid', batchNorm: false, dropout: 0 },
      'binary-cross-entropy',
    ])
  })

  it('gives layers slope and α with their activation', async () => {
    const layersOf = async (...words: string[]): Promise<unknown> =>
      (await train('--layers', '30,12,10', ...words)).layers
    const plain = { batchNorm: false, dropout: 0 }
    expect(await layersOf('--activation', 'leaky-relu:0.2', '--output', 'elu:2')).toEqual([
      { units: 12, activation: 'leaky-relu', slope: 0.2, ...plain },
      { units: 10, activation: 'elu', alpha: 2, ...plain },
    ])
    expect(await layersOf('--activation', 'leaky-relu:0.01')).toEqual([
      { units: 12, activation: 'leaky-relu', ...plain },
      { units: 10, activation: 'sigmoid', ...plain },
    ])
  })

  it('gives every hidden layer the activation, and the optimizer its own settings', async () => {
    const recipe = await train(
      '--layers',
      '30,20,15,10',
      '--activation',
      'tanh',
      '--optimizer',
      'nesterov',
      '--momentum',
      '0.5',
    )
    expect((recipe.layers as { activation: string }[]).map((layer) => layer.activation)).toEqual([
      'tanh',
      'tanh',
      'sigmoid',
    ])
    // The rate follows the optimizer, the activations and the loss.
    expect(recipe.optimizer).toEqual({ name: 'nesterov', learningRate: 0.3, momentum: 0.5 })
  })

  it('offers every optimizer of the recipe', () => {
    expect([...OPTIMIZER_CHOICES].sort()).toEqual([...OPTIMIZER_NAMES].sort())
  })
})

describe('help', () => {
  it.each([[], 'train', 'runs', 'resume', 'evaluate', 'export', 'import', 'predict'])(
    '%s',
    async (command) => {
      const { status, out, err } = await run([...[command].flat(), '--help'])
      expect([status, err]).toEqual([0, ''])
      expect(out).toContain(`Usage: backprop ${[command].flat().join('')}`)
      if (typeof command === 'string') expect(out).toContain('--json')
    },
  )
})
