import type { LossGrid } from '#core/explain/slice/loss-grid.ts'
import type { PlaneEpoch, RunPlane, RunSlice } from '#contract/types.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import { contours } from 'd3-contour'
import { scaleLinear, type ScaleLinear } from 'd3-scale'
import { formatCount } from '../format.ts'

/** `slice`: around one epoch's weights along random directions; `plane`: that of the run's epochs. */
export type SurfaceKind = 'slice' | 'plane'

/** Everything that the loss around a run is measured by. */
export interface RunSurfaceState {
  readonly kind: SurfaceKind
  /** Of the random directions. */
  readonly seed: number
  /** How far a slice goes to each side, in lengths of the weights. */
  readonly extent: number
  /** Validation images, from the first. */
  readonly count: number
  /** Points along each side. */
  readonly size: number
}

export const RUN_SURFACE: RunSurfaceState = { kind: 'slice', seed: 1, extent: 1, count: 2000, size: 41 }

/** A square picture, in its own units. */
export const SURFACE = { size: 420, margin: 44 } as const

export interface SurfaceScales {
  readonly x: ScaleLinear<number, number>
  readonly y: ScaleLinear<number, number>
}

/** Where coordinates lie: the outer points of the grid are the middles of its outer cells. */
export function surfaceScales({ xs, ys, size }: LossGrid): SurfaceScales {
  const ends = (values: readonly number[]): [number, number] => {
    const [first, last] = [values[0]!, values.at(-1)!]
    const half = (last - first) / (size - 1) / 2
    return [first - half, last + half]
  }
  const { size: side, margin } = SURFACE
  return {
    x: scaleLinear(ends(xs), [margin, side - 8]),
    y: scaleLinear(ends(ys), [side - margin, 8]),
  }
}

const finite = ({ losses }: LossGrid): number[] => Array.from(losses).filter(Number.isFinite)

/** Lowest and highest loss that the colours tell apart, and how many points lie beyond. */
export function lossRange(grid: LossGrid): { min: number; max: number; clipped: number } {
  const values = finite(grid)
  const min = Math.max(1e-12, Math.min(...values))
  // Beyond a thousand times the lowest everything is simply high.
  const max = Math.max(min * 1.0001, Math.min(1000 * min, Math.max(...values)))
  return { min, max, clipped: grid.losses.filter((value) => !(value <= max)).length }
}

/** How dark a loss is, 0 for the lowest to 1 for the highest and beyond, on a logarithmic scale. */
export const shadeOf = (
  loss: number,
  { min, max }: { readonly min: number; readonly max: number },
): number => (loss <= max ? Math.log(Math.max(loss, min) / min) / Math.log(max / min) : 1)

/** How dark each cell is, 0 for the lowest to 255 for the highest, on a logarithmic scale; the highest y first. */
export function surfaceShades(grid: LossGrid): Uint8ClampedArray {
  const range = lossRange(grid)
  const { size, losses } = grid
  const shades = new Uint8ClampedArray(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const loss = losses[(size - 1 - row) * size + column]!
      shades[row * size + column] = Math.round(255 * shadeOf(loss, range))
    }
  }
  return shades
}

/** From this grid on lines of equal loss are drawn: a coarser one would make them look measured where they are guessed. */
const SMOOTH_FROM = 41

/** Lines of equal loss at evenly spaced logarithms; none on a coarse grid, whose cells are shown as they are. */
export function surfaceLines(grid: LossGrid, { x, y }: SurfaceScales): { value: number; path: string }[] {
  if (grid.size < SMOOTH_FROM) return []
  const { size, xs, ys, losses } = grid
  const { min, max } = lossRange(grid)
  const levels = Array.from({ length: 10 }, (_, k) => min * (max / min) ** ((k + 1) / 11))
  const capped = Array.from(losses, (loss) => (loss <= max ? loss : max))
  const at = (values: readonly number[], place: number): number =>
    values[0]! + ((place - 0.5) / (size - 1)) * (values.at(-1)! - values[0]!)
  return contours()
    .size([size, size])
    .thresholds(levels)(capped)
    .map(({ value, coordinates }) => ({
      value,
      path: coordinates
        .flat()
        .map(
          (ring) =>
            `M${ring.map(([a, b]) => `${x(at(xs, a!)).toFixed(1)},${y(at(ys, b!)).toFixed(1)}`).join('L')}Z`,
        )
        .join(''),
    }))
}

const lossWords = (loss: number): string => (Number.isFinite(loss) ? loss.toPrecision(4) : 'no number')

/** On which images, in words. */
export function describeImages({ images, partCount }: RunSlice | RunPlane, title: string): string {
  const all = images.count >= partCount
  return `${all ? `all ${formatCount(partCount)}` : `the first ${formatCount(images.count)} of ${formatCount(partCount)}`} ${images.part} images of ${title}`
}

/** What a slice says beside its picture. */
export function describeSlice({ epoch, centre, margin, storedLoss, cosine }: RunSlice): string[] {
  return [
    `Loss at the weights of epoch ${epoch}: ${lossWords(centre)}${margin === null ? '' : ` ± ${margin.toPrecision(2)}`}, without regularization.`,
    ...(storedLoss === null
      ? []
      : [`The training measured ${lossWords(storedLoss)} on the whole validation part.`]),
    `Two random directions, each unit’s incoming weights as long as its own; the cosine between them is ${cosine.toFixed(3)}. Another seed gives another picture.`,
  ]
}

/** What the plane of a run's epochs says beside its picture. */
export function describePlane({ shares, walkShares, leftOut }: RunPlane): string[] {
  const both = (values: readonly [number, number]): string => formatPercent(values[0] + values[1], 1)
  return [
    'The plane goes through the last weights. Every dot lies off it but the last; its number and shade are the loss of its own weights, not of the plane below it. How far off is a share of its distance from the last weights.',
    `The two directions hold ${both(shares)} of the weights’ variance (${formatPercent(shares[0], 1)} and ${formatPercent(shares[1], 1)}). A random walk of as many epochs would give ${both(walkShares)}: much of the curve is what any walk looks like.`,
    ...(leftOut === 0 ? [] : [`${leftOut} kept epochs are left out, as all would take too much memory.`]),
  ]
}

export const describeEpoch = ({ epoch, loss, offPlane }: PlaneEpoch): string =>
  `${epoch === -1 ? 'Start' : `Epoch ${epoch}`}: loss ${lossWords(loss)}, ${formatPercent(offPlane, 0)} off the plane`

/** What the shades mean. */
export function describeShades(grid: LossGrid): string {
  const { min, max, clipped } = lossRange(grid)
  const top = clipped > 0 ? `, as are ${clipped} points beyond` : ''
  return `Lightest: loss ${lossWords(min)}. Darkest: ${lossWords(max)}${top}. Between them logarithmic.`
}

/** The picture in words. */
export function describeSurface(grid: LossGrid, words: readonly string[]): string {
  const { clipped } = lossRange(grid)
  const values = finite(grid)
  const range = `Loss from ${lossWords(Math.min(...values))} to ${lossWords(Math.max(...values))} on ${grid.size} × ${grid.size} points${clipped > 0 ? `, ${clipped} of them beyond the scale` : ''}.`
  return [range, ...words].join(' ')
}
