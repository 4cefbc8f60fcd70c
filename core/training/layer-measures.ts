import type { Engine, EngineData } from '../engine/engine.ts'
import { euclideanNorm } from '../math/norm.ts'
import { parameterViews } from '../network/parameters.ts'
import type { LayerMeasures } from './measured-epoch.ts'

/** Images on which the neurons of hidden layers are observed, at most. */
const OBSERVED_IMAGES = 500

/**
 * How each layer stands.
 * @param parameters in the engine's own layout
 * @param gradient of the last mini-batch, in the engine's own layout
 * @param observed images on which neurons are looked at
 */
export function measureLayers(
  engine: Engine,
  parameters: Float64Array,
  gradient: Float64Array,
  observed: EngineData,
): LayerMeasures[] {
  const activity = engine.observe(parameters, observed, Math.min(OBSERVED_IMAGES, observed.count))
  const gradients = parameterViews(engine.layout, gradient)
  return parameterViews(engine.layout, parameters).map(({ weights }, k) => ({
    weightNorm: euclideanNorm(weights),
    gradientNorm: euclideanNorm(gradients[k].weights),
    dead: activity.at(k)?.dead ?? null,
    saturated: activity.at(k)?.saturated ?? null,
  }))
}
