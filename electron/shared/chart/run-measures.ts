import type { EpochMetrics, LayerMetrics } from '#core/runs/epoch-metrics.ts'
import { measureOf, type MeasuredPart } from '../measures.ts'
import type { ChartUnit } from './chart-units.ts'

/** Something that was measured at the end of every epoch, as a chart can draw it. */
export interface RunMeasure {
  /** Stable name, for keeping the choice. */
  readonly key: string
  readonly label: string
  /** Whether training, validation and test have values of their own. */
  readonly hasParts: boolean
  /** Which end of it is good; null where neither is. */
  readonly best: 'high' | 'low' | null
  readonly unit: ChartUnit
  /** Null where nothing was measured. `part` matters where the measure has parts. */
  readonly read: (epoch: EpochMetrics, part: MeasuredPart) => number | null
}

const errorOf = (epoch: EpochMetrics, part: MeasuredPart): number | null => {
  const accuracy = measureOf(epoch, 'accuracy', part)
  return accuracy === null ? null : 1 - accuracy
}

const OF_EPOCHS: readonly RunMeasure[] = [
  {
    key: 'accuracy',
    label: 'Accuracy',
    hasParts: true,
    best: 'high',
    unit: 'share',
    read: (epoch, part) => measureOf(epoch, 'accuracy', part),
  },
  {
    key: 'error',
    label: 'Error',
    hasParts: true,
    best: 'low',
    unit: 'share',
    read: errorOf,
  },
  {
    key: 'loss',
    label: 'Loss',
    hasParts: true,
    best: 'low',
    unit: 'number',
    read: (epoch, part) => measureOf(epoch, 'loss', part),
  },
  {
    key: 'learning-rate',
    label: 'Learning rate',
    hasParts: false,
    best: null,
    unit: 'number',
    read: (epoch) => epoch.learningRate,
  },
  {
    key: 'duration',
    label: 'Time per epoch',
    hasParts: false,
    best: null,
    unit: 'seconds',
    // An imported network's weights took none.
    read: (epoch) => (epoch.epoch < 0 ? null : epoch.durationMs / 1000),
  },
]

/** What is measured of each layer, and how the layers' values make one of the whole network. */
const OF_LAYERS: readonly {
  readonly key: string
  readonly label: string
  readonly read: (layer: LayerMetrics) => number | null
  readonly join: (values: readonly number[]) => number
  readonly unit: ChartUnit
}[] = [
  {
    key: 'weight-norm',
    label: 'Weight norm',
    unit: 'number',
    read: (layer) => layer.weightNorm,
    join: (norms) => Math.hypot(...norms),
  },
  {
    key: 'gradient-norm',
    label: 'Gradient norm',
    unit: 'number',
    read: (layer) => layer.gradientNorm,
    join: (norms) => Math.hypot(...norms),
  },
  {
    key: 'dead',
    label: 'Dead neurons',
    unit: 'count',
    read: (layer) => layer.dead,
    join: (counts) => counts.reduce((a, b) => a + b),
  },
  {
    key: 'saturated',
    label: 'Saturated neurons',
    unit: 'count',
    read: (layer) => layer.saturated,
    join: (counts) => counts.reduce((a, b) => a + b),
  },
]

/** All measures that can be drawn of runs. @param layerCount of the deepest run, with the output layer */
export function runMeasures(layerCount: number): RunMeasure[] {
  const ofLayers = OF_LAYERS.flatMap(({ key, label, read, join, unit }): RunMeasure[] => {
    const shared = { hasParts: false, best: null, unit }
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
      ...Array.from({ length: layerCount }, (_, k): RunMeasure => ({
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
