import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { FormatError } from '#core/formats/format-error.ts'
import { settleNetwork } from '#core/importing/settle-network.ts'
import { Random } from '#core/random/random.ts'
import { mutateArchive } from './mutate-archive.ts'
import { answerOf, findTorch, torchAnswers, torchBytes } from './torch-files.ts'

/** Files as Keras writes them; `make-keras.py` beside the folder makes them. */
const FOLDER = path.join(import.meta.dirname, '../../fixtures/weights/keras')
const ANSWERS = torchAnswers(FOLDER)
const WITHOUT_LAYERS = /^(\S+) (\w+) (\w+)$/
const find = (fileName: string) => findTorch(fileName, FOLDER)

describe('files of Keras', () => {
  it.each(Object.entries(ANSWERS).filter(([name]) => !WITHOUT_LAYERS.test(name)))(
    '%s answers as it did in Keras',
    async (fileName, expected) => {
      const file = await find(fileName)
      expect(file.format.name).toBe('keras')
      expect(file.network.layers.every(({ activation }) => activation !== null)).toBe(true)
      answerOf(file).forEach((output, k) => expect(output).toBeCloseTo(expected[k]!, 6))
    },
  )

  it.each([
    ['saved.weights.h5', ANSWERS['saved.weights.h5 relu softmax']!],
    ['saved-weights.h5', ANSWERS['saved-weights.h5 relu softmax']!],
  ])('%s has weights alone, and activations are asked for', async (fileName, expected) => {
    const file = await find(fileName)
    expect(file.network.layers.map(({ activation }) => activation)).toEqual([null, null, null])
    const output = answerOf(file, { activation: [{ name: 'relu' }], output: { name: 'softmax' } })
    output.forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 6))
  })

  it('bring the slopes of leaky ReLU and the α of ELU with them', async () => {
    const settle = async (name: string) => settleNetwork((await find(name)).network).recipe.layers
    expect(await settle('settings.keras')).toMatchObject([
      { activation: 'leaky-relu', slope: 0.2 },
      { activation: 'leaky-relu', slope: 0.3 },
      { activation: 'elu', alpha: 0.5 },
      { activation: 'softmax' },
    ])
    // A float32 of 0.3 is 0.30000001192092896; 0.01 is the recipe's own and goes without saying.
    expect(await settle('slope-of-layer.h5')).toMatchObject([{ slope: 0.3 }, {}])
    expect(await settle('slope-of-text.h5')).toMatchObject([{ slope: 0.2 }, {}])
    await expect(settle('refused-slope-of-one.h5')).rejects.toThrow(
      'a, Slope below 0: expected a number from 0 up to, but not including, 1, got 1',
    )
    for (const layer of await settle('batch-norm.h5')) expect(layer).not.toHaveProperty('slope')
  })

  it('say what they know beside the weights', async () => {
    const { network } = await find('plain.keras')
    expect(network).toMatchObject({
      loss: 'softmax-cross-entropy',
      pixels: null,
      isOrientationAssumed: false,
    })
    expect(network.layers.map(({ name, dropout }) => [name, dropout])).toEqual([
      ['dense', 0.25],
      ['dense_1', undefined],
      ['dense_2', undefined],
    ])
    const normed = await find('batch-norm.h5')
    expect(normed.network.layers.map(({ batchNorm }) => batchNorm?.epsilon)).toEqual([
      0.001,
      0.001,
      undefined,
    ])
    const rescaled = await find('rescaling.keras')
    expect(rescaled.network.pixels?.shift).toBeCloseTo(0.5, 9)
    expect(rescaled.network.pixels?.scale).toBeCloseTo(2, 9)
    expect(rescaled.network.notes).toEqual([expect.stringMatching(/^rescaling: .*pixels from 0 to 255/)])
    const normalized = await find('normalization.keras')
    expect(normalized.network.pixels?.shift).toBeCloseTo(33.25 / 255, 9)
    expect(normalized.network.pixels?.scale).toBeCloseTo(255 / 78.5, 9)
    expect(normalized.network.numberTypes).toEqual(['float32'])
    const stated = await find('normalization-as-stated.keras')
    expect(stated.network.pixels).toEqual({ shift: 0.125, scale: 4 })
    expect(stated.network.notes).toEqual([expect.stringMatching(/^normalization: .*pixels from 0 to 1,/)])
    expect((await find('normalization-of-each.h5')).network.pixels).toEqual({ shift: 0, scale: 1 })
    expect((await find('half.h5')).network.numberTypes).toEqual(['float16'])
    expect((await find('big-endian.h5')).network.numberTypes).toEqual(['float64'])
  })

  it.each([
    ['selu', /a: expected an activation of .*got selu/],
    ['convolution', /conv2d: expected layers of a fully connected network .*got Conv2D/],
    ['lstm', /lstm: .*got LSTM/],
    ['relu6', /six: expected a ReLU without an upper bound, got max_value 6/],
    ['colors', /flatten: expected pictures of one channel, got 2 × 2 × 3/],
    ['lzf', /a\/kernel:0: .*the filter lzf; save the file without compression/],
    ['newest', /expected the earliest kind of HDF5.*libver='latest'/],
    ['integers', /a\/kernel:0: expected weights as .*got int32/],
    ['branches', /expected one layer before each, got Dense of a, input_1/],
    ['subclass', /got MyModel, a class of its own.*keras\.Sequential/],
    ['other-units', /b: expected a kernel of inputs × 4, got 4 × 3/],
    ['not-json', /expected a model of Keras, got/],
    ['cycle', /weights: expected a group or an array, got a link to \/model_weights\/a\/weights/],
    ['huge', /a.kernel: expected at most 4,000,000 numbers in a file of this size, got 2147483648 × 1024/],
    ['bomb', /a.kernel: expected at most 4,000,000 numbers in a file of this size, got 5000 × 5000/],
  ])('%s is refused by its name', async (name, message) => {
    const start = performance.now()
    await expect(find(`refused-${name}.h5`)).rejects.toThrow(FormatError)
    await expect(find(`refused-${name}.h5`)).rejects.toThrow(message)
    expect(performance.now() - start).toBeLessThan(2000)
  })

  it.each(['packed.h5', 'saved-weights.h5', 'batch-norm.keras'])(
    'damaged copies of %s are read or refused in words',
    async (fileName) => {
      const { refused, slowest } = await mutateArchive(torchBytes(fileName, FOLDER), 200, new Random(3))
      expect(refused).toBeGreaterThan(10)
      expect(slowest).toBeLessThan(1000)
    },
  )
})
