import { dot } from '../../math/dot.ts'
import { euclideanNorm } from '../../math/norm.ts'
import { type ParameterLayout, parameterViews } from '../../network/parameters.ts'
import { Random } from '../../random/random.ts'

/**
 * A random direction in the space of a network's parameters, filter by filter as long as the weights themselves (Li, Xu,
 * Taylor, Studer and Goldstein 2018). A filter is all incoming weights of a unit; that of a unit whose weights are all 0 is 0.
 * Biases and batch normalization's parameters do not move. Flat, as `parameterLayout` says.
 * @param index which of the seed's directions, from 0
 */
export function filterNormalizedDirection(
  layout: ParameterLayout,
  parameters: Float64Array,
  seed: number,
  index: number,
): Float64Array {
  const direction = new Float64Array(layout.length)
  const views = parameterViews(layout, direction)
  parameterViews(layout, parameters).forEach(({ weights }, k) => {
    const { inFeatures, outFeatures } = layout.layers[k]!
    const random = new Random(seed, 'slice', index, k)
    const drawn = views[k]!.weights
    for (let i = 0; i < drawn.length; i++) drawn[i] = random.normal()
    for (let j = 0; j < outFeatures; j++) {
      const [from, to] = [j * inFeatures, (j + 1) * inFeatures]
      const filter = drawn.subarray(from, to)
      const length = euclideanNorm(filter)
      const factor = length > 0 ? euclideanNorm(weights.subarray(from, to)) / length : 0
      for (let i = 0; i < inFeatures; i++) filter[i]! *= factor
    }
  })
  return direction
}

/** The cosine of the angle between two directions; 0 where one has no length. */
export function cosineOf(a: Float64Array, b: Float64Array): number {
  const lengths = euclideanNorm(a) * euclideanNorm(b)
  return lengths > 0 ? dot(a, b) / lengths : 0
}
