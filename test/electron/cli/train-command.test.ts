import { execFileSync } from 'node:child_process'
import { renameSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { recipeSchema, type Recipe } from '#core/recipe/recipe.ts'
import { PROGRAM_WORDS, writeTrainCommand } from '#shared/train-command.ts'
import { tinyRecipe } from '../backend/tiny-workbench.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

/** The words that a POSIX shell makes of a line. */
function splitByShell(line: string): string[] {
  return execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)
}

const relu = { units: 8, activation: 'relu', batchNorm: false, dropout: 0 } as const
const softmax = { units: 10, activation: 'softmax', batchNorm: false, dropout: 0 } as const
const layers = [relu, softmax]

const RECIPES: Record<string, (dataSet: string) => Recipe> = {
  'the simplest': (dataSet) => tinyRecipe(dataSet, { epochs: 1 }),
  'what all options say': (dataSet) => {
    const tiny = tinyRecipe(dataSet)
    return {
      ...tiny,
      data: { ...tiny.data, trainSize: 111, validationSize: 33, testSize: 22, isStratified: true },
      ...{
        layers,
        loss: 'softmax-cross-entropy',
        epochs: 1,
        batchSize: 7,
        shuffle: false,
        seed: 4_294_967_295,
      },
      initializer: { ...tiny.initializer, name: 'he-normal' },
      optimizer: {
        name: 'adamw',
        learningRate: 1e-3,
        beta1: 0.8,
        beta2: 0.99,
        epsilon: 1e-7,
        weightDecay: 0.02,
      },
      l2: { lambda: 0.5, convention: 'pytorch' },
      engine: 'reference',
    }
  },
  'wrong labels and noise on pixels': (dataSet) => {
    const tiny = tinyRecipe(dataSet, { epochs: 1 })
    return { ...tiny, data: { ...tiny.data, noise: { wrongLabels: 0.25, pixels: 0.1, seed: 3 } } }
  },
  'no hidden layer': (dataSet) =>
    tinyRecipe(dataSet, { epochs: 1, layers: [softmax], loss: 'softmax-cross-entropy' }),
  'a loss and first weights that do not follow from the layers': (dataSet) =>
    tinyRecipe(dataSet, { epochs: 1, layers: [relu, { ...softmax, activation: 'sigmoid' }], loss: 'mse' }),
  'a slope and an α': (dataSet) =>
    tinyRecipe(dataSet, {
      epochs: 1,
      layers: [
        { ...relu, activation: 'leaky-relu', slope: 0.2 },
        { ...softmax, activation: 'elu', alpha: 0.5 },
      ],
      loss: 'mse',
      optimizer: { name: 'sgd', learningRate: 0.01 },
    }),
  'layers of different kinds': (dataSet) =>
    tinyRecipe(dataSet, {
      epochs: 1,
      layers: [relu, { ...relu, activation: 'tanh', dropout: 0.1 }, softmax],
      loss: 'softmax-cross-entropy',
    }),
  'what has no option': (dataSet) =>
    tinyRecipe(dataSet, {
      epochs: 1,
      schedule: { name: 'exponential', factor: 0.9 },
      gradientClipping: 2,
      stopping: { ...tinyRecipe(dataSet).stopping, targetAccuracy: 0.99 },
    }),
}

test.each(Object.keys(RECIPES))(
  'trains the same recipe from a terminal, also from a folder with a strange name: %s',
  PATIENCE,
  async (name) => {
    const { folder, dataSet, run } = makeCommandLine()
    const strange = path.join(folder, 'it\'s $HOME & "more" *')
    renameSync(dataSet, strange)
    const recipe = RECIPES[name]!(strange)
    const line = await writeTrainCommand(recipe, { store: path.join(folder, 'an other.sqlite') })
    const words = splitByShell(line)
    expect(words.slice(0, PROGRAM_WORDS.length)).toEqual(PROGRAM_WORDS)
    const { status, stdout, stderr } = await run(...words.slice(PROGRAM_WORDS.length), '--json')
    expect([status, stderr]).toEqual([0, ''])
    const [started] = parseLines(stdout)
    expect(recipeSchema.parse(started?.recipe)).toEqual(recipeSchema.parse(recipe))
  },
)

test('options stand for themselves where they can, and a link for the rest', async () => {
  const recipes = Object.fromEntries(Object.entries(RECIPES).map(([name, make]) => [name, make('/digits')]))
  const isLink = async (name: string): Promise<boolean> =>
    (await writeTrainCommand(recipes[name]!)).includes('backprop://recipe/')
  expect(await isLink('what all options say')).toBe(false)
  expect(await isLink('no hidden layer')).toBe(false)
  expect(await isLink('layers of different kinds')).toBe(true)
  expect(await isLink('what has no option')).toBe(true)
})
