import { describe, expect, it } from 'vitest'
import { sliceImages, type LabelledImages } from '#core/data/data-set.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { parameterLayout, parameterViews, layerSizes } from '#core/network/parameters.ts'
import { Training } from '#core/training/training.ts'
import { tinyImages, tinyRecipe } from './tiny-images.ts'

/*
 * A transcription of Nielsen's network.py (Neural Networks and Deep Learning, chapter 1): lists of numbers, one
 * example at a time, with his names. It shares nothing with the core but the numbers it starts from.
 */
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))
const sigmoidPrime = (z: number): number => sigmoid(z) * (1 - sigmoid(z))

class Network {
  weights: number[][][]
  biases: number[][]

  constructor(weights: number[][][], biases: number[][]) {
    this.weights = weights
    this.biases = biases
  }

  updateMiniBatch(miniBatch: { x: number[]; y: number[] }[], eta: number): void {
    const nablaW = this.weights.map((rows) => rows.map((row) => row.map(() => 0)))
    const nablaB = this.biases.map((row) => row.map(() => 0))
    for (const { x, y } of miniBatch) {
      const { deltaW, deltaB } = this.backprop(x, y)
      nablaW.forEach((rows, l) =>
        rows.forEach((row, j) => row.forEach((_, k) => (row[k]! += deltaW[l]![j]![k]!))),
      )
      nablaB.forEach((row, l) => row.forEach((_, j) => (row[j]! += deltaB[l]![j]!)))
    }
    const rate = eta / miniBatch.length
    this.weights = this.weights.map((rows, l) =>
      rows.map((row, j) => row.map((w, k) => w - rate * nablaW[l]![j]![k]!)),
    )
    this.biases = this.biases.map((row, l) => row.map((b, j) => b - rate * nablaB[l]![j]!))
  }

  backprop(x: number[], y: number[]): { deltaW: number[][][]; deltaB: number[][] } {
    const activations = [x]
    const zs: number[][] = []
    this.weights.forEach((rows, l) => {
      const z = rows.map(
        (row, j) => row.reduce((sum, w, k) => sum + w * activations[l]![k]!, 0) + this.biases[l]![j]!,
      )
      zs.push(z)
      activations.push(z.map(sigmoid))
    })
    const L = this.weights.length
    let delta = activations[L]!.map((a, j) => (a - y[j]!) * sigmoidPrime(zs[L - 1]![j]!))
    const deltaW: number[][][] = []
    const deltaB: number[][] = []
    for (let l = L - 1; l >= 0; l--) {
      const current = delta
      deltaB[l] = current
      deltaW[l] = current.map((d) => activations[l]!.map((a) => d * a))
      if (l > 0) {
        delta = zs[l - 1]!.map(
          (z, k) => this.weights[l]!.reduce((s, row, j) => s + row[k]! * current[j]!, 0) * sigmoidPrime(z),
        )
      }
    }
    return { deltaW, deltaB }
  }
}

const example = (
  { images, labels, rows, columns }: LabelledImages,
  i: number,
): { x: number[]; y: number[] } => ({
  x: Array.from(images.subarray(i * rows * columns, (i + 1) * rows * columns), (pixel) => pixel / 255),
  y: Array.from({ length: 10 }, (_, digit) => (digit === labels[i] ? 1 : 0)),
})

describe("network.py's own trajectory", () => {
  it.each([
    { engine: 'reference', tolerance: 1e-9 },
    { engine: 'wasm', tolerance: 1e-4 },
  ] as const)('is followed by $engine for 1,000 mini-batches, to $tolerance', ({ engine, tolerance }) => {
    const images = tinyImages(1000, 5)
    const recipe = tinyRecipe({ shuffle: false, epochs: 10, batchSize: 10, engine })
    const sizes = layerSizes(recipe)
    const start = initializeParameters(recipe)
    const layout = parameterLayout(recipe)
    const views = parameterViews(layout, start)
    const network = new Network(
      views.map(({ weights }, l) =>
        Array.from({ length: sizes[l + 1]! }, (_, j) => [
          ...weights.subarray(j * sizes[l]!, (j + 1) * sizes[l]!),
        ]),
      ),
      views.map(({ biases }) => [...biases]),
    )
    for (let batch = 0; batch < 1000; batch++) {
      const from = (batch % 100) * 10
      network.updateMiniBatch(
        Array.from({ length: 10 }, (_, i) => example(images, from + i)),
        3,
      )
    }

    const none = sliceImages(images, 0, 0)
    const training = new Training({ recipe, parts: { train: images, validation: none, test: none } })
    while (training.advance(1000).type !== 'completed');
    const ours = parameterViews(layout, training.checkpoint().parameters)
    let largest = 0
    ours.forEach(({ weights, biases }, l) => {
      network.weights[l]!.flat().forEach((w, i) => (largest = Math.max(largest, Math.abs(w - weights[i]!))))
      network.biases[l]!.forEach((b, i) => (largest = Math.max(largest, Math.abs(b - biases[i]!))))
    })
    expect(largest).toBeLessThan(tolerance)
  })
})
