import { Augmentation } from './structures'

/*
 * Affine maps, displacements and stroke thickness as in core/data/augmentation.ts, to the bit, two pixels at a time.
 * Images are planes of 64-bit floats with a border of zeros, `planeStride` bytes a row: around lies background. The border
 * is wide enough for the second pixel of a pair that is beyond the last column.
 */

/** Adding it leaves a whole number in the low bits. */
const TO_INTEGER: f64 = 6755399441055744

/** The numbers in the low halves of the two lanes. */
// @ts-ignore: decorator
@inline
export function wholeBits(v: v128): v128 {
  return f64x2.add(v, f64x2.splat(TO_INTEGER))
}

/** The address of the pixel in the corner. */
// @ts-ignore: decorator
@inline
export function firstPixel(plane: usize, stride: usize): usize {
  return plane + stride + 8
}

/**
 * Takes each pixel of `to`, a plane of zeros, from its place in `image`, between pixels by bilinear interpolation: at
 * centre + map · (place − centre − shift) + displacement. Of `image`, only rows `top` to `bottom` and columns `left` to
 * `right` are foreground.
 * @param displacements as drawElastic makes them; 0 for none
 */
export function warp(
  a: Augmentation,
  image: usize,
  to: usize,
  displacements: usize,
  top: i32,
  bottom: i32,
  left: i32,
  right: i32,
  xx: f64,
  xy: f64,
  yx: f64,
  yy: f64,
  shiftX: f64,
  shiftY: f64,
): void {
  const rows = a.rows
  const columns = a.columns
  const stride = a.planeStride
  const centreX = <f64>(columns - 1) / 2
  const centreY = <f64>(rows - 1) / 2
  const pixel = firstPixel(image, stride)
  const strideNumber = f64x2.splat(<f64>(<i32>(stride >> 3)))
  const one = f64x2.splat(1)
  // Between pixels of which one is foreground.
  const fromX = f64x2.splat(<f64>(left - 1))
  const toX = f64x2.splat(<f64>(right + 1))
  const fromY = f64x2.splat(<f64>(top - 1))
  const toY = f64x2.splat(<f64>(bottom + 1))
  const down = <usize>columns << 3
  for (let row = 0; row < rows; row++) {
    const dy = <f64>row - centreY - shiftY
    const xOfY = f64x2.splat(xy * dy)
    const yOfY = f64x2.splat(yy * dy)
    let target = firstPixel(to, stride) + <usize>row * stride
    let displacement = displacements + <usize>row * a.alongStride
    let number = f64x2(0, 1)
    for (let column = 0; column < columns; column += 2) {
      const dx = f64x2.sub(f64x2.sub(number, f64x2.splat(centreX)), f64x2.splat(shiftX))
      let x = f64x2.add(f64x2.add(f64x2.splat(centreX), f64x2.mul(f64x2.splat(xx), dx)), xOfY)
      let y = f64x2.add(f64x2.add(f64x2.splat(centreY), f64x2.mul(f64x2.splat(yx), dx)), yOfY)
      if (displacements) {
        x = f64x2.add(x, v128.load(displacement))
        y = f64x2.add(y, v128.load(displacement + down))
        displacement += 16
      }
      const isNear = v128.and(
        v128.and(f64x2.ge(x, fromX), f64x2.lt(x, toX)),
        v128.and(f64x2.ge(y, fromY), f64x2.lt(y, toY)),
      )
      if (v128.any_true(isNear)) {
        const x0 = f64x2.floor(x)
        const y0 = f64x2.floor(y)
        const u = f64x2.sub(x, x0)
        const v = f64x2.sub(y, y0)
        const places = v128.and(wholeBits(f64x2.add(f64x2.mul(y0, strideNumber), x0)), isNear)
        const p = pixel + (<usize>i32x4.extract_lane(places, 0) << 3)
        const q = pixel + (<usize>i32x4.extract_lane(places, 2) << 3)
        const upperP = v128.load(p)
        const upperQ = v128.load(q)
        const lowerP = v128.load(p + stride)
        const lowerQ = v128.load(q + stride)
        const rest = f64x2.sub(one, u)
        const upper = f64x2.add(
          f64x2.mul(rest, v128.shuffle<f64>(upperP, upperQ, 0, 2)),
          f64x2.mul(u, v128.shuffle<f64>(upperP, upperQ, 1, 3)),
        )
        const lower = f64x2.add(
          f64x2.mul(rest, v128.shuffle<f64>(lowerP, lowerQ, 0, 2)),
          f64x2.mul(u, v128.shuffle<f64>(lowerP, lowerQ, 1, 3)),
        )
        const value = f64x2.add(f64x2.mul(f64x2.sub(one, v), upper), f64x2.mul(v, lower))
        v128.store(target, v128.and(value, isNear))
      }
      number = f64x2.add(number, f64x2.splat(2))
      target += 16
    }
    if (columns & 1) store<f64>(target - 8, 0)
  }
}

/** Makes strokes thicker (amount > 0) or thinner, in place. @param before room for a plane */
export function thicken(a: Augmentation, plane: usize, before: usize, amount: f64): void {
  if (amount > 0) mixWithNeighbours(true, a, plane, before, amount)
  else mixWithNeighbours(false, a, plane, before, -amount)
}

// @ts-ignore: decorator
@inline
function mixWithNeighbours(isThicker: bool, a: Augmentation, plane: usize, before: usize, amount: f64): void {
  const columns = a.columns
  const stride = a.planeStride
  for (let rest = amount; rest > 0; rest -= 1) {
    const share = f64x2.splat(min<f64>(1, rest))
    memory.copy(before, plane, a.planeSize)
    for (let row = 0; row < a.rows; row++) {
      const offset = <usize>row * stride
      let p = firstPixel(before, stride) + offset
      let target = firstPixel(plane, stride) + offset
      for (let column = 0; column < columns; column += 2) {
        const own = v128.load(p)
        const rowwise = extreme(isThicker, v128.load(p - 8), v128.load(p, 8))
        const columnwise = extreme(isThicker, v128.load(p - stride), v128.load(p + stride))
        const most = extreme(isThicker, own, extreme(isThicker, rowwise, columnwise))
        v128.store(target, f64x2.add(own, f64x2.mul(share, f64x2.sub(most, own))))
        p += 16
        target += 16
      }
      if (columns & 1) store<f64>(target - 8, 0)
    }
  }
}

// @ts-ignore: decorator
@inline
function extreme(isLargest: bool, a: v128, b: v128): v128 {
  return isLargest ? f64x2.pmax(a, b) : f64x2.pmin(a, b)
}
