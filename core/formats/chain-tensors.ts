import { MOST_PARAMETERS } from '../limits.ts'
import type { FoundLayer, FoundNetwork } from './found-network.ts'
import { FormatError } from './format-error.ts'
import { listNames } from './list-names.ts'
import { type AffineGroup, groupTensors } from './group-tensors.ts'
import { findFollowed, placeNorms } from './place-norms.ts'
import { describeShape, isFloat, lengthOf, type NamedTensor } from './tensor.ts'

/** Which way the matrices of a file lie: (out, in) as in PyTorch, or (in, out) as in Keras and much NumPy code. */
type Orientation = 'out-in' | 'in-out'

/**
 * Makes a network of named tensors, as files of weights alone have them: pairs weights and biases, orders layers by
 * the chain of their shapes, and takes each tensor for something or refuses the file. Activations and the scale of pixels
 * are not in such a file.
 * @param usual how the format's writers lay matrices, taken where shapes do not decide
 * @param mostNumbers of all tensors together, see `mostNumbersOf`; by default as many as any network has
 * @throws FormatError naming a tensor that belongs to no fully connected network
 */
export function chainTensors(
  tensors: readonly NamedTensor[],
  usual: Orientation,
  mostNumbers = MOST_PARAMETERS,
): FoundNetwork {
  const notes: string[] = []
  checkNames(tensors)
  const weights = stripPrefix(leaveOutCounters(tensors, notes))
  checkKinds(weights)
  checkSizes(weights, mostNumbers)
  const { affine, norms } = groupTensors(weights)
  if (affine.length === 0) {
    throw new FormatError(
      `expected the matrices of fully connected layers, found none${listTensors(weights)}`,
    )
  }
  const { order, orientations, isAssumed } = orderByShape(affine, usual)
  const layers = order.map((group, k) => readLayer(group, orientations[k]!, notes))
  return {
    layers: placeNorms(
      layers,
      norms,
      findFollowed(
        weights,
        order.map(({ matrix }) => matrix),
        norms,
      ),
      notes,
    ),
    pixels: null,
    isOrientationAssumed: isAssumed,
    numberTypes: [...new Set(weights.map(({ numberType }) => numberType))],
    notes,
  }
}

function listTensors(tensors: readonly NamedTensor[]): string {
  if (tensors.length === 0) return ''
  const listed = tensors.slice(0, 5).map(({ name, shape }) => `${name} ${describeShape(shape)}`)
  return ` among ${listed.join(', ')}${tensors.length > 5 ? ` and ${tensors.length - 5} more` : ''}`
}

