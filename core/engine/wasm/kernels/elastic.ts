import { STEP_BYTES } from './panels'
import { drawSymmetric } from './random'
import { Augmentation } from './structures'

/*
 * Elastic displacements as core/data/augmentation.ts draws them, to the bit: uniform noise in each direction, smoothed
 * by a Gaussian along the rows and then along the columns, times the strength. Both directions lie side by side,
 * `(lines, 2 × across)`, and are smoothed from line to line, so that a vector's lanes are sums of their own and each
 * sum keeps its order. A line is filled up to whole blocks.
 */

/** Bytes of the sums at work at a time, 7 steps of vectors: a row of 28 pixels has two or four blocks in both directions. */
const BLOCK: usize = 7 * STEP_BYTES

/**
 * Fills `field` with the displacements, `(rows, 2 × columns)`: of each row all to the right, then all down.
 * @param other as much room
 */
export function drawElastic(a: Augmentation, strength: f64, field: usize, other: usize): void {
  const rows = a.rows
  const columns = a.columns
  // Noise, drawn row by row, in lines that run along a row: `(columns, 2 × rows)`.
  for (let line = 0; line < 2 * rows; line++) drawSymmetric(other + (<usize>line << 3), a.acrossStride, columns)
  smooth(a, columns, a.acrossStride, other, field, 1)
  transpose(a, field, other)
  smooth(a, rows, a.alongStride, other, field, strength)
}

/** From `(columns, 2 × rows)` to `(rows, 2 × columns)`. */
function transpose(a: Augmentation, from: usize, to: usize): void {
  const rows = a.rows
  const columns = a.columns
  for (let direction = 0; direction < 2; direction++) {
    for (let row = 0; row < rows; row++) {
      let source = from + (<usize>(direction * rows + row) << 3)
      let target = to + <usize>row * a.alongStride + (<usize>(direction * columns) << 3)
      for (let column = 0; column < columns; column++) {
        store<f64>(target, load<f64>(source))
        source += a.acrossStride
        target += 8
      }
    }
  }
}

/** Each number becomes the Gaussian's sum over the lines around its own, times a factor; beyond the border lies 0. */
function smooth(a: Augmentation, lines: i32, stride: usize, from: usize, to: usize, factor: f64): void {
  const most = a.weightCount - 1
  for (let i = 0; i < lines; i++) {
    const before = i
    const after = lines - 1 - i
    // So far there are lines on both sides, and then on one.
    const near = min(min(before, after), most)
    const far = min(max(before, after), most)
    const onward = before > after ? <usize>0 - stride : stride
    const line = <usize>i * stride
    for (let x: usize = 0; x < stride; x += BLOCK) {
      smoothBlock(from + line + x, to + line + x, stride, onward, a.weights, near, far, factor)
    }
  }
}

