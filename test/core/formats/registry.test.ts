import { describe, expect, it } from 'vitest'
import { createPredictor } from '#core/evaluation/predict.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { findFit, findFits, usualFormat } from '#core/formats/format-fits.ts'
import { chooseOptions } from '#core/formats/format-options.ts'
import {
  findNetwork,
  optionsOf,
  READABLE_FORMATS,
  writableFormat,
  WRITABLE_FORMATS,
} from '#core/formats/registry.ts'
import type { ChosenOptions, FormatOption } from '#core/formats/weight-format.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { settleNetwork } from '#core/importing/settle-network.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { tinyLayers, tinyRecipe } from '../training/tiny-images.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const readWeights = async (bytes: Uint8Array, fileName: string) =>
  settleNetwork((await findNetwork(bytes, fileName, FORMAT_TOOLS)).network)
/** Every way to choose one of each option. */
const combinations = (options: readonly FormatOption[]): ChosenOptions[] =>
  options.reduce<ChosenOptions[]>(
    (sets, { name, choices }) =>
      sets.flatMap((set) => choices.map(({ value }) => ({ ...set, [name]: value }))),
    [{}],
  )
const image = Uint8Array.from({ length: 25 }, (_, k) => k * 10)
function normalized(): Recipe {
  const recipe = tinyRecipe({
    layers: tinyLayers('relu', 'softmax', { batchNorm: true, dropout: 0.1 }),
    loss: 'softmax-cross-entropy',
    optimizer: { name: 'momentum', learningRate: 0.1, momentum: 0.9 },
  })
  return { ...recipe, data: { ...recipe.data, normalization: 'none' } }
}
const networks = {
  'the lecture’s': tinyRecipe(),
  'a modern one': tinyRecipe({ layers: tinyLayers('relu', 'softmax'), loss: 'softmax-cross-entropy' }),
  'a network with a slope of its own': tinyRecipe({
    layers: [
      { ...tinyLayers('leaky-relu', 'softmax')[0]!, slope: 0.2 },
      { ...tinyLayers('elu', 'softmax')[0]!, alpha: 0.5 },
      tinyLayers('relu', 'softmax').at(-1)!,
    ],
    loss: 'softmax-cross-entropy',
  }),
  'a modern one, normalized': normalized(),
}

