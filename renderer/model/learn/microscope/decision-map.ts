import { DenseInput } from '#core/engine/input-batch.ts'
import { NetworkPass } from '#core/engine/network-pass.ts'
import { sceneParameters, sceneRecipe, sceneSizes, type Scene } from '#core/explain/scene.ts'

/** What a network of two inputs answers over the plane of its inputs. */
export interface DecisionMap {
  /** The plane's ends. */
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
  /** Output 1 in the middle of each cell, `(side, side)` row-major, from the top left. */
  readonly outputs: Float64Array
}

/** Room around the examples. */
const MARGIN = 0.5

/**
 * Asks the network on a grid of points around the scene's examples.
 * @returns null for other than two inputs, and with batch normalization, which answers by the batch that it is asked with
 */
export function decisionMap(scene: Scene, side: number): DecisionMap | null {
  if (sceneSizes(scene)[0] !== 2 || scene.layers.some(({ batchNorm }) => batchNorm !== null)) return null
  const ends = [0, 1].map((axis) => {
    const values = scene.examples.map(({ input }) => input[axis]!)
    return [Math.min(...values) - MARGIN, Math.max(...values) + MARGIN] as const
  })
  const [[left, right], [bottom, top]] = ends as [readonly [number, number], readonly [number, number]]
  const points = new Float64Array(2 * side * side)
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      points[2 * (row * side + column)] = left + ((column + 0.5) / side) * (right - left)
      points[2 * (row * side + column) + 1] = top - ((row + 0.5) / side) * (top - bottom)
    }
  }
  const pass = new NetworkPass(sceneRecipe(scene), side * side)
  const outputs = pass.forward(sceneParameters(scene), new DenseInput(points, 2), side * side)
  const every = pass.outputs
  return {
    left,
    right,
    bottom,
    top,
    outputs: Float64Array.from({ length: side * side }, (_, i) => outputs[i * every]!),
  }
}
