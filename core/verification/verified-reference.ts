import { DenseInput } from '../engine/input-batch.ts'
import { type LayerVisitor, NetworkPass } from '../engine/network-pass.ts'
import { createOptimizer } from '../optimizers/optimizers.ts'
import {
  l2Penalty,
  type VerifiedAnswers,
  type VerifiedEngine,
  type VerifiedNetwork,
} from './verified-engine.ts'

/** The float64 reference: the passes that it and the sparse engine share, on the inputs as they are. */
export const VERIFIED_REFERENCE: VerifiedEngine = {
  tolerance: 1e-10,
  noise: 1e-12,
  roundoff: 2 ** -53,
  largest: Number.MAX_VALUE,
  run: (network) => [runReference(network)],
}

/**
 * What the float64 reference makes of a network.
 * @param visitParameters is shown the inputs, and the parameters before each use; it may change the numbers
 * @param visitLayer is shown what becomes of them
 */
export function runReference(
  { recipe, layout, parameters, m, x, y, l2, steps }: VerifiedNetwork,
  visitParameters: (values: Float64Array) => void = () => undefined,
  visitLayer?: LayerVisitor,
): VerifiedAnswers {
  const pass = new NetworkPass(recipe, m, undefined, visitLayer)
  const input = new DenseInput(x.slice(), recipe.inputSize)
  const trained = parameters.slice()
  visitParameters(input.x)
  visitParameters(trained)
  const gradient = new Float64Array(layout.length)
  // Training passes, whose dropout is never asked for.
  const keys = new Uint32Array(2 * layout.layers.length)
  const findGradient = (): number => {
    pass.forward(trained, input, m, keys)
    pass.backward(gradient, trained, input, y, m, { l1: 0, l2 })
    return pass.measure(y, m).lossSum / m + l2Penalty(layout, trained, l2)
  }
  const loss = findGradient()
  const before = {
    z: pass.layers.map(({ z }) => z.slice()),
    s: pass.layers.map(({ s }) => s.slice()),
    a: pass.layers.map(({ a }) => a.slice()),
    loss,
    gradient: gradient.slice(),
  }
  const optimizer = createOptimizer(recipe.optimizer)
  const { trainable } = layout
  const memory = new Float64Array(optimizer.slots * trainable)
  const losses = Array.from({ length: steps }, (_, i) => {
    const loss = findGradient()
    const { learningRate } = recipe.optimizer
    optimizer.step(
      trained.subarray(0, trainable),
      gradient.subarray(0, trainable),
      memory,
      i + 1,
      learningRate,
    )
    return loss
  })
  return { ...before, losses, parameters: trained }
}
