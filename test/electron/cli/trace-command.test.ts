import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { TINY_SCENE, xorScene } from '#core/explain/prepared-scenes.ts'
import type { TracedLine } from '../../../electron/cli/json-lines/trace-lines.ts'
import { tinyRecipe } from '../backend/tiny-workbench.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

const read = (stdout: string): TracedLine[] => parseLines(stdout) as unknown as TracedLine[]

it('trace prints a scene as one object for each example', PATIENCE, async () => {
  const { folder, run } = makeCommandLine()
  const write = (name: string, value: unknown): void =>
    writeFileSync(path.join(folder, name), JSON.stringify(value))
  write('tiny.json', TINY_SCENE)
  const { stdout, status } = await run('trace', '--scene', 'tiny.json', '--json')
  expect(status).toBe(0)
  const [line, ...more] = read(stdout)
  expect(more).toEqual([])
  expect(Object.keys(line!)).toEqual(['input', 'target', 'loss', 'layers'])
  expect(Object.keys(line!.layers[0]!)).toEqual([
    ...['weights', 'biases', 'z', 'output', 'dOutput', 'dZ', 'dWeights', 'dBiases'],
  ])
  expect(line!.loss).toBeCloseTo(0.16701, 5)
  expect(line!.layers[1]!.dZ[1]).toBeCloseTo(0.10662, 5)

  const words = await run('trace', '--scene', 'tiny.json')
  expect(words.stdout).toContain('Layer 2, 2 sigmoid')
  expect(words.stdout).toContain('Div     0.16701')

  write('xor.json', xorScene())
  expect(read((await run('trace', '--scene', 'xor.json', '--json')).stdout)).toHaveLength(4)

  write('wrong.json', { ...TINY_SCENE, examples: [{ input: [1], target: [1, 0] }] })
  const wrong = await run('trace', '--scene', 'wrong.json')
  expect(wrong.status).toBe(2)
  expect(wrong.stderr).toContain('wrong.json: Example 1, inputs: expected 2, got 1')
  write('softmax.json', {
    ...TINY_SCENE,
    layers: [TINY_SCENE.layers[0], { ...TINY_SCENE.layers[1], activation: 'softmax' }],
  })
  expect((await run('trace', '--scene', 'softmax.json')).stderr).toContain('Loss: mse over softmax outputs')
})

it('trace runs an image of a part, or a drawing, through a run', PATIENCE, async () => {
  const { folder, dataSet, run } = makeCommandLine()
  const write = (name: string, value: unknown): void =>
    writeFileSync(path.join(folder, name), JSON.stringify(value))
  const recipe = tinyRecipe(dataSet, { epochs: 1 })
  write('recipe.json', {
    ...recipe,
    layers: [
      { ...recipe.layers[0]!, batchNorm: true, dropout: 0.5 },
      { ...recipe.layers[1]!, activation: 'softmax' },
    ],
    loss: 'softmax-cross-entropy',
  })
  expect((await run('train', '--recipe', 'recipe.json')).status).toBe(0)
  const { stdout, stderr } = await run('trace', 'last', '--image', '3', '--part', 'train', '--json')
  const [line] = read(stdout)
  expect(line, stderr).toBeDefined()
  expect(line!.input).toHaveLength(30)
  // Label 3, as the labels of this data set are their places.
  expect(line!.target.indexOf(1)).toBe(3)
  expect(line!.layers[1]!.dOutput).toBeNull()
  expect(line!.layers[0]!.dOutput).toHaveLength(12)
  line!.layers[1]!.output.forEach((y, j) =>
    expect(line!.layers[1]!.dZ[j]).toBeCloseTo(y - line!.target[j]!, 15),
  )
  expect(line!.layers[0]!.normalization!.hat).toHaveLength(12)

  const beyond = await run('trace', 'last', '--image', '200', '--part', 'train')
  expect(beyond.stderr).toContain("expected 0 to 199, one of the run's training images, got 200")
  expect(beyond.status).not.toBe(0)
  for (const [words, message] of [
    [['last'], 'expected --image or --strokes'],
    [[], 'run: expected one, or --scene'],
    [['last', '--image', '-1'], "expected a whole number from 0 on, got '-1'"],
    [['last', '--image', '1', '--label', '2'], '--label: expected --strokes'],
  ] as const) {
    const refused = await run('trace', ...words)
    expect(refused.status, message).toBe(2)
    expect(refused.stderr).toContain(message)
  }

  write('strokes.json', [
    [
      { x: 1, y: 1 },
      { x: 5, y: 20 },
    ],
  ])
  expect((await run('trace', 'last', '--strokes', 'strokes.json')).stderr).toContain(
    'expected a network of square images, got one of 30 inputs',
  )
})

it('trace takes a drawing, with its class or with what the network takes it for', PATIENCE, async () => {
  const { folder, run } = makeCommandLine()
  const words = ['--data', 'pen-digits', '--train-size', '200', '--epochs', '1']
  const trained = await run('train', ...words)
  expect(trained.status, trained.stderr).toBe(0)
  writeFileSync(
    path.join(folder, 'one.json'),
    JSON.stringify([
      [
        { x: 10, y: 2 },
        { x: 10, y: 40 },
      ],
    ]),
  )
  const [asked] = read((await run('trace', 'last', '--strokes', 'one.json', '--label', '1', '--json')).stdout)
  expect(asked!.input).toHaveLength(784)
  expect(asked!.target.indexOf(1)).toBe(1)
  const [own] = read((await run('trace', 'last', '--strokes', 'one.json', '--json')).stdout)
  const outputs = own!.layers.at(-1)!.output
  expect(own!.target.indexOf(1)).toBe(outputs.indexOf(Math.max(...outputs)))
})
