import type { EpochMetrics, LayerMetrics } from '#core/training/epoch-metrics.ts'
import { formatCount } from '../model/format.ts'
import { formatAccuracy, formatLoss, measureOf, type MeasuredPart } from '#shared/measures.ts'

/** Something that was measured at the end of every epoch, as the comparison can draw it. */
export interface ComparedMeasure {
  /** Stable name, for keeping the choice. */
  readonly key: string
  readonly label: string
  /** Whether training, validation and test have values of their own. */
  readonly hasParts: boolean
  /** Which end of it is good; null where neither is. */
  readonly best: 'high' | 'low' | null
  /** Whether it is a share, 0 to 1, whose axis is in per cent. */
  readonly isShare: boolean
  /** Null where nothing was measured. `part` matters where the measure has parts. */
  readonly read: (epoch: EpochMetrics, part: MeasuredPart) => number | null
  readonly format: (value: number | null) => string
}

const errorOf = (epoch: EpochMetrics, part: MeasuredPart): number | null => {
  const accuracy = measureOf(epoch, 'accuracy', part)
  return accuracy === null ? null : 1 - accuracy
}
const inSeconds = (value: number | null): string =>
  value === null ? '–' : `${value.toFixed(value < 10 ? 3 : 1)}\u00a0s`
const asCount = (value: number | null): string => (value === null ? '–' : formatCount(value))

const OF_EPOCHS: readonly ComparedMeasure[] = [
  {
    key: 'accuracy',
    label: 'Accuracy',
    hasParts: true,
    best: 'high',
    isShare: true,
    read: (epoch, part) => measureOf(epoch, 'accuracy', part),
    format: formatAccuracy,
  },
  {
    key: 'error',
    label: 'Error',
    hasParts: true,
    best: 'low',
    isShare: true,
    read: errorOf,
    format: formatAccuracy,
  },
  {
    key: 'loss',
    label: 'Loss',
    hasParts: true,
    best: 'low',
    isShare: false,
    read: (epoch, part) => measureOf(epoch, 'loss', part),
    format: formatLoss,
  },
  {
    key: 'learning-rate',
    label: 'Learning rate',
    hasParts: false,
    best: null,
    isShare: false,
    read: (epoch) => epoch.learningRate,
    format: formatLoss,
  },
  {
    key: 'duration',
    label: 'Time per epoch',
    hasParts: false,
    best: null,
    isShare: false,
    // An imported network's weights took none.
    read: (epoch) => (epoch.epoch < 0 ? null : epoch.durationMs / 1000),
    format: inSeconds,
  },
]

/** What is measured of each layer, and how the layers' values make one of the whole network. */
const OF_LAYERS: readonly {
  readonly key: string
  readonly label: string
  readonly read: (layer: LayerMetrics) => number | null
  readonly join: (values: readonly number[]) => number
  readonly format: ComparedMeasure['format']
}[] = [
  {
    key: 'weight-norm',
    label: 'Weight norm',
    read: (layer) => layer.weightNorm,
    join: (norms) => Math.hypot(...norms),
    format: formatLoss,
  },
  {
    key: 'gradient-norm',
    label: 'Gradient norm',
    read: (layer) => layer.gradientNorm,
    join: (norms) => Math.hypot(...norms),
    format: formatLoss,
  },
  {
    key: 'dead',
    label: 'Dead neurons',
    read: (layer) => layer.dead,
    join: (counts) => counts.reduce((a, b) => a + b),
    format: asCount,
  },
  {
    key: 'saturated',
    label: 'Saturated neurons',
    read: (layer) => layer.saturated,
    join: (counts) => counts.reduce((a, b) => a + b),
    format: asCount,
  },
]

/** Everything that can be drawn of runs whose deepest has so many layers, the output layer counted. */
export function comparedMeasures(layerCount: number): ComparedMeasure[] {
  const ofLayers = OF_LAYERS.flatMap(({ key, label, read, join, format }): ComparedMeasure[] => {
    const shared = { hasParts: false, best: null, isShare: false, format }
    return [
      {
        ...shared,
        key,
        label,
        read: ({ layers }) => {
          const values = (layers ?? []).map(read).filter((value) => value !== null)
          return values.length === 0 ? null : join(values)
        },
      },
      ...Array.from({ length: layerCount }, (_, k): ComparedMeasure => ({
        ...shared,
        key: `${key}/${k + 1}`,
        label: `${label}, layer ${k + 1}`,
        read: ({ layers }) => {
          const layer = layers?.at(k)
          return layer === undefined ? null : read(layer)
        },
      })),
    ]
  })
  return [...OF_EPOCHS, ...ofLayers]
}
