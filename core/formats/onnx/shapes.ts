import { FormatError } from '../format-error.ts'

/** Lengths of the axes of what flows through a model; null where the file leaves a length open, as of the batch. */
export type Shape = readonly (number | null)[]

/** `batch × 784` for errors. */
export const describe = (shape: Shape): string =>
  shape.length === 0 ? 'a single number' : shape.map((length) => length ?? 'any').join(' × ')

/** Of a shape, at most. */
const MOST_AXES = 16

const product = (lengths: Shape): number =>
  lengths.reduce<number>((result, length) => result * (length ?? 1), 1)

/** Whether axes beside that of the features are those of a batch: each has one place, or it is the first. */
export function isBatch(shape: Shape, isFeature: (axis: number) => boolean): boolean {
  return shape.every(
    (length, axis) =>
      isFeature(axis) ||
      length === 1 ||
      length === null ||
      (axis === 0 && shape.length === 2) ||
      (axis === 1 && shape.length === 2 && isFeature(0)),
  )
}

/**
 * The same numbers in the same order with other axes.
 * @param target −1: what is left; 0: as it was; null: a length that was open
 */
export function reshape(shape: Shape, target: Shape, title: string): Shape {
  const refuse = (): never => {
    throw new FormatError(
      `${title}: expected the numbers of each image to stay together, got ${describe(shape)} as ${describe(target)}`,
    )
  }
  if (shape.slice(1).includes(null)) {
    // A model that says nothing of its features: the next layer does.
    if (target.length === 2) return [null, (target[1] ?? 0) > 0 ? target[1]! : null]
    return refuse()
  }
  const lengths = target.map((length, axis) => (length === 0 ? (shape[axis] ?? null) : length))
  const features = product(shape)
  const others = product(lengths.filter((length) => length !== -1))
  const isOpen = shape[0] === null
  const hasOpen = lengths.includes(null)
  if (!lengths.includes(-1)) {
    if (others === features)
      return isOpen && !hasOpen && lengths[0] === 1 ? [null, ...lengths.slice(1)] : lengths
    return refuse()
  }
  if (features % others !== 0) return refuse()
  const rest = features / others
  if (!isOpen || hasOpen) return lengths.map((length) => (length === -1 ? rest : length))
  // The batch is in what is left.
  if (rest === 1) return lengths.map((length) => (length === -1 ? null : length))
  return lengths[0] === 1
    ? [null, ...lengths.slice(1).map((length) => (length === -1 ? rest : length))]
    : refuse()
}

/** All axes from one on as one, those before it as another. */
export function flatten(shape: Shape, axis: number, title: string): Shape {
  const at = axis < 0 ? axis + shape.length : axis
  if (at === 1 && shape.slice(1).includes(null)) return [shape[0] ?? null, null]
  const [before, after] = [shape.slice(0, at), shape.slice(at)]
  if (after.includes(null) || before.slice(1).some((length) => length !== 1)) {
    throw new FormatError(
      `${title}: expected images to be flattened each by itself (axis 1), got axis ${axis} of ${describe(shape)}`,
    )
  }
  return [before.length === 0 ? 1 : before[0]!, product(after)]
}

/** Other order of axes, which must leave the order of features. */
export function permute(shape: Shape, order: readonly number[], title: string): Shape {
  if (order.length !== shape.length || [...order].sort((a, b) => a - b).some((axis, k) => axis !== k)) {
    throw new FormatError(`${title}: expected an order of ${shape.length} axes, got ${order.join(', ')}`)
  }
  const moved = order.filter((axis) => shape[axis] !== 1)
  const isTurn = shape.length === 2
  if (!isTurn && moved.some((axis, k) => k > 0 && axis < moved[k - 1]!)) {
    throw new FormatError(
      `${title}: expected the pixels of an image in one order, got ${describe(shape)} with its axes in the order ${order.join(', ')}`,
    )
  }
  return order.map((axis) => shape[axis]!)
}

/** Without some axes of one place; without all of them where none are named. */
export function squeeze(shape: Shape, axes: readonly number[] | null, title: string): Shape {
  const named = axes?.map((axis) => (axis < 0 ? axis + shape.length : axis))
  if (named?.some((axis) => shape[axis] !== 1)) {
    throw new FormatError(
      `${title}: expected axes of one place, got axes ${named.join(', ')} of ${describe(shape)}`,
    )
  }
  return shape.filter((length, axis) => (named === undefined ? length !== 1 : !named.includes(axis)))
}

/** With new axes of one place. */
export function unsqueeze(shape: Shape, axes: readonly number[], title: string): Shape {
  const rank = shape.length + axes.length
  const places = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)))
  if (rank > MOST_AXES) throw new FormatError(`${title}: expected at most ${MOST_AXES} axes, got ${rank}`)
  if (places.size !== axes.length || [...places].some((place) => !(place >= 0 && place < rank))) {
    throw new FormatError(`${title}: expected new axes from 0 to ${rank - 1}, got ${axes.join(', ')}`)
  }
  const rest = [...shape]
  return Array.from({ length: rank }, (_, axis) => (places.has(axis) ? 1 : rest.shift()!))
}
