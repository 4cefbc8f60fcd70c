import { describe, expect, it } from 'vitest'
import { openQuestions, settleNetwork } from '#core/importing/settle-network.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { accuracyOnMnist, findRealNetwork, hasRealWeights } from '../real-weights.ts'

describe.skipIf(!hasRealWeights)('an ONNX model of another program', () => {
  it.each<[string, number, string[]]>([
    ['marabou-mnist2x10.onnx', 92.26, ['relu', 'relu', 'identity']],
    ['netkit-mnist_mlp.onnx', 97.9, ['relu', 'softmax']],
  ])('reads as many digits right as it should: %s', async (fileName, accuracy, activations) => {
    const found = await findRealNetwork(fileName)
    expect(openQuestions(found)).toEqual(['pixels'])
    expect(found.layers.map(({ activation }) => activation?.name)).toEqual(activations)
    expect(Math.abs(accuracyOnMnist(found) - accuracy)).toBeLessThanOrEqual(0.02)
  })

  it('keeps batch normalization', async () => {
    const found = await findRealNetwork('marabou-linear2-3_bn1-linear3-1.onnx')
    expect(found.layers[0]!.batchNorm?.epsilon).toBe(1e-5)
    expect(settleNetwork(found).recipe.layers).toMatchObject([
      { units: 3, activation: 'identity', batchNorm: true },
      { units: 1, activation: 'identity', batchNorm: false },
    ])
  })

  it.each([
    ['burn-external_data.onnx', /^weight: expected its numbers in this file, they lie in another one/],
    ['burn-gemm_alpha_beta.onnx', /^Gemm 'GemmNode': expected its weights in the file, they are an input/],
  ])('is refused in words: %s', async (fileName, message) => {
    await expect(findRealNetwork(fileName)).rejects.toThrow(FormatError)
    await expect(findRealNetwork(fileName)).rejects.toThrow(message)
  })
})
