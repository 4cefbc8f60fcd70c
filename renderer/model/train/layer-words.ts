import type { LayerMetrics } from '#core/runs/epoch-metrics.ts'

/** The state of a layer's neurons, in plain words. */
export interface LayerHealth {
  readonly isHealthy: boolean
  readonly text: string
}

/** Says how many of a layer's neurons are dead or saturated; null for an output layer, which is meant to saturate. */
export function layerHealth(metrics: LayerMetrics, units: number): LayerHealth | null {
  const { dead, saturated, gradientNorm } = metrics
  if (dead === null || saturated === null) return null
  const parts = [
    dead > 0 ? `${dead} of ${units} neurons dead` : '',
    saturated > 0 ? `${saturated} of ${units} neurons saturated` : '',
    // Dead neurons alone would be enough to stop it.
    dead === 0 && gradientNorm === 0 ? 'no gradient arrives' : '',
  ].filter((part) => part !== '')
  return parts.length === 0
    ? { isHealthy: true, text: 'healthy' }
    : { isHealthy: false, text: parts.join(', ') }
}
