import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPredictor } from '#core/evaluation/predict.ts'
import { type Hdf5Group, openHdf5 } from '#core/formats/hdf5/open-hdf5.ts'
import { writableFormat, type WritableFormatName } from '#core/formats/registry.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { findPython } from './find-python.ts'
import { readmeLines } from './readme-lines.ts'

const run = promisify(execFile)

const numpy = await findPython('numpy')
const torch = await findPython('torch, numpy')
const h5py = await findPython('h5py')
const unless = (python: string | undefined, packages: string): string =>
  python === undefined ? ` (skipped: no Python with ${packages})` : ''

const recipe = LECTURE_RECIPE
const parameters = Float64Array.from(Float32Array.from(initializeParameters(recipe)))
const classNames = ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun']
const image = Uint8Array.from({ length: 784 }, (_, k) => (k * 37) % 256)
const expected = [...createPredictor(recipe, parameters)(image)]
/** The image as others take it, in Python. */
const IMAGE = 'image = [((k * 37) % 256) / 255 for k in range(784)]\n'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'backprop-readers-'))
  const about = { name: 'lecture', classNames, facts: [], settings: [] }
  for (const name of ['network2', 'safetensors', 'npz'] satisfies WritableFormatName[]) {
    const { extension, loadWriter } = writableFormat(name)
    const writer = await loadWriter()
    const bytes = await writer.write({ recipe, unknownFields: [], parameters, about }, FORMAT_TOOLS)
    await writeFile(path.join(folder, `net.${extension}`), bytes)
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What a script prints as JSON, run beside the files. */
async function ask(python: string, script: string): Promise<unknown> {
  const { stdout } = await run(python, ['-c', script], { cwd: folder, maxBuffer: 2 ** 26 })
  return JSON.parse(stdout)
}

const expectAnswers = (answers: unknown, digits: number): void => {
  expect(answers).toHaveLength(10)
  for (const [k, answer] of (answers as number[]).entries()) expect(answer).toBeCloseTo(expected[k]!, digits)
}

describe('files of weights, read by others', { timeout: 120_000 }, () => {
  it.skipIf(torch === undefined)(
    `safetensors by README's lines for PyTorch${unless(torch, 'torch')}`,
    async () => {
      const script = `${IMAGE}${await readmeLines('PyTorch')}\nprint(net(torch.tensor([image])).tolist()[0])`
      expectAnswers(await ask(torch!, script), 6)
    },
  )

  it.skipIf(numpy === undefined)(
    `NPZ by README's lines for NumPy, with classes and pixels${unless(numpy, 'numpy')}`,
    async () => {
      const script = `import json\n${IMAGE}${await readmeLines('NumPy')}
print(json.dumps([net(np.array(image)).tolist(), w["classes"].tolist(), w["pixels"].tolist(), str(w["weights_1"].dtype)]))`
      const [answers, ...rest] = (await ask(numpy!, script)) as [unknown, ...unknown[]]
      expectAnswers(answers, 12)
      expect(rest).toEqual([classNames, [0, 1], 'float64'])
    },
  )

  it.skipIf(numpy === undefined)(
    `NPZ turned and in pairs, as README gives it to Keras${unless(numpy, 'numpy')}`,
    async () => {
      // Keras is not in Debian: its layers are stood in for by their documented shapes, kernel (in, out) and bias (out).
      const standIn = `import sys, types, json
import numpy as np
class Dense:
    def __init__(self, units, activation): self.units = units
    def set_weights(self, weights):
        kernel, bias = weights
        assert kernel.shape[1] == self.units and bias.shape == (self.units,)
        self.kernel, self.bias = kernel, bias
class Sequential:
    def __init__(self, layers): self.layers = [layer for layer in layers if isinstance(layer, Dense)]
keras = types.ModuleType("keras")
keras.Sequential, keras.Input, keras.layers = Sequential, lambda shape: shape, types.SimpleNamespace(Dense=Dense)
sys.modules["keras"] = keras
`
      const script = `${standIn}${IMAGE}${await readmeLines('Keras')}
a = np.array(image)
for layer in net.layers: a = 1 / (1 + np.exp(-(a @ layer.kernel + layer.bias)))
print(json.dumps(a.tolist()))`
      expectAnswers(await ask(numpy!, script), 12)
    },
  )

  it.skipIf(numpy === undefined)(`JSON by network2.py's own load${unless(numpy, 'numpy')}`, async () => {
    // Nielsen's Network.load, sizes, default weights and feedforward, for Python 3.
    const script = `import json, sys
import numpy as np
class QuadraticCost: pass
class CrossEntropyCost: pass
def sigmoid(z): return 1.0/(1.0+np.exp(-z))
class Network(object):
    def __init__(self, sizes, cost=CrossEntropyCost):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.cost = cost
    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a)+b)
        return a
def load(filename):
    f = open(filename, "r")
    data = json.load(f)
    f.close()
    cost = getattr(sys.modules[__name__], data["cost"])
    net = Network(data["sizes"], cost=cost)
    net.weights = [np.array(w) for w in data["weights"]]
    net.biases = [np.array(b) for b in data["biases"]]
    return net
${IMAGE}
net = load("net.json")
print(json.dumps([net.feedforward(np.array(image).reshape(784, 1)).ravel().tolist(), net.sizes, net.cost.__name__]))`
    const [answers, sizes, cost] = (await ask(numpy!, script)) as [unknown, number[], string]
    expectAnswers(answers, 12)
    expect([sizes, cost]).toEqual([[784, 30, 10], 'QuadraticCost'])
  })
})

const KERAS = path.join(import.meta.dirname, '../fixtures/weights/keras')

/** All arrays of floats below a group, by their paths. */
function arraysOf(
  group: Hdf5Group,
  at = '',
): Record<string, { shape: readonly number[]; numbers: number[] }> {
  return Object.assign(
    {},
    ...group.names.map((name) => {
      const inner = group.group(name)
      if (inner !== null) return arraysOf(inner, `${at}${name}/`)
      const array = group.array(name)!
      return { [`${at}${name}`]: { shape: array.shape, numbers: [...array.read()] } }
    }),
  ) as Record<string, { shape: readonly number[]; numbers: number[] }>
}

it.skipIf(h5py === undefined)(`HDF5 is read as h5py reads it${unless(h5py, 'h5py')}`, async () => {
  const files = (await readdir(KERAS)).filter((name) => name.endsWith('.h5') && !name.startsWith('refused'))
  expect(files.length).toBeGreaterThan(5)
  const script = `import h5py, json, sys
found = {}
for name in sys.argv[1:]:
    arrays = {}
    with h5py.File(name, "r") as file:
        def visit(path, item):
            if isinstance(item, h5py.Dataset):
                arrays[path] = {"shape": list(item.shape), "numbers": item[()].astype("f8").ravel().tolist()}
        file.visititems(visit)
    found[name] = arrays
print(json.dumps(found))`
  const { stdout } = await run(h5py!, ['-c', script, ...files], { cwd: KERAS, maxBuffer: 2 ** 28 })
  const found = JSON.parse(stdout) as Record<string, unknown>
  for (const name of files) {
    const bytes = new Uint8Array(await readFile(path.join(KERAS, name)))
    const own = arraysOf(openHdf5(bytes, FORMAT_TOOLS, 1e6))
    expect(Object.keys(own).length, name).toBeGreaterThan(0)
    expect(own, name).toEqual(found[name])
  }
})