/** Counters and results that stand beside weights, as `num_batches_tracked` or `acc`, decide no answer. */
function leaveOutCounters(tensors: readonly NamedTensor[], notes: string[]): NamedTensor[] {
  const isCounter = ({ name, shape, numberType }: NamedTensor): boolean =>
    /(^|\.)num_batches_tracked$/.test(name) ||
    (shape.length === 0 && !/^(b|bias)$/i.test(lastPart(name))) ||
    (shape.length <= 1 && (shape[0] ?? 1) === 1 && !isFloat({ numberType }))
  const left = tensors.filter(isCounter)
  if (left.length > 0)
    notes.push(`Left out, as they are no weights: ${listNames(left.map(({ name }) => name))}.`)
  return tensors.filter((tensor) => !isCounter(tensor))
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/** Takes off what all names begin with, as `module.` or `model.`. */
function stripPrefix(tensors: readonly NamedTensor[]): NamedTensor[] {
  const names = tensors.map(({ name }) => name)
  let length = 0
  for (;;) {
    const end = (names[0] ?? '').indexOf('.', length) + 1
    // A dot in front is no prefix.
    if (end <= length + 1) break
    const prefix = names[0]!.slice(0, end)
    if (!names.every((name) => name.startsWith(prefix))) break
    // `0.weight` and `0.bias` alone are one layer: their prefix is its name.
    if (!names.some((name) => name.includes('.', end))) break
    length = end
  }
  return tensors.map((tensor) => ({ ...tensor, name: tensor.name.slice(length), read: () => tensor.read() }))
}

/** Tensors of a file, and characters of their names, at most: a network of 50 layers has some hundreds. */
const MOST_TENSORS = 5000
const LONGEST_NAME = 1000

/** @throws FormatError where there are more names than any network has, or longer ones */
function checkNames(tensors: readonly NamedTensor[]): void {
  if (tensors.length > MOST_TENSORS) {
    throw new FormatError(
      `expected at most ${MOST_TENSORS.toLocaleString('en-US')} arrays of a network, got ${tensors.length.toLocaleString('en-US')}`,
    )
  }
  const long = tensors.find(({ name }) => name.length > LONGEST_NAME)
  if (long === undefined) return
  throw new FormatError(
    `${listNames([long.name])}: expected a name of at most ${LONGEST_NAME.toLocaleString('en-US')} characters, got one of ${long.name.length.toLocaleString('en-US')}`,
  )
}

/** @throws FormatError where shapes have no numbers, or more than the file can hold: numbers are read after that */
function checkSizes(tensors: readonly NamedTensor[], most: number): void {
  let total = 0
  for (const tensor of tensors) {
    const count = lengthOf(tensor)
    if (count < 1) {
      throw new FormatError(
        `${tensor.name}: expected weights of one neuron at least, got ${describeShape(tensor.shape)}`,
      )
    }
    total += count
    if (total <= most) continue
    throw new FormatError(
      `${tensor.name}: expected at most ${most.toLocaleString('en-US')} numbers in a file of this size, got ${describeShape(tensor.shape)} ${total === count ? '' : 'as well'}`.trimEnd(),
    )
  }
}

/** @throws FormatError for what shows that the network is of another kind */
function checkKinds(tensors: readonly NamedTensor[]): void {
  for (const tensor of tensors) {
    const { name, shape, numberType } = tensor
    if (shape.length > 2) {
      throw new FormatError(
        `${name}: expected matrices and vectors of fully connected layers, got ${describeShape(shape)}, ` +
          (shape.length === 4 ? 'as a convolution has' : 'as other layers have'),
      )
    }
    if (!isFloat(tensor)) {
      throw new FormatError(
        `${name}: expected weights as float16, bfloat16, float32 or float64, got ${numberType} (${describeShape(shape)})`,
      )
    }
  }
}

interface Chain {
  readonly order: readonly AffineGroup[]
  readonly orientations: readonly Orientation[]
  readonly isAssumed: boolean
}

/**
 * Orders layers so that each takes as many values as the one before it gives: as the file has them, else by the numbers
 * in their names, and turned as the format usually has them, else the other way.
 * @throws FormatError where no order fits
 */
function orderByShape(groups: readonly AffineGroup[], usual: Orientation): Chain {
  const collator = new Intl.Collator('en', { numeric: true })
  const byName = [...groups].sort((a, b) => collator.compare(a.matrix.name, b.matrix.name))
  const other: Orientation = usual === 'out-in' ? 'in-out' : 'out-in'
  for (const order of [groups, byName, [...groups].reverse()]) {
    const isUsual = fitsChain(order, usual)
    const isOther = fitsChain(order, other)
    if (!isUsual && !isOther) continue
    const orientation = isUsual ? usual : other
    return { order, orientations: order.map(() => orientation), isAssumed: isUsual && isOther }
  }
  throw new FormatError(
    `expected layers each of which takes what the one before it gives, got ${groups
      .map(({ name, matrix }) => `${name} ${describeShape(matrix.shape)}`)
      .slice(0, 8)
      .join(', ')}`,
  )
}

const sizesOf = (
  { matrix: { shape } }: AffineGroup,
  orientation: Orientation,
): { inFeatures: number; outFeatures: number } => {
  const [first, second] = [shape[0]!, shape[1]!]
  return orientation === 'out-in'
    ? { outFeatures: first, inFeatures: second }
    : { outFeatures: second, inFeatures: first }
}

function fitsChain(order: readonly AffineGroup[], orientation: Orientation): boolean {
  return order.every((group, k) => {
    const { inFeatures, outFeatures } = sizesOf(group, orientation)
    if (group.bias !== undefined && lengthOf(group.bias) !== outFeatures) return false
    return k === 0 || inFeatures === sizesOf(order[k - 1]!, orientation).outFeatures
  })
}

function readLayer(
  { name, matrix, bias }: AffineGroup,
  orientation: Orientation,
  notes: string[],
): FoundLayer {
  const sizes = sizesOf({ name, matrix, bias }, orientation)
  const read = matrix.read()
  if (bias === undefined) notes.push(`${name}: the file has no biases for it; they are 0.`)
  return {
    name,
    ...sizes,
    weights: orientation === 'out-in' ? read : transpose(read, sizes.inFeatures, sizes.outFeatures),
    biases: bias?.read() ?? new Float64Array(sizes.outFeatures),
    activation: null,
  }
}

/** @param matrix `(rows, columns)` row-major @returns `(columns, rows)` */
export function transpose(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const turned = new Float64Array(matrix.length)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) turned[j * rows + i] = matrix[i * columns + j]!
  }
  return turned
}
