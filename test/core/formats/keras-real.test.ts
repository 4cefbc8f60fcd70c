import { describe, expect, it } from 'vitest'
import { FormatError } from '#core/formats/format-error.ts'
import { accuracyOnMnist, findRealNetwork, hasRealWeights } from './real-weights.ts'

describe.skipIf(!hasRealWeights)('models of Keras that other people made', () => {
  it('an archive of Keras 3 reads digits as it did in Keras', async () => {
    const network = await findRealNetwork('divya-mnist_model.keras')
    expect(network.layers.map(({ activation, dropout }) => [activation?.name, dropout])).toEqual([
      ['relu', 0.2],
      ['relu', 0.2],
      ['softmax', undefined],
    ])
    expect(network).toMatchObject({ pixels: null, loss: 'softmax-cross-entropy', numberTypes: ['float32'] })
    expect(Math.abs(accuracyOnMnist(network) - 97.58)).toBeLessThanOrEqual(0.02)
  })

  it('an HDF5 file of Keras 2, whose weights are called otherwise than its layers, does too', async () => {
    const network = await findRealNetwork('marabou-robust_sigmoid_linear.h5')
    expect(network.layers.map(({ activation }) => activation?.name)).toEqual([
      'sigmoid',
      'sigmoid',
      'identity',
    ])
    expect(Math.abs(accuracyOnMnist(network) - 95.41)).toBeLessThanOrEqual(0.02)
  })

  it.each([
    ['marabou-cnn_max_mnist2.h5', /expected layers of a fully connected network .*got Conv2D/],
    ['jsfive-test.h5', /got an HDF5 file of another program/],
    ['ghadimi-mnist_mlp.keras', /web page .*download the raw file/],
  ])('%s is refused in words', async (fileName, message) => {
    await expect(findRealNetwork(fileName)).rejects.toThrow(FormatError)
    await expect(findRealNetwork(fileName)).rejects.toThrow(message)
  })
})