describe('formats of weights', () => {
  it('have names of their own, an ending without a dot, and one sentence', () => {
    const all = new Set([...WRITABLE_FORMATS, ...READABLE_FORMATS])
    expect(new Set([...all].map(({ name }) => name)).size).toBe(all.size)
    for (const { name, title, extension, description } of all) {
      expect(name).toMatch(/^[a-z][a-z0-9-]*$/)
      expect(extension).toMatch(/^[a-z0-9]+$/)
      expect(title).not.toBe('')
      expect(description).toMatch(/^[A-Z][^.].*\.$/s)
    }
  })

  describe.each(WRITABLE_FORMATS)('$name', ({ loadWriter, extension, ...format }) => {
    it.each(Object.entries(networks))('holds %s network, or says why not', async (_name, recipe) => {
      const parameters = initializeParameters(recipe)
      const writer = await loadWriter()
      const limits = writer.findLimits(recipe)
      for (const { code, message } of limits) {
        expect(code).toMatch(/^[a-z][a-z-]*$/)
        expect(message).toMatch(/\.$/)
      }
      if (limits.some(({ isBlocking }) => isBlocking)) return
      const bytes = await writer.write({ recipe, unknownFields: [], parameters }, FORMAT_TOOLS)
      if (!('loadReader' in format)) return
      const before = createPredictor(recipe, parameters)(image)
      for (const chosen of combinations(optionsOf(format))) {
        const written = await writer.write({ recipe, unknownFields: [], parameters }, FORMAT_TOOLS, chosen)
        const read = await readWeights(written, `net.${extension}`)
        createPredictor(
          read.recipe,
          read.parameters,
        )(image).forEach((output, k) => expect(output).toBeCloseTo(before[k]!, 5))
      }
      // A download may have lost its ending.
      expect((await readWeights(bytes, 'download')).recipe.layers).toEqual(recipe.layers)
    })
  })

  it.each(['onnx', 'safetensors', 'npz'] as const)('%s keeps the names of classes', async (name) => {
    const recipe = networks['a modern one']
    const names = ['T-shirt', 'Hose', '…', 'Ärmel', '4', '5', '靴', 'bag', 'a\nb', 'x'.repeat(300)]
    const writer = await writableFormat(name).loadWriter()
    const read = async (classNames?: readonly string[]) => {
      const parameters = initializeParameters(recipe)
      const written = {
        recipe,
        unknownFields: [],
        parameters,
        about: { name: 'clothes', classNames, facts: [], settings: [] },
      }
      const bytes = await writer.write(written, FORMAT_TOOLS)
      const { network } = await findNetwork(bytes, 'download', FORMAT_TOOLS)
      expect(network.writtenBy).toBe('Backprop Workbench')
      return network.classNames
    }
    expect(await read(names)).toEqual([...names.slice(0, 8), 'a b', 'x'.repeat(100)])
    expect(await read()).toBeUndefined()
    expect(await read(['too', 'few'])).toBeUndefined()
  })

  it('say of each network which can hold it, and why others cannot', async () => {
    const lecture = await findFits(networks['the lecture’s'])
    expect(lecture.find(({ format }) => format.name === 'network2')).toMatchObject({
      limits: [],
      hindrance: null,
    })
    expect(usualFormat(lecture).name).toBe('network2')
    const modern = await findFits(networks['a modern one, normalized'])
    const { limits, hindrance } = modern.find(({ format }) => format.name === 'network2')!
    expect(limits.map(({ code }) => code)).toEqual([
      'optimizer',
      'dropout',
      'activation',
      'batch-norm',
      'pixels',
    ])
    expect(hindrance).toBe(
      'network2.py takes every layer as sigmoid: this network has relu and softmax. network2.py has no batch normalization, which this network has.',
    )
    expect(usualFormat(modern).name).toBe('onnx')
    for (const name of ['onnx', 'safetensors', 'npz']) {
      const fit = modern.find(({ format }) => format.name === name)!
      expect(fit.hindrance).toBeNull()
      expect(fit.limits.map(({ code }) => code)).toEqual(expect.arrayContaining(['optimizer', 'dropout']))
    }
  })

  it('have options, whose first choice is taken where nobody chooses', async () => {
    const onnx = writableFormat('onnx')
    expect(chooseOptions(onnx)).toEqual({ input: 'flat', 'batch-norm': 'kept' })
    expect(chooseOptions(onnx, { input: 'image' })).toEqual({ input: 'image', 'batch-norm': 'kept' })
    for (const [format, given, message] of [
      [onnx, { input: 'wide' }, "ONNX, input: expected flat or image, got 'wide'"],
      [onnx, { size: '3' }, "ONNX: expected the option input or batch-norm, got 'size'"],
      [writableFormat('npz'), { input: 'flat' }, "NumPy NPZ: expected no options, got 'input'"],
    ] as const) {
      expect(() => chooseOptions(format, given)).toThrow(message)
    }
    const oblong = { ...networks['the lecture’s'], inputSize: 24 }
    expect((await findFit(onnx, oblong, { input: 'image' })).hindrance).toContain('24 inputs')
    expect((await findFit(onnx, oblong)).hindrance).toBeNull()
  })

  it.each([
    ['a picture', 'digit.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47)],
    ['a text', 'notes.txt', bytesOf('Dear diary')],
    ['nothing', 'empty', new Uint8Array()],
  ])('refuse %s, and name what can be read', async (_what, fileName, bytes) => {
    const reading = readWeights(bytes, fileName)
    await expect(reading).rejects.toThrow(FormatError)
    for (const { title } of READABLE_FORMATS) await expect(reading).rejects.toThrow(title)
  })
})
