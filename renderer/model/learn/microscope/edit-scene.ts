import type { ActivationName } from '#core/activations/names.ts'
import { parseQuantity, type QuantityId } from '#core/explain/quantity.ts'
import type { Scene, SceneExample, SceneLayer } from '#core/explain/scene.ts'
import { fitLoss } from '#core/recipe/combinations.ts'

const replaced = <Item>(list: readonly Item[], index: number, item: Item): Item[] =>
  list.map((old, at) => (at === index ? item : old))

/**
 * The scene with another value of an input or wanted output (of one example) or of a parameter.
 * @throws RangeError for a quantity that follows from others
 */
export function setQuantity(scene: Scene, id: QuantityId, value: number, example: number): Scene {
  const quantity = parseQuantity(id)
  if (!quantity.isDerivative) {
    if (quantity.kind === 'x' || quantity.kind === 'd') {
      const field = quantity.kind === 'x' ? 'input' : 'target'
      const old = scene.examples[example]!
      const changed: SceneExample = { ...old, [field]: replaced(old[field], quantity.unit, value) }
      return { ...scene, examples: replaced(scene.examples, example, changed) }
    }
    if (quantity.kind !== 'div') {
      const k = quantity.layer - 1
      const layer = scene.layers[k]!
      const { unit } = quantity
      const change = (changed: SceneLayer): Scene => ({
        ...scene,
        layers: replaced(scene.layers, k, changed),
      })
      if (quantity.kind === 'w') {
        const row = replaced(layer.weights[unit]!, quantity.from, value)
        return change({ ...layer, weights: replaced(layer.weights, unit, row) })
      }
      if (quantity.kind === 'b') return change({ ...layer, biases: replaced(layer.biases, unit, value) })
      if ((quantity.kind === 'gamma' || quantity.kind === 'beta') && layer.batchNorm !== null) {
        const { kind } = quantity
        return change({
          ...layer,
          batchNorm: { ...layer.batchNorm, [kind]: replaced(layer.batchNorm[kind], unit, value) },
        })
      }
    }
  }
  throw new RangeError(`Quantity: expected an input, a wanted output or a parameter, got ${id}`)
}

/** The scene with another activation of its hidden layers, or of its output layer, whose loss then fits it. */
export function setActivation(scene: Scene, which: 'hidden' | 'output', activation: ActivationName): Scene {
  const last = scene.layers.length - 1
  const layers = scene.layers.map((layer, k) =>
    (k === last) === (which === 'output') ? { ...layer, activation } : layer,
  )
  return { ...scene, layers, loss: which === 'output' ? fitLoss(scene.loss, activation) : scene.loss }
}
