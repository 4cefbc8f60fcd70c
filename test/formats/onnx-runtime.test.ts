import { InferenceSession, Tensor } from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { createPredictor } from '#core/evaluation/predict.ts'
import type { OnnxChoices } from '#core/formats/onnx/onnx-options.ts'
import { writeOnnx } from '#core/formats/onnx/write-onnx.ts'
import type { WrittenNetwork } from '#core/formats/weight-format.ts'
import { drawnImages, drawnNetwork, HIDDEN_ACTIVATIONS, SHAPED } from '../core/formats/onnx/onnx-networks.ts'

const images = drawnImages(1000)

/** The largest difference between this program and ONNX Runtime, in units of max(1, |y|). */
async function differenceOf(network: WrittenNetwork, choices: OnnxChoices = {}): Promise<number> {
  const session = await InferenceSession.create(writeOnnx(network, choices))
  const pixels = images[0]!.length
  const input = new Float32Array(images.length * pixels)
  images.forEach((image, k) => image.forEach((byte, i) => (input[k * pixels + i] = byte / 255)))
  const shape = choices.input === 'image' ? [images.length, 1, 28, 28] : [images.length, pixels]
  const { output } = await session.run({ input: new Tensor('float32', input, shape) })
  const theirs = output!.data as Float32Array
  await session.release()
  const predict = createPredictor(network.recipe, network.parameters)
  let largest = 0
  images.forEach((image, k) => {
    const ours = predict(image)
    ours.forEach((y, j) => {
      const difference = Math.abs(y - theirs[k * ours.length + j]!) / Math.max(1, Math.abs(y))
      // Not Math.max, which would lose what is no number.
      if (!(difference <= largest)) largest = difference
    })
  })
  return largest
}

describe('a network in ONNX Runtime', () => {
  it.each(HIDDEN_ACTIVATIONS)('answers as here with %s', async (name) => {
    for (const hasBatchNorm of [false, true]) {
      for (const output of [name, 'softmax'] as const) {
        const network = drawnNetwork({ hidden: name, output, hasBatchNorm })
        expect(await differenceOf(network)).toBeLessThanOrEqual(1e-5)
      }
    }
  })

  it.each(SHAPED)('answers as here with %o', async (hidden) => {
    expect(await differenceOf(drawnNetwork({ hidden }))).toBeLessThanOrEqual(1e-5)
  })

  it.each<[string, Parameters<typeof drawnNetwork>[0], OnnxChoices]>([
    ['standardized pixels', { normalization: 'standardized' }, {}],
    ['bytes as they are', { normalization: 'none' }, {}],
    ['images of 1 × 28 × 28', { normalization: 'standardized' }, { input: 'image' }],
    ['batch normalization in the weights', { hasBatchNorm: true }, { batchNorm: 'folded' }],
    [
      'it, and standardized pixels',
      { hasBatchNorm: true, normalization: 'standardized' },
      { batchNorm: 'folded' },
    ],
    ['it, and bytes', { hasBatchNorm: true, normalization: 'none' }, { batchNorm: 'folded' }],
    ['no hidden layer', { sizes: [784, 10], output: 'identity' }, {}],
  ])('answers as here with %s', async (_what, network, choices) => {
    expect(await differenceOf(drawnNetwork(network), choices)).toBeLessThanOrEqual(1e-5)
  })
})
