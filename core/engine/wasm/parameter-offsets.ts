import type { LayerLayout, ParameterLayout } from '../../network/parameters.ts'

/*
 * Where the kernels keep each parameter: layouts for SIMD, see kernels/sparse-forward.ts and kernels/panels.ts. All
 * offsets are in floats from the first parameter.
 */

/** Units of a vector. */
const VECTOR = 4
/** Steps of vectors of a dense panel, and of the widest over sparse inputs; see kernels/panels.ts. */
const DENSE_STEPS = 2
const SPARSE_STEPS = 8
/** Floats of a cache line; between dense panels, so that they do not start a power of two apart. */
const LINE = 16

/** Where one layer's parameters lie. */
export interface LayerOffsets {
  /** Inputs, for dense weights rounded up to whole vectors. */
  readonly inputs: number
  /** Vectors of units. */
  readonly vectors: number
  readonly weights: number
  readonly biases: number
  readonly gamma: number
  readonly beta: number
  readonly runningMean: number
  readonly runningVariance: number
  /** Of each unit, the offset of its first weight, and how far it is to the next. */
  readonly unitStarts: Uint32Array
  readonly unitSteps: Uint32Array
}

export interface ParameterOffsets {
  readonly layers: readonly LayerOffsets[]
  /** Floats of what is trained, a multiple of 4; it comes first. */
  readonly trainable: number
  readonly length: number
}

/** Vectors that the kernels keep together: one, or two in pairs. */
export type VectorStep = 1 | 2

/** @param isSparse whether the first layer's inputs are sparse rows */
export function layOutParameters(
  layout: ParameterLayout,
  isSparse: boolean,
  step: VectorStep,
): ParameterOffsets {
  let length = 0
  const take = (floats: number): number => {
    const start = length
    length += Math.ceil(floats / LINE) * LINE
    return start
  }
  const trained = layout.layers.map((layer, k) => {
    const vectors = step * Math.ceil(layer.outFeatures / (step * VECTOR))
    const inputs = k === 0 && isSparse ? layer.inFeatures : Math.ceil(layer.inFeatures / VECTOR) * VECTOR
    const steps = vectors / step
    const isFirst = k === 0 && isSparse
    const panels = (isFirst ? sparsePanels : densePanels)(steps, step * VECTOR, inputs)
    const weights = take(panels.floats)
    const vector = (): number => take(vectors * VECTOR)
    const biases = vector()
    const [gamma, beta] = layer.batchNorm ? [vector(), vector()] : [0, 0]
    const units = {
      unitStarts: new Uint32Array(layer.outFeatures),
      unitSteps: new Uint32Array(layer.outFeatures),
    }
    for (let j = 0; j < layer.outFeatures; j++) {
      const panel = panels.of(j)
      units.unitStarts[j] = weights + panel.start + (j - panel.firstUnit)
      units.unitSteps[j] = panel.width
    }
    return { inputs, vectors, weights, biases, gamma, beta, ...units }
  })
  const trainable = length
  const layers = trained.map((offsets, k): LayerOffsets => {
    const vector = (): number => (layout.layers[k]!.batchNorm ? take(offsets.vectors * VECTOR) : 0)
    return { ...offsets, runningMean: vector(), runningVariance: vector() }
  })
  return { layers, trainable, length }
}

/** A panel of units: its first unit, where its weights start, and how many units wide it is. */
interface Panel {
  readonly firstUnit: number
  readonly start: number
  readonly width: number
}

interface Panels {
  readonly floats: number
  readonly of: (unit: number) => Panel
}

/** Panels as even as they can be, of up to 8 steps. @param width units of a step */
function sparsePanels(steps: number, width: number, inputs: number): Panels {
  const count = Math.ceil(steps / SPARSE_STEPS)
  const startOf = (panel: number): number =>
    panel * Math.floor(steps / count) + Math.min(panel, steps % count)
  const panels = Array.from({ length: count }, (_, panel): Panel => {
    const first = startOf(panel)
    return {
      firstUnit: first * width,
      start: first * width * inputs,
      width: (startOf(panel + 1) - first) * width,
    }
  })
  return {
    floats: steps * width * inputs,
    of: (unit) => panels.findLast(({ firstUnit }) => firstUnit <= unit)!,
  }
}

/** Panels of two steps, the last of one where that is enough. @param width units of a step */
function densePanels(steps: number, width: number, inputs: number): Panels {
  const whole = DENSE_STEPS * width
  const stride = inputs * whole + LINE
  const count = Math.ceil(steps / DENSE_STEPS)
  return {
    floats: count * stride,
    of: (unit) => {
      const panel = Math.floor(unit / whole)
      const isHalf = panel === count - 1 && steps % DENSE_STEPS === 1
      return {
        firstUnit: panel * whole,
        start: panel * stride,
        width: isHalf ? width : whole,
      }
    },
  }
}

/** Calls `copy` for every run of numbers: the standard layout's offset, the kernels' offset and step, and the length. */
function visitRuns(
  layout: ParameterLayout,
  offsets: ParameterOffsets,
  copy: (standard: number, own: number, step: number, count: number) => void,
): void {
  layout.layers.forEach((layer: LayerLayout, k) => {
    const own = offsets.layers[k]!
    const { inFeatures, outFeatures, batchNorm } = layer
    for (let j = 0; j < outFeatures; j++) {
      copy(layer.weights + j * inFeatures, own.unitStarts[j]!, own.unitSteps[j]!, inFeatures)
    }
    copy(layer.biases, own.biases, 1, outFeatures)
    if (!batchNorm) return
    copy(batchNorm.gamma, own.gamma, 1, outFeatures)
    copy(batchNorm.beta, own.beta, 1, outFeatures)
    copy(batchNorm.runningMean, own.runningMean, 1, outFeatures)
    copy(batchNorm.runningVariance, own.runningVariance, 1, outFeatures)
  })
}

/**
 * Copies parameters, or what is laid out like them, from the standard layout to the kernels'.
 * @param standard all parameters, or only the trained ones
 * @param own room for as many, in the kernels' layout
 */
export function toKernelLayout(
  layout: ParameterLayout,
  offsets: ParameterOffsets,
  standard: Float64Array,
  own: Float32Array,
): void {
  visitRuns(layout, offsets, (from, to, step, count) => {
    if (from >= standard.length) return
    for (let i = 0; i < count; i++) own[to + i * step] = standard[from + i]!
  })
}

/** Copies parameters, or what is laid out like them, from the kernels' layout to the standard one. */
export function toStandardLayout(
  layout: ParameterLayout,
  offsets: ParameterOffsets,
  own: Float32Array,
  standard: Float64Array,
): void {
  visitRuns(layout, offsets, (to, from, step, count) => {
    if (to >= standard.length) return
    for (let i = 0; i < count; i++) standard[to + i] = own[from + i * step]!
  })
}
