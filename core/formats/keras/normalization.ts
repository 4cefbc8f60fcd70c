import { describeValue } from '../../recipe/describe-value.ts'
import type { FoundOperation } from '../chain-operations.ts'
import { FormatError } from '../format-error.ts'
import type { LayerWeights, WeightRole } from './layer-weights.ts'
import { type Config, isConfig } from './model-config.ts'

/** Largest byte of a pixel. */
const BYTE = 255
/** Means and deviations of pixels from 0 to 1 are below it; those of bytes are about 33 and 79. */
const LARGEST_OF_UNIT = 1.5
/** Keras divides by this at the least. */
const LEAST_DEVIATION = 1e-7

/**
 * What a Normalization layer does: (x − mean) / deviation, of all values or of each, by its configuration or as it was adapted
 * to images. In front of all others it says how pixels become inputs: bytes where their mean or deviation is above 1, else p/255.
 * @throws FormatError
 */
export function readNormalization(
  name: string,
  config: Config,
  take: (roles: readonly WeightRole[]) => LayerWeights,
  { isFirst, notes }: { readonly isFirst: boolean; readonly notes: string[] },
): FoundOperation[] {
  if (config.invert === true) throw new FormatError(`${name}: expected Normalization, got its inversion`)
  const { means, deviations } = momentsOf(name, config, take)
  const isOfBytes = isFirst && [...means, ...deviations].some((moment) => moment > LARGEST_OF_UNIT)
  if (isFirst) {
    notes.push(
      `${name}: taken as the scale of pixels from 0 to ${isOfBytes ? 255 : 1}, by their mean and deviation.`,
    )
  }
  const unit = isOfBytes ? BYTE : 1
  const isUniform = [means, deviations].every((moments) => moments.every((moment) => moment === moments[0]))
  if (isUniform) {
    return [{ kind: 'scale', name, shift: means[0]! / unit, scale: unit / deviations[0]! }]
  }
  const width = Math.max(means.length, deviations.length)
  const each = (moments: Float64Array): Float64Array =>
    Float64Array.from({ length: width }, (_, k) => (moments[k] ?? moments[0]!) / unit)
  return [
    ...(isFirst ? [{ kind: 'scale', name, shift: 0, scale: 1 } as const] : []),
    {
      kind: 'batch-norm',
      name,
      gamma: new Float64Array(width).fill(1),
      beta: new Float64Array(width),
      runningMean: each(means),
      runningVariance: each(deviations).map((deviation) => deviation ** 2),
      epsilon: 0,
    },
  ]
}

interface Moments {
  readonly means: Float64Array
  readonly deviations: Float64Array
}

function momentsOf(
  name: string,
  config: Config,
  take: (roles: readonly WeightRole[]) => LayerWeights,
): Moments {
  const isStated = config.mean !== undefined && config.mean !== null
  const weights = isStated ? null : take(['mean', 'variance', 'count'])
  const means = weights?.get('mean')!.read() ?? numbersOf(name, config.mean)
  const variances = weights?.get('variance')!.read() ?? numbersOf(name, config.variance)
  const isSound = variances.every((variance) => variance >= 0) && means.length > 0 && variances.length > 0
  const areAlike = means.length === variances.length || means.length === 1 || variances.length === 1
  if (!isSound || !areAlike) {
    throw new FormatError(
      `${name}: expected a mean and a variance from 0 on, of all values or of each, got ${means.length} means and ${variances.length} variances`,
    )
  }
  return {
    means,
    deviations: variances.map((variance) => Math.max(Math.sqrt(variance), LEAST_DEVIATION)),
  }
}

/** Numbers of a configuration: one, a list, or lists within lists, as arrays of NumPy are written. @throws FormatError */
function numbersOf(name: string, value: unknown): Float64Array {
  let inner = isConfig(value) && value.type === 'ndarray' ? value.value : value
  // A mean of each value stands in as many lists as its axes had.
  while (Array.isArray(inner) && inner.length === 1 && Array.isArray(inner[0])) inner = inner[0] as unknown
  const list = (Array.isArray(inner) ? inner : [inner]) as unknown[]
  const wrong = list.find((number) => typeof number !== 'number' || !Number.isFinite(number))
  if (wrong === undefined) return Float64Array.from(list as number[])
  throw new FormatError(`${name}: expected numbers as mean and variance, got ${describeValue(wrong)}`)
}
