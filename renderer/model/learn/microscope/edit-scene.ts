import type { ActivationName } from '#core/activations/names.ts'
import { withActivation } from '#core/activations/settings.ts'
import type { Scene } from '#core/explain/scene.ts'
import { fitLoss } from '#core/recipe/combinations.ts'

/** The scene with another activation of its hidden layers, or of its output layer, whose loss then fits it. */
export function setActivation(scene: Scene, which: 'hidden' | 'output', activation: ActivationName): Scene {
  const last = scene.layers.length - 1
  const layers = scene.layers.map((layer, k) =>
    (k === last) === (which === 'output') ? withActivation(layer, activation) : layer,
  )
  return { ...scene, layers, loss: which === 'output' ? fitLoss(scene.loss, activation) : scene.loss }
}
