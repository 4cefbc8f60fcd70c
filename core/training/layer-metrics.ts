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
 * @param before all parameters before the last step, flat
 */
export function measureLayers(engine: Engine, observed: EngineData, before: Float64Array): LayerMetrics[] {
  const activity = engine.observe(observed, Math.min(OBSERVED_IMAGES, observed.count))
  const gradients = parameterViews(engine.layout, engine.readGradient())
  const former = parameterViews(engine.layout, before)
  return parameterViews(engine.layout, engine.readParameters()).map(({ weights }, k) => ({
    weightNorm: euclideanNorm(weights),
    gradientNorm: euclideanNorm(gradients[k]!.weights),
    updateNorm: distanceBetween(weights, former[k]!.weights),
    dead: activity.at(k)?.dead ?? null,
    saturated: activity.at(k)?.saturated ?? null,
  }))
}

/** √(Σ (a − b)²). */
function distanceBetween(a: Float64Array, b: Float64Array): number {
  let squares = 0
  for (let i = 0; i < a.length; i++) squares += (a[i]! - b[i]!) * (a[i]! - b[i]!)
  return Math.sqrt(squares)
}
