import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPredictor } from '#core/evaluation/predict.ts'
import { findNetwork, writableFormat } from '#core/formats/registry.ts'
import { type ImportAnswers, settleNetwork } from '#core/importing/settle-network.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { findKeras } from './find-python.ts'
import { readmeLines } from './readme-lines.ts'

const run = promisify(execFile)
const python = await findKeras()

const image = Uint8Array.from({ length: 784 }, (_, k) => (k * 37) % 256)

/** README's lines, a network with every layer that is read, and what both say of the image, as files of each kind. */
const script = (readme: string): string => `${readme}
import json
from keras import layers
keras.utils.set_random_seed(1)
other = keras.Sequential([
    keras.Input((28, 28)), layers.Flatten(), layers.Rescaling(2.0, offset=-1.0),
    layers.Dense(12), layers.BatchNormalization(), layers.LeakyReLU(negative_slope=0.2), layers.Dropout(0.3),
    layers.Dense(11, use_bias=False), layers.ELU(alpha=0.5),
    layers.Dense(10, activation="tanh"), layers.Dense(10), layers.Activation("softmax"),
])
other.compile(optimizer="adam", loss="categorical_crossentropy")
bytes_ = (np.arange(784) * 37 % 256).reshape(1, 28, 28).astype("float32") / 255
noise = np.random.default_rng(1).random((64, 28, 28)).astype("float32")
other.fit(noise, np.eye(10)[np.arange(64) % 10], epochs=2, verbose=0)
answers = {}
for name, model, x in (("readme", net, bytes_.reshape(1, 784)), ("other", other, bytes_)):
    answer = model.predict(x, verbose=0)[0].tolist()
    for file in (name + ".keras", name + ".h5"):
        model.save(file)
        answers[file] = answer
net.save_weights("readme.weights.h5")
answers["readme.weights.h5"] = answers["readme.h5"]
print(json.dumps(answers))`

const SIGMOID: ImportAnswers = { activation: [{ name: 'sigmoid' }], output: { name: 'sigmoid' } }

describe.skipIf(python === undefined)(
  'models that Keras saves now (where a Python with Keras is found)',
  () => {
    const recipe = LECTURE_RECIPE
    const parameters = initializeParameters(recipe)
    let folder: string
    let answers: Record<string, number[]>

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'backprop-keras-'))
      const writer = await writableFormat('npz').loadWriter()
      const npz = await writer.write({ recipe, unknownFields: [], parameters }, FORMAT_TOOLS)
      await writeFile(path.join(folder, 'net.npz'), npz)
      const { stdout } = await run(python!, ['-c', script(await readmeLines('Keras'))], { cwd: folder })
      answers = JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, number[]>
    })
    afterAll(() => rm(folder, { recursive: true, force: true }))

    it('answer there as here where README’s lines take the weights there', () => {
      const here = createPredictor(recipe, parameters)(image)
      answers['readme.keras']!.forEach((answer, k) => expect(answer).toBeCloseTo(here[k]!, 5))
    })

    it.each<[string, ImportAnswers]>([
      ['readme.keras', {}],
      ['readme.h5', {}],
      ['readme.weights.h5', SIGMOID],
      ['other.keras', {}],
      ['other.h5', {}],
    ])('%s answers here as it does there', async (name, given) => {
      const bytes = new Uint8Array(await readFile(path.join(folder, name)))
      const { network } = await findNetwork(bytes, name, FORMAT_TOOLS)
      const settled = settleNetwork(network, given)
      const here = createPredictor(settled.recipe, settled.parameters)(image)
      answers[name]!.forEach((answer, k) => expect(here[k]).toBeCloseTo(answer, 5))
    })
  },
)
