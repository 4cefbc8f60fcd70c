import type { ActivationName } from '#core/activations/names.ts'
import { settingOf, type SettingName, withActivation } from '#core/activations/settings.ts'
import type { Scene } from '#core/explain/scene.ts'
import { fitLoss } from '#core/recipe/combinations.ts'
import { activationFields, dropDefaults } from '#core/recipe/layer-activation.ts'

/** The scene with another slope or α of those hidden layers that have one; null for a value that they cannot have. */
export function setSetting(scene: Scene, setting: SettingName, value: number): Scene | null {
  if (!activationFields[setting].safeParse(value).success) return null
  const hasSetting = (k: number): boolean =>
    k < scene.layers.length - 1 && settingOf(scene.layers[k]!.activation) === setting
  return {
    ...scene,
    layers: scene.layers.map((layer, k) =>
      hasSetting(k) ? dropDefaults({ ...layer, [setting]: value }) : layer,
    ),
  }
}

/** The scene with another activation of its hidden layers, or of its output layer, whose loss then fits it. */
export function setActivation(scene: Scene, which: 'hidden' | 'output', activation: ActivationName): Scene {
  const last = scene.layers.length - 1
  const layers = scene.layers.map((layer, k) =>
    (k === last) === (which === 'output') ? withActivation(layer, activation) : layer,
  )
  return { ...scene, layers, loss: which === 'output' ? fitLoss(scene.loss, activation) : scene.loss }
}
