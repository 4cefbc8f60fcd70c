import { isEditable, parseQuantity, type QuantityId } from './quantity.ts'
import type { Scene } from './scene.ts'

/**
 * The same scene with one input, wanted output, weight, bias, γ or β changed.
 * @param example whose input or wanted output it is
 * @throws RangeError for what cannot be set, or is not there
 */
export function withValue(scene: Scene, id: QuantityId, value: number, example = 0): Scene {
  if (!isEditable(id)) throw new RangeError(`Quantity: expected one that can be set, got ${id}`)
  const changed = copyOf(scene)
  const [list, index] = placeOf(changed, id, example)
  if (list?.[index] === undefined) throw new RangeError(`Quantity: expected one of this network, got ${id}`)
  list[index] = value
  return changed
}

/** What a scene has for a quantity that can be set. @throws RangeError for others */
export function readValue(scene: Scene, id: QuantityId, example = 0): number {
  const [list, index] = placeOf(scene, id, example)
  const value = list?.[index]
  if (value === undefined)
    throw new RangeError(`Quantity: expected one of this network that can be set, got ${id}`)
  return value
}

function placeOf(scene: Scene, id: QuantityId, example: number): [list: number[] | undefined, index: number] {
  const quantity = parseQuantity(id)
  if (quantity.kind === 'div') return [undefined, 0]
  const { unit } = quantity
  if (quantity.kind === 'x') return [scene.examples[example]?.input, unit]
  if (quantity.kind === 'd') return [scene.examples[example]?.target, unit]
  const layer = scene.layers[quantity.layer - 1]
  if (quantity.kind === 'w') return [layer?.weights[unit], quantity.from]
  if (quantity.kind === 'b') return [layer?.biases, unit]
  if (quantity.kind === 'gamma' || quantity.kind === 'beta') return [layer?.batchNorm?.[quantity.kind], unit]
  return [undefined, 0]
}

/** A scene's lists anew; a scene may be a proxy, which cannot be cloned structurally. */
function copyOf(scene: Scene): Scene {
  return {
    ...scene,
    layers: scene.layers.map((layer) => ({
      ...layer,
      weights: layer.weights.map((row) => [...row]),
      biases: [...layer.biases],
      batchNorm: layer.batchNorm && {
        gamma: [...layer.batchNorm.gamma],
        beta: [...layer.batchNorm.beta],
        runningMean: [...layer.batchNorm.runningMean],
        runningVariance: [...layer.batchNorm.runningVariance],
      },
    })),
    examples: scene.examples.map(({ input, target }) => ({ input: [...input], target: [...target] })),
  }
}
