import { foldNormBefore } from './chain-operations.ts'
import type { FoundBatchNorm, FoundLayer } from './found-network.ts'
import { FormatError } from './format-error.ts'
import type { NormGroup } from './group-tensors.ts'
import { describeShape, lengthOf, type NamedTensor } from './tensor.ts'

/** PyTorch's, which no file of weights carries. */
const DEFAULT_EPSILON = 1e-5

/**
 * The layer that each batch normalization follows in the file, by its index; null where those do not fit, as where all
 * affine maps come first.
 * @param tensors of the file, in its order
 * @param matrices of the layers, from the first to the output
 */
export function findFollowed(
  tensors: readonly NamedTensor[],
  matrices: readonly NamedTensor[],
  norms: readonly NormGroup[],
): number[] | null {
  const places = matrices.map((matrix) => tensors.indexOf(matrix))
  const followed = norms.map(({ mean }) => {
    const place = tensors.indexOf(mean)
    return places.indexOf(Math.max(...places.filter((each) => each < place)))
  })
  const fits = followed.every((k, n) => k >= 0 && matrices[k]!.shape.includes(norms[n]!.width))
  return fits && new Set(followed).size === norms.length ? followed : null
}

/**
 * Gives each batch normalization to a layer: to the one that it follows, else in their order to the next of its width.
 * @throws FormatError where one fits none
 */
export function placeNorms(
  layers: FoundLayer[],
  norms: readonly NormGroup[],
  followed: readonly number[] | null,
  notes: string[],
): FoundLayer[] {
  const placed = [...layers]
  const pairs: string[] = []
  let from = 0
  norms.forEach((norm, n) => {
    const k =
      followed?.[n] ?? placed.findIndex((layer, index) => index >= from && layer.outFeatures === norm.width)
    const layer = placed[k]
    if (layer?.outFeatures !== norm.width) {
      throw new FormatError(
        `${norm.name}: expected a layer of ${norm.width} neurons before this batch normalization, found none`,
      )
    }
    from = k + 1
    const next = placed[k + 1]
    if (next !== undefined && isBehindActivation(norm, layer)) {
      placed[k + 1] = foldNormBefore(next, readNorm(norm))
      notes.push(
        `Batch normalization ${norm.name} is taken to stand after the activation of ${layer.name}, as their numbers leave room for it, and was multiplied into ${next.name}, with ε = ${DEFAULT_EPSILON}.`,
      )
      return
    }
    placed[k] = { ...layer, batchNorm: readNorm(norm) }
    pairs.push(`${norm.name} after ${layer.name}`)
  })
  if (pairs.length > 0) {
    notes.push(
      `Batch normalization is taken to stand before the activation (${pairs.join(', ')}), with ε = ${DEFAULT_EPSILON}; the file says neither.`,
    )
  }
  return placed
}

/**
 * Whether something stands between a layer and its normalization: PyTorch's Sequential numbers all its parts, also those without
 * weights, as activations are.
 */
function isBehindActivation(norm: NormGroup, layer: FoundLayer): boolean {
  const [normParts, layerParts] = [norm, layer].map(({ name }) => /^(.*?)(\d+)$/.exec(name))
  if (!normParts || !layerParts || normParts[1] !== layerParts[1]) return false
  // `bn3` and `fc1` are counted by their writers; `net.3` and `net.1` by PyTorch.
  return /(^|\.)$/.test(normParts[1]!) && Number(normParts[2]) - Number(layerParts[2]) > 1
}

function readNorm({ name, width, gamma, beta, mean, variance }: NormGroup): FoundBatchNorm {
  const vectorOf = (tensor: NamedTensor | undefined, fallback: number): Float64Array => {
    if (tensor === undefined) return new Float64Array(width).fill(fallback)
    if (lengthOf(tensor) === width) return tensor.read()
    throw new FormatError(
      `${tensor.name}: expected ${width} numbers as ${name} has, got ${describeShape(tensor.shape)}`,
    )
  }
  return {
    gamma: vectorOf(gamma, 1),
    beta: vectorOf(beta, 0),
    runningMean: vectorOf(mean, 0),
    runningVariance: vectorOf(variance, 1),
    epsilon: DEFAULT_EPSILON,
  }
}
