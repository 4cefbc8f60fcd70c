import type { LabelledImages } from '../../data/data-set.ts'
import type { EngineOptions } from '../../engine/create-engine.ts'
import { meanInterval } from '../../evaluation/intervals.ts'
import { parameterLayout } from '../../network/parameters.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { cosineOf, filterNormalizedDirection } from './directions.ts'
import { type GridRange, type GridStep, type LossGrid, measureGrid } from './loss-grid.ts'
import {
  type PlanePosition,
  type PrincipalPlane,
  principalPlane,
  randomWalkShares,
} from './principal-plane.ts'
import { WeightLoss } from './weight-loss.ts'

export interface SliceOptions {
  readonly recipe: Recipe
  /** Flat, as `parameterLayout` says. */
  readonly parameters: Float64Array
  readonly images: LabelledImages
  /** Points along each side, odd. */
  readonly size: number
  readonly seed: number
  /** How far it goes to each side, in lengths of the directions. */
  readonly extent: number
  readonly engine?: EngineOptions
}

/** The loss around some weights along two random directions. */
export interface WeightSlice {
  /** x and y in lengths of the directions; the weights themselves are at 0, 0. */
  readonly grid: LossGrid
  /** The loss at the weights. */
  readonly centre: number
  /** Half the width of its 95 % interval, by the spread of the images' losses; null for a single image. */
  readonly margin: number | null
  /** Of the angle between the two directions; nearly 0. */
  readonly cosine: number
}

/**
 * Cuts the loss around weights along two filter-normalized random directions.
 * @throws DataError when images and network do not fit
 */
export function* sliceWeights(options: SliceOptions): Generator<GridStep, WeightSlice> {
  const { recipe, parameters, images, size, seed, extent, engine } = options
  const loss = new WeightLoss(recipe, images, engine)
  try {
    const layout = parameterLayout(recipe)
    const direct = (index: number): Float64Array => filterNormalizedDirection(layout, parameters, seed, index)
    const [a, b] = [direct(0), direct(1)]
    const range = { from: -extent, to: extent }
    const grid = yield* measureGrid(lossOn(loss, parameters, a, b), size, { x: range, y: range })
    const spread = meanInterval(loss.each(parameters))
    const margin = spread.low === null ? null : spread.mean - spread.low
    return { grid, centre: grid.losses[(size * size - 1) / 2]!, margin, cosine: cosineOf(a, b) }
  } finally {
    loss.close()
  }
}

export interface PlaneOptions extends Omit<SliceOptions, 'parameters' | 'seed' | 'extent'> {
  /** The weights of some epochs, in their order, each flat. */
  readonly epochs: readonly Float64Array[]
  /** When each was passed, rising; what a random walk would explain follows from it. */
  readonly times: readonly number[]
}

/** The plane in which the weights of epochs differ most, through the last of them. */
export interface EpochPlane extends Omit<PrincipalPlane, 'directions' | 'positions'> {
  /** The shares that a random walk passing at the same times would give. */
  readonly walkShares: readonly [number, number]
  /** Of each epoch, with the loss of its own weights, which lie beside the plane. */
  readonly positions: readonly (PlanePosition & { readonly loss: number })[]
  /** The loss on the plane, over all positions and some more. */
  readonly grid: LossGrid
}

/** What of the positions' extent is added to each side. */
const MARGIN = 0.15

/**
 * Lays a plane through the weights of epochs by their principal components, over all that is trained.
 * @returns null where they do not span a plane
 * @throws DataError when images and network do not fit
 */
export function* planeOfEpochs(options: PlaneOptions): Generator<GridStep, EpochPlane | null> {
  const { recipe, epochs, images, size, engine } = options
  const { trainable, length } = parameterLayout(recipe)
  const plane = principalPlane(epochs.map((parameters) => parameters.subarray(0, trainable)))
  if (plane === null) return null
  const loss = new WeightLoss(recipe, images, engine)
  try {
    const { directions, shares } = plane
    const positions = plane.positions.map((position, t) => ({ ...position, loss: loss.of(epochs[t]!) }))
    const [a, b] = directions.map((direction) => {
      const whole = new Float64Array(length)
      whole.set(direction)
      return whole
    })
    const ranges = {
      x: rangeOf(positions.map(({ x }) => x)),
      y: rangeOf(positions.map(({ y }) => y)),
    }
    const grid = yield* measureGrid(lossOn(loss, epochs.at(-1)!, a!, b!), size, ranges)
    return { shares, walkShares: randomWalkShares(options.times), positions, grid }
  } finally {
    loss.close()
  }
}

/** The loss at weights + x a + y b. */
function lossOn(
  loss: WeightLoss,
  weights: Float64Array,
  a: Float64Array,
  b: Float64Array,
): (x: number, y: number) => number {
  const moved = new Float64Array(weights.length)
  return (x, y) => {
    for (let i = 0; i < moved.length; i++) moved[i] = weights[i]! + x * a[i]! + y * b[i]!
    return loss.of(moved)
  }
}

function rangeOf(values: readonly number[]): GridRange {
  const [from, to] = [Math.min(...values), Math.max(...values)]
  const margin = MARGIN * (to - from)
  return { from: from - margin, to: to + margin }
}
