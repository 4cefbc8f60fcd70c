import { elementwise } from '../activations/elementwise.ts'
import { LOSSES } from '../losses/losses.ts'
import { parseQuantity, type Quantity, type QuantityId } from './quantity.ts'
import type { ExampleTrace, Trace, TracedLayer } from './trace-types.ts'

/**
 * A quantity of one example of a trace; null where it is not formed, as ∂Div/∂y is where the loss cancels the slope of the
 * output's activation. Derivatives by parameters are what this example adds to the sum of the examples' gradients.
 * @throws RangeError for what the network does not have
 */
export function value(trace: Trace, id: QuantityId, example = 0): number | null {
  const traced = trace.examples[example]
  if (!traced) {
    throw new RangeError(`Example: expected 0 to ${trace.examples.length - 1}, got ${example}`)
  }
  const quantity = parseQuantity(id)
  const result = quantity.isDerivative ? derivative(trace, traced, quantity) : plain(trace, traced, quantity)
  if (result === undefined) throw new RangeError(`Quantity: expected one of this network, got ${id}`)
  return result
}

/** Whether the network of a trace has a quantity. */
export function hasQuantity(trace: Trace, id: QuantityId): boolean {
  try {
    value(trace, id)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** Mean, or sum, of the examples' derivatives by a parameter. @throws RangeError for what is no derivative by one */
export function batchValue(trace: Trace, id: QuantityId, combine = trace.combine): number {
  const quantity = parseQuantity(id)
  const layer = 'layer' in quantity ? trace[combine].layers[quantity.layer - 1] : undefined
  const result =
    !quantity.isDerivative || !layer
      ? undefined
      : quantity.kind === 'w'
        ? layer.dWeights[quantity.unit]?.[quantity.from]
        : quantity.kind === 'b'
          ? layer.dBiases[quantity.unit]
          : quantity.kind === 'gamma'
            ? layer.dGamma?.[quantity.unit]
            : quantity.kind === 'beta'
              ? layer.dBeta?.[quantity.unit]
              : undefined
  if (result === undefined) {
    throw new RangeError(`Quantity: expected a derivative by a parameter of this network, got ${id}`)
  }
  return result
}

function plain(trace: Trace, example: ExampleTrace, quantity: Quantity): number | null | undefined {
  if (quantity.kind === 'div') return example.loss
  if (quantity.kind === 'x') return example.input[quantity.unit]
  if (quantity.kind === 'd') return example.target[quantity.unit]
  const layer = example.layers[quantity.layer - 1]
  const { unit } = quantity
  switch (quantity.kind) {
    case 'w':
      return layer?.weights[unit]?.[quantity.from]
    case 'b':
      return layer?.biases[unit]
    case 'z':
      return layer?.z[unit]
    case 'y':
      return layer?.output[unit]
    case 's':
      return (layer?.normalization?.s ?? layer?.z)?.[unit]
    case 'slope':
      return layer && slope(trace, layer, quantity.layer, unit)
    case 'mu':
      return layer?.normalization?.mean[unit]
    case 'var':
      return layer?.normalization?.variance[unit]
    case 'hat':
    case 'gamma':
    case 'beta':
      return layer?.normalization?.[quantity.kind][unit]
  }
}

/** f′(s); null for softmax, whose outputs depend on all sums. */
function slope(trace: Trace, layer: TracedLayer, k: number, unit: number): number | null | undefined {
  const s = (layer.normalization?.s ?? layer.z)[unit]
  if (s === undefined) return undefined
  return elementwise(trace.activations[k - 1]!)?.derivative(s, layer.output[unit]!) ?? null
}

function derivative(trace: Trace, example: ExampleTrace, quantity: Quantity): number | null | undefined {
  if (quantity.kind === 'div') return 1
  if (quantity.kind === 'x') return example.dInput[quantity.unit]
  if (quantity.kind === 'd') {
    return quantity.unit < example.target.length ? targetDerivative(trace, example, quantity.unit) : undefined
  }
  const layer = example.layers[quantity.layer - 1]
  const { unit } = quantity
  switch (quantity.kind) {
    case 'w':
      return layer?.dWeights[unit]?.[quantity.from]
    case 'b':
      return layer?.dBiases[unit]
    case 'z':
      return layer?.dZ[unit]
    case 'y':
      return layer && unit < layer.z.length ? (layer.dOutput?.[unit] ?? null) : undefined
    case 's':
      return (layer?.normalization?.dS ?? layer?.dZ)?.[unit]
    case 'hat':
      return layer?.normalization?.dHat[unit]
    case 'gamma':
      return layer?.normalization?.dGamma[unit]
    case 'beta':
      return layer?.normalization?.dBeta[unit]
    case 'slope':
      return undefined
    case 'mu':
    case 'var':
      return layer?.normalization
        ? statisticDerivative(trace, quantity.kind, quantity.layer, unit)
        : undefined
  }
}

/** ∂Div/∂d: d − y for the squared error; cross-entropies are straight lines over d, so two of their points say it. */
function targetDerivative({ lossName }: Trace, { target, layers }: ExampleTrace, unit: number): number {
  const { z, output } = layers[layers.length - 1]!
  if (lossName === 'mse') return target[unit]! - output[unit]!
  const at = (y: Float64Array): number =>
    LOSSES[lossName].value(Float64Array.from(z), Float64Array.from(output), y, 0, y.length)
  const zeros = new Float64Array(target.length)
  return at(zeros.with(unit, 1)) - at(zeros)
}

/**
 * The derivative of the sum of all losses by the batch's mean or variance, through which every example reaches every other;
 * null where the running ones are used, which are constants.
 * ∂/∂μ = −1/√(σ² + ε) Σ ∂/∂ẑ; ∂/∂σ² = −½/(σ² + ε) Σ ẑ ∂/∂ẑ.
 */
function statisticDerivative(trace: Trace, kind: 'mu' | 'var', layer: number, unit: number): number | null {
  if (trace.statistics !== 'batch') return null
  const normalizations = trace.examples.map(({ layers }) => layers[layer - 1]!.normalization!)
  const inverse = normalizations[0]!.inverse[unit]
  if (inverse === undefined)
    throw new RangeError(`Quantity: expected one of this network, got ${kind}:${layer}:${unit}`)
  const sum = normalizations.reduce(
    (total, { dHat, hat }) => total + dHat[unit]! * (kind === 'mu' ? 1 : hat[unit]!),
    0,
  )
  return kind === 'mu' ? -inverse * sum : -0.5 * inverse * inverse * sum
}
