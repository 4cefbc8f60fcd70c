import { execFile } from 'node:child_process'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LabelledImages } from '#core/data/data-set.ts'
import { writeIdxImages, writeIdxLabels } from '#core/data/idx.ts'
import { evaluateNetwork } from '#core/evaluation/evaluate.ts'
import { writableFormat, type WritableFormatName } from '#core/formats/registry.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { Training } from '#core/training/training.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { tinyImages, tinyLayers, tinyRecipe } from '../core/training/tiny-images.ts'
import { findKeras, findPython } from './find-python.ts'

const run = promisify(execFile)

const images = { train: tinyImages(600, 1), validation: tinyImages(50, 2), test: tinyImages(200, 3) }
const base = tinyRecipe({ epochs: 8 })
const lecture: Recipe = { ...base, data: { ...base.data, trainSize: 600, validationSize: 50, testSize: 200 } }
const modern: Recipe = {
  ...lecture,
  layers: tinyLayers('relu', 'softmax', { batchNorm: true, dropout: 0.1 }),
  loss: 'softmax-cross-entropy',
  initializer: { ...lecture.initializer, name: 'he-normal' },
  optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  gradientClipping: 5,
  data: { ...lecture.data, normalization: 'standardized' },
}

const [leaky, output] = tinyLayers('leaky-relu', 'softmax')
const shaped: Recipe = {
  ...lecture,
  layers: [{ ...leaky!, slope: 0.2 }, { ...leaky!, activation: 'elu', alpha: 0.5 }, output!],
  initializer: { ...lecture.initializer, name: 'he-normal' },
  loss: 'softmax-cross-entropy',
  optimizer: { name: 'sgd', learningRate: 0.1 },
}

const RECIPES = { lecture, modern, shaped }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'backprop-scripts-'))
  await writeIdx('train', images.train)
  await writeIdx('t10k', images.test)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function writeIdx(name: string, part: LabelledImages): Promise<void> {
  await writeFile(path.join(folder, `${name}-images-idx3-ubyte.gz`), gzipSync(writeIdxImages(part)))
  await writeFile(path.join(folder, `${name}-labels-idx1-ubyte.gz`), gzipSync(writeIdxLabels(part.labels)))
}

async function write(format: WritableFormatName, recipe: Recipe, parameters: Float64Array): Promise<string> {
  const writer = await writableFormat(format).loadWriter()
  expect(writer.findLimits(recipe).filter(({ isBlocking }) => isBlocking)).toEqual([])
  const bytes = await writer.write({ recipe, unknownFields: [], parameters }, FORMAT_TOOLS)
  const file = path.join(folder, `written-${format}.${writableFormat(format).extension}`)
  await writeFile(file, bytes)
  return file
}

function trained(recipe: Recipe): Float64Array {
  const training = new Training({ recipe, parts: images })
  for (;;) {
    const event = training.advance(1000)
    if (event.type !== 'epoch' && event.type !== 'progress') return training.checkpoint().parameters
  }
}

/** How many test images a script says it reads right after each epoch. */
async function readRight(python: string, script: string, ...more: string[]): Promise<number[]> {
  const { stdout } = await run(python, [script, folder, ...more])
  return [...stdout.matchAll(/^Epoch \d+: (\d+) \/ 200$/gm)].map((match) => Number(match[1]))
}

const numpy = await findPython('numpy')
const torch = await findPython('torch, numpy')
const keras = await findKeras()

describe.each([
  { format: 'numpy-script', weights: 'npz', python: numpy, names: ['lecture', 'shaped'] },
  { format: 'pytorch-script', weights: 'safetensors', python: torch, names: ['lecture', 'modern', 'shaped'] },
  { format: 'keras-script', weights: 'npz', python: keras, names: ['lecture', 'modern', 'shaped'] },
] as const)('$format (where its Python is found)', ({ format, weights, python, names }) => {
  it.skipIf(python === undefined).each(names)('trains %s', async (name) => {
    const right = await readRight(python!, await write(format, RECIPES[name], new Float64Array()))
    expect(right).toHaveLength(8)
    expect(right.at(-1)).toBeGreaterThan(120)
  })

  it.skipIf(python === undefined)('begins with weights that were exported', async () => {
    for (const recipe of [lecture, shaped]) {
      const parameters = trained(recipe)
      const { correct } = evaluateNetwork(recipe, parameters, images.test)
      const still = { ...recipe, epochs: 1, optimizer: { name: 'sgd', learningRate: 1e-12 } } as const
      const script = await write(format, still, parameters)
      expect(await readRight(python!, script, await write(weights, recipe, parameters))).toEqual([correct])
    }
  })
})

/** Runs a script of Keras in this Python, and prints how far its weights are from those of a file. */
const COMPARE_KERAS = `
import runpy, sys
import numpy as np
script, folder, first, last = sys.argv[1:]
sys.argv = [script, folder, first]
model, last = runpy.run_path(script)["model"], np.load(last)
dense = [layer.get_weights() for layer in model.layers if layer.__class__.__name__ == "Dense"]
print("difference", max(max(abs(w.T - last[f"weights_{k}"]).max(), abs(b - last[f"biases_{k}"]).max())
                        for k, (w, b) in enumerate(dense, 1)))
`

describe('keras-script on the same mini-batches', () => {
  const plain: Recipe = { ...lecture, epochs: 2, shuffle: false, engine: 'reference' }
  it.skipIf(keras === undefined).each<[string, Recipe]>([
    ['the lecture’s', plain],
    [
      'cross-entropy, L2, momentum, a clipped gradient, standardized pixels',
      {
        ...plain,
        layers: tinyLayers('tanh', 'softmax'),
        loss: 'softmax-cross-entropy',
        l2: { lambda: 5, convention: 'network2' },
        optimizer: { name: 'momentum', learningRate: 0.05, momentum: 0.9 },
        gradientClipping: 1,
        data: { ...plain.data, normalization: 'standardized' },
      },
    ],
  ])('comes to the same weights: %s', async (_what, recipe) => {
    const script = await write('keras-script', recipe, new Float64Array())
    const first = path.join(folder, 'first.npz')
    await rename(
      await write('npz', recipe, new Training({ recipe, parts: images }).checkpoint().parameters),
      first,
    )
    const last = await write('npz', recipe, trained(recipe))
    const { stdout } = await run(keras!, ['-c', COMPARE_KERAS, script, folder, first, last])
    expect(Number(/difference (\S+)/.exec(stdout)![1])).toBeLessThan(1e-5)
  })
})

describe('scripts', () => {
  it('say what they leave out, and refuse what they cannot train', async () => {
    const limitsOf = async (format: WritableFormatName, recipe: Recipe): Promise<string[]> =>
      (await writableFormat(format).loadWriter()).findLimits(recipe).map(({ code }) => code)
    expect(await limitsOf('numpy-script', modern)).toEqual(['batch-norm', 'dropout', 'optimizer'])
    expect(await limitsOf('pytorch-script', modern)).toEqual([])
    const scheduled: Recipe = { ...lecture, warmupEpochs: 2, l1: { lambda: 1, convention: 'pytorch' } }
    expect(await limitsOf('pytorch-script', scheduled)).toEqual(['warm-up', 'l1'])
  })
})
