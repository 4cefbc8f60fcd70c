import { elementwise } from '../activations/elementwise.ts'
import { activationOf } from '../activations/settings.ts'
import { exp } from '../math/exponential.ts'
import { ln, ln1p } from '../math/logarithm.ts'
import { type Scene, SCENE_EPSILON } from './scene.ts'

const f = Math.fround

/**
 * The losses of a scene's examples as single precision gives them: every number, and the result of every addition,
 * multiplication, division, root, exponential and logarithm, is rounded to a float32. Activations other than sigmoid, tanh,
 * the ReLUs and softmax count as one operation.
 */
export function lossesInFloat32(scene: Scene): number[] {
  let rows = scene.examples.map(({ input }) => input.map(f))
  let sums = rows
  for (const layer of scene.layers) {
    const { weights, biases, batchNorm, activation } = layer
    sums = rows.map((row) =>
      weights.map((each, j) => each.reduce((sum, w, i) => f(sum + f(f(w) * row[i]!)), f(biases[j]!))),
    )
    if (batchNorm) sums = normalize(sums, batchNorm)
    const bend = elementwise(activationOf(layer))
    rows = sums.map((row) =>
      bend === null
        ? softmax(row)
        : row.map((z) => (activation === 'sigmoid' ? sigmoid(z) : f(bend.output(z)))),
    )
  }
  return rows.map((outputs, n) => lossOf(scene.loss, sums[n]!, outputs, scene.examples[n]!.target.map(f)))
}

const sigmoid = (z: number): number => f(1 / f(1 + f(exp(-z))))

function softmax(row: readonly number[]): number[] {
  const largest = Math.max(...row)
  const powers = row.map((z) => f(exp(f(z - largest))))
  const total = powers.reduce((sum, each) => f(sum + each), 0)
  return powers.map((each) => f(each / total))
}

function normalize(
  sums: readonly (readonly number[])[],
  { gamma, beta, runningMean, runningVariance }: NonNullable<Scene['layers'][number]['batchNorm']>,
): number[][] {
  const m = sums.length
  const over = (make: (n: number) => number): number =>
    f(sums.reduce((total, _, n) => f(total + make(n)), 0) / m)
  const statistics = gamma.map((_, j) => {
    const mean = m > 1 ? over((n) => sums[n]![j]!) : f(runningMean[j]!)
    const deviation = (n: number): number => f(sums[n]![j]! - mean)
    const variance = m > 1 ? over((n) => f(deviation(n) * deviation(n))) : f(runningVariance[j]!)
    return { mean, inverse: f(1 / f(Math.sqrt(f(variance + f(SCENE_EPSILON))))) }
  })
  return sums.map((row) =>
    row.map((z, j) => {
      const hat = f(f(z - statistics[j]!.mean) * statistics[j]!.inverse)
      return f(f(f(gamma[j]!) * hat) + f(beta[j]!))
    }),
  )
}

function lossOf(
  loss: Scene['loss'],
  z: readonly number[],
  y: readonly number[],
  d: readonly number[],
): number {
  const over = (make: (j: number) => number): number => y.reduce((sum, _, j) => f(sum + make(j)), 0)
  switch (loss) {
    case 'mse':
      return f(0.5 * over((j) => f(f(y[j]! - d[j]!) * f(y[j]! - d[j]!))))
    case 'binary-cross-entropy':
      return over((j) => {
        const tail = f(ln1p(f(exp(-Math.abs(z[j]!)))))
        return f(f(Math.max(z[j]!, 0) - f(z[j]! * d[j]!)) + tail)
      })
    case 'softmax-cross-entropy': {
      const largest = Math.max(...z)
      const logSum = f(largest + f(ln(z.reduce((sum, each) => f(sum + f(exp(f(each - largest)))), 0))))
      return over((j) => f(d[j]! * f(logSum - z[j]!)))
    }
  }
}
