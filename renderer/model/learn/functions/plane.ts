import { neuronAt, type Neuron } from '#core/explain/functions/neuron.ts'
import { PLANE } from '../functions-state.ts'

/** A stop of the shade: share of the way, and the output there. */
export interface ShadeStop {
  readonly offset: number
  readonly output: number
}

/** How the output runs over the plane: it changes along the weights alone, from one point of the inputs to another. */
export interface Shade {
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  readonly stops: readonly ShadeStop[]
}

const STOPS = 32

/** The shade of a neuron's output over the whole plane. */
export function shadeOf(neuron: Neuron): Shade {
  const [w1, w2] = neuron.weights
  const { low, high } = PLANE
  const middle = (low + high) / 2
  const norm = w1 * w1 + w2 * w2
  const corners = [low, high].flatMap((x1) => [low, high].map((x2): [number, number] => [x1, x2]))
  const along = corners.map(([x1, x2]) => (norm === 0 ? 0 : (w1 * (x1 - middle) + w2 * (x2 - middle)) / norm))
  const [least, most] = [Math.min(...along), Math.max(...along)]
  const at = (t: number): [number, number] => [middle + w1 * t, middle + w2 * t]
  return {
    from: at(least),
    to: at(most),
    stops: Array.from({ length: STOPS + 1 }, (_, k) => {
      const offset = k / STOPS
      return { offset, output: neuronAt(neuron, ...at(least + (most - least) * offset)).output }
    }),
  }
}
