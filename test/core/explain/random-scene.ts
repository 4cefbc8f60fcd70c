import { ACTIVATION_NAMES, type ActivationName } from '#core/activations/names.ts'
import { settingOf } from '#core/activations/settings.ts'
import { drawScene } from '#core/explain/prepared-scenes.ts'
import type { Scene } from '#core/explain/scene.ts'
import { LOSS_NAMES, type LossName } from '#core/losses/names.ts'
import { Random } from '#core/random/random.ts'

const OUTPUTS: Readonly<Record<LossName, readonly ActivationName[]>> = {
  mse: ['sigmoid', 'tanh', 'identity', 'relu', 'softplus'],
  'binary-cross-entropy': ['sigmoid'],
  'softmax-cross-entropy': ['softmax'],
}

/** A small network of any kind on a few examples: all activations, losses, with and without batch normalization. */
export function randomScene(seed: number): Scene {
  const random = new Random(seed, 'scene')
  const hidden = ACTIVATION_NAMES.filter((name) => name !== 'softmax')
  const loss = LOSS_NAMES[seed % LOSS_NAMES.length]!
  const sizes = Array.from({ length: 2 + random.integer(3) }, () => 1 + random.integer(5))
  const hasBatchNorm = seed % 4 === 3
  const m = (hasBatchNorm ? 3 : 1) + random.integer(4)
  const outputs = 1 + random.integer(4)
  const numbers = (length: number): number[] => Array.from({ length }, () => random.normal())
  const scene = drawScene({
    title: '',
    hidden: sizes.slice(1),
    activation: hidden[seed % hidden.length]!,
    output: OUTPUTS[loss][random.integer(OUTPUTS[loss].length)]!,
    loss,
    examples: Array.from({ length: m }, () => {
      const label = random.integer(outputs)
      return {
        input: numbers(sizes[0]!),
        target: Array.from({ length: outputs }, (_, j) => Number(j === label)),
      }
    }),
    learningRate: 0.1,
    hasBatchNorm,
    seed,
  })
  scene.layers.forEach((layer, k) => {
    const setting = settingOf(layer.activation)
    // The usual setting has its turn, too.
    if (setting !== null && (seed + k) % 3 > 0) layer[setting] = setting === 'slope' ? 0.3 : 0.5
  })
  scene.layers.forEach(({ batchNorm }) => {
    batchNorm?.gamma.forEach((_, j, gamma) => (gamma[j] = 1 + 0.3 * random.normal()))
    batchNorm?.beta.forEach((_, j, beta) => (beta[j] = 0.3 * random.normal()))
  })
  return scene
}
