import type { Engine, EngineData } from '../engine/engine.ts'
import { euclideanNorm } from '../math/norm.ts'
import { parameterViews } from '../network/parameters.ts'
import type { LayerMetrics } from '../runs/epoch-metrics.ts'

/** Images on which the neurons of hidden layers are observed, at most. */
const OBSERVED_IMAGES = 500

/**
 * How each layer stands.
 * @param engine whose last step kept its gradient
 * @param observed images on which neurons are looked at
 */
export function measureLayers(engine: Engine, observed: EngineData): LayerMetrics[] {
  const activity = engine.observe(observed, Math.min(OBSERVED_IMAGES, observed.count))
  const gradients = parameterViews(engine.layout, engine.readGradient())
  return parameterViews(engine.layout, engine.readParameters()).map(({ weights }, k) => ({
    weightNorm: euclideanNorm(weights),
    gradientNorm: euclideanNorm(gradients[k]!.weights),
    dead: activity.at(k)?.dead ?? null,
    saturated: activity.at(k)?.saturated ?? null,
  }))
}