// @ts-ignore: decorator
@inline
function smoothBlock(
  from: usize,
  to: usize,
  stride: usize,
  onward: usize,
  weights: usize,
  near: i32,
  far: i32,
  factor: f64,
): void {
  let w = v128.load64_splat(weights)
  let a0 = f64x2.mul(w, v128.load(from))
  let a1 = f64x2.mul(w, v128.load(from, 16))
  let a2 = f64x2.mul(w, v128.load(from, 32))
  let a3 = f64x2.mul(w, v128.load(from, 48))
  let a4 = f64x2.mul(w, v128.load(from, 64))
  let a5 = f64x2.mul(w, v128.load(from, 80))
  let a6 = f64x2.mul(w, v128.load(from, 96))
  let a7 = IS_PAIRED ? f64x2.mul(w, v128.load(from, 112)) : a0
  let a8 = IS_PAIRED ? f64x2.mul(w, v128.load(from, 128)) : a0
  let a9 = IS_PAIRED ? f64x2.mul(w, v128.load(from, 144)) : a0
  let a10 = IS_PAIRED ? f64x2.mul(w, v128.load(from, 160)) : a0
  let a11 = IS_PAIRED ? f64x2.mul(w, v128.load(from, 176)) : a0
  let a12 = IS_PAIRED ? f64x2.mul(w, v128.load(from, 192)) : a0
  let a13 = IS_PAIRED ? f64x2.mul(w, v128.load(from, 208)) : a0
  let p = from
  let q = from
  let weight = weights
  const bothEnd = weights + (<usize>near << 3)
  while (weight < bothEnd) {
    weight += 8
    w = v128.load64_splat(weight)
    p -= stride
    q += stride
    a0 = f64x2.add(a0, f64x2.mul(w, v128.load(p)))
    a1 = f64x2.add(a1, f64x2.mul(w, v128.load(p, 16)))
    a2 = f64x2.add(a2, f64x2.mul(w, v128.load(p, 32)))
    a3 = f64x2.add(a3, f64x2.mul(w, v128.load(p, 48)))
    a4 = f64x2.add(a4, f64x2.mul(w, v128.load(p, 64)))
    a5 = f64x2.add(a5, f64x2.mul(w, v128.load(p, 80)))
    a6 = f64x2.add(a6, f64x2.mul(w, v128.load(p, 96)))
    if (IS_PAIRED) a7 = f64x2.add(a7, f64x2.mul(w, v128.load(p, 112)))
    if (IS_PAIRED) a8 = f64x2.add(a8, f64x2.mul(w, v128.load(p, 128)))
    if (IS_PAIRED) a9 = f64x2.add(a9, f64x2.mul(w, v128.load(p, 144)))
    if (IS_PAIRED) a10 = f64x2.add(a10, f64x2.mul(w, v128.load(p, 160)))
    if (IS_PAIRED) a11 = f64x2.add(a11, f64x2.mul(w, v128.load(p, 176)))
    if (IS_PAIRED) a12 = f64x2.add(a12, f64x2.mul(w, v128.load(p, 192)))
    if (IS_PAIRED) a13 = f64x2.add(a13, f64x2.mul(w, v128.load(p, 208)))
    a0 = f64x2.add(a0, f64x2.mul(w, v128.load(q)))
    a1 = f64x2.add(a1, f64x2.mul(w, v128.load(q, 16)))
    a2 = f64x2.add(a2, f64x2.mul(w, v128.load(q, 32)))
    a3 = f64x2.add(a3, f64x2.mul(w, v128.load(q, 48)))
    a4 = f64x2.add(a4, f64x2.mul(w, v128.load(q, 64)))
    a5 = f64x2.add(a5, f64x2.mul(w, v128.load(q, 80)))
    a6 = f64x2.add(a6, f64x2.mul(w, v128.load(q, 96)))
    if (IS_PAIRED) a7 = f64x2.add(a7, f64x2.mul(w, v128.load(q, 112)))
    if (IS_PAIRED) a8 = f64x2.add(a8, f64x2.mul(w, v128.load(q, 128)))
    if (IS_PAIRED) a9 = f64x2.add(a9, f64x2.mul(w, v128.load(q, 144)))
    if (IS_PAIRED) a10 = f64x2.add(a10, f64x2.mul(w, v128.load(q, 160)))
    if (IS_PAIRED) a11 = f64x2.add(a11, f64x2.mul(w, v128.load(q, 176)))
    if (IS_PAIRED) a12 = f64x2.add(a12, f64x2.mul(w, v128.load(q, 192)))
    if (IS_PAIRED) a13 = f64x2.add(a13, f64x2.mul(w, v128.load(q, 208)))
  }
  p = from + <usize>near * onward
  const end = weights + (<usize>far << 3)
  while (weight < end) {
    weight += 8
    w = v128.load64_splat(weight)
    p += onward
    a0 = f64x2.add(a0, f64x2.mul(w, v128.load(p)))
    a1 = f64x2.add(a1, f64x2.mul(w, v128.load(p, 16)))
    a2 = f64x2.add(a2, f64x2.mul(w, v128.load(p, 32)))
    a3 = f64x2.add(a3, f64x2.mul(w, v128.load(p, 48)))
    a4 = f64x2.add(a4, f64x2.mul(w, v128.load(p, 64)))
    a5 = f64x2.add(a5, f64x2.mul(w, v128.load(p, 80)))
    a6 = f64x2.add(a6, f64x2.mul(w, v128.load(p, 96)))
    if (IS_PAIRED) a7 = f64x2.add(a7, f64x2.mul(w, v128.load(p, 112)))
    if (IS_PAIRED) a8 = f64x2.add(a8, f64x2.mul(w, v128.load(p, 128)))
    if (IS_PAIRED) a9 = f64x2.add(a9, f64x2.mul(w, v128.load(p, 144)))
    if (IS_PAIRED) a10 = f64x2.add(a10, f64x2.mul(w, v128.load(p, 160)))
    if (IS_PAIRED) a11 = f64x2.add(a11, f64x2.mul(w, v128.load(p, 176)))
    if (IS_PAIRED) a12 = f64x2.add(a12, f64x2.mul(w, v128.load(p, 192)))
    if (IS_PAIRED) a13 = f64x2.add(a13, f64x2.mul(w, v128.load(p, 208)))
  }
  w = f64x2.splat(factor)
  v128.store(to, f64x2.mul(a1, w), 16)
  v128.store(to, f64x2.mul(a0, w))
  v128.store(to, f64x2.mul(a3, w), 48)
  v128.store(to, f64x2.mul(a2, w), 32)
  v128.store(to, f64x2.mul(a5, w), 80)
  v128.store(to, f64x2.mul(a4, w), 64)
  if (IS_PAIRED) v128.store(to, f64x2.mul(a7, w), 112)
  v128.store(to, f64x2.mul(a6, w), 96)
  if (IS_PAIRED) v128.store(to, f64x2.mul(a9, w), 144)
  if (IS_PAIRED) v128.store(to, f64x2.mul(a8, w), 128)
  if (IS_PAIRED) v128.store(to, f64x2.mul(a11, w), 176)
  if (IS_PAIRED) v128.store(to, f64x2.mul(a10, w), 160)
  if (IS_PAIRED) v128.store(to, f64x2.mul(a13, w), 208)
  if (IS_PAIRED) v128.store(to, f64x2.mul(a12, w), 192)
}
