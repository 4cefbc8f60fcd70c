import { describe, expect, it } from 'vitest'
import { createPredictor } from '#core/evaluation/predict.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { findNetwork, READABLE_FORMATS, writableFormat, WRITABLE_FORMATS } from '#core/formats/registry.ts'
import { settleNetwork } from '#core/importing/settle-network.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { tinyLayers, tinyRecipe } from '../training/tiny-images.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const readWeights = async (bytes: Uint8Array, fileName: string) =>
  settleNetwork((await findNetwork(bytes, fileName, FORMAT_TOOLS)).network)
const image = Uint8Array.from({ length: 25 }, (_, k) => k * 10)
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
      const read = await readWeights(bytes, `net.${extension}`)
      const before = createPredictor(recipe, parameters)(image)
      createPredictor(
        read.recipe,
        read.parameters,
      )(image).forEach((output, k) => expect(output).toBeCloseTo(before[k]!, 5))
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

  it('say what network2.py would take differently', async () => {
    const writer = await writableFormat('network2').loadWriter()
    expect(writer.findLimits(networks['the lecture’s'])).toEqual([])
    expect(writer.findLimits(networks['a modern one'])).toMatchObject([
      {
        code: 'activation',
        isBlocking: false,
        message: expect.stringContaining('relu and softmax') as string,
      },
    ])
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
