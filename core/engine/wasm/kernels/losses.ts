import { lanesAt, largestOf } from './activations'
import { exp, lnOnePlus, lnOnePlusExpMinus, splat } from './math'
import { second, STEP_BYTES, storeStep } from './panels'
import { Layer, Net } from './structures'

// Numbers of the losses: their index in core/losses/names.ts.
const MSE: i32 = 0
const BINARY_CROSS_ENTROPY: i32 = 1

/** Each example's loss and whether its answer is right, for examples `from` to `to` − 1. Uses d as scratch. */
export function measure(net: Net, layer: Layer, from: i32, to: i32): void {
  for (let i = from; i < to; i++) {
    const label = <i32>load<u8>(net.labels + <usize>load<u32>(net.order + ((<usize>i) << 2)))
    const row = <usize>i * layer.stride
    store<f32>(net.losses + ((<usize>i) << 2), lossOf(net, layer, row, label))
    store<u8>(net.hits + <usize>i, isRight(layer, layer.a + row, label) ? 1 : 0)
  }
}

function lossOf(net: Net, layer: Layer, row: usize, label: i32): f32 {
  const units = layer.units
  const s = layer.s + row
  const a = layer.a + row
  const terms = layer.d + row
  const bytes = (<usize>layer.vectors) << 4
  const y = (<usize>label) << 2
  if (net.loss == MSE) {
    for (let j: usize = 0; j < bytes; j += STEP_BYTES) {
      const e0 = f32x4.sub(v128.load(a + j), target(label, j))
      const e1 = f32x4.sub(second(a + j), target(label, j + 16))
      storeStep(terms + j, f32x4.mul(e0, e0), f32x4.mul(e1, e1))
    }
    return <f32>0.5 * sumRow(terms, units)
  }
  if (net.loss == BINARY_CROSS_ENTROPY) {
    // −ln a of the label is that of −z: softplus(z) − z would cancel.
    for (let j: usize = 0; j < bytes; j += STEP_BYTES) {
      const sign0 = v128.and(splat(-0.0), isLabel(label, j))
      const sign1 = v128.and(splat(-0.0), isLabel(label, j + 16))
      storeStep(
        terms + j,
        softplus(v128.xor(v128.load(s + j), sign0)),
        softplus(v128.xor(second(s + j), sign1)),
      )
    }
    return sumRow(terms, units)
  }
  const largest = largestOf(layer, s)
  const most = splat(largest)
  for (let j: usize = 0; j < bytes; j += STEP_BYTES) {
    const e0 = exp(f32x4.sub(v128.load(s + j), most))
    const e1 = exp(f32x4.sub(second(s + j), most))
    storeStep(terms + j, e0, e1)
  }
  // The largest is e⁰ = 1 and comes in by ln(1 + …), which keeps what the others add to it, however small.
  store<f32>(terms + ((<usize>firstOf(layer, s, most)) << 2), 0)
  return largest - load<f32>(s + y) + f32x4.extract_lane(lnOnePlus(splat(sumRow(terms, units))), 0)
}

/** Which lanes of the vector `offset` bytes into a row are the label's. */
// @ts-ignore: decorator
@inline
function isLabel(label: i32, offset: usize): v128 {
  return i32x4.eq(lanesAt(offset), i32x4.splat(label))
}

/** What the vector `offset` bytes into a row should be: 1 for the label, else 0. */
// @ts-ignore: decorator
@inline
function target(label: i32, offset: usize): v128 {
  return v128.and(splat(1), isLabel(label, offset))
}

/** ln(1 + eᶻ) = −ln(1 − a) of a = 1/(1 + e⁻ᶻ). */
// @ts-ignore: decorator
@inline
function softplus(z: v128): v128 {
  return f32x4.add(f32x4.max(z, splat(0)), lnOnePlusExpMinus(f32x4.abs(z)))
}

function sumRow(row: usize, units: i32): f32 {
  let sum: f32 = 0
  for (let j = 0; j < units; j++) sum += load<f32>(row + ((<usize>j) << 2))
  return sum
}

/** The first unit whose number in a row is that of `value`; 0 where there is none. */
// @ts-ignore: decorator
@inline
function firstOf(layer: Layer, row: usize, value: v128): i32 {
  const vectors = (layer.units + 3) >> 2
  for (let v = 0; v < vectors; v++) {
    const found = i32x4.bitmask(f32x4.eq(v128.load(row + (<usize>v << 4)), value))
    if (found != 0) return (v << 2) + ctz(found)
  }
  return 0
}

/** Whether the largest output, the first of equals, is the label's; never where one is not a number. */
function isRight(layer: Layer, a: usize, label: i32): bool {
  const largest = largestOf(layer, a)
  // Not so either where the largest is not a number.
  if (load<f32>(a + ((<usize>label) << 2)) != largest) return false
  return firstOf(layer, a, splat(largest)) == label
}

/** d = (a − y)/m of the output layer for examples `from` to `to` − 1. What fills up the last step is 0 in a, so in d. */
export function outputDelta(net: Net, layer: Layer, from: i32, to: i32): void {
  const bytes = (<usize>layer.vectors) << 4
  const factor = splat(net.inverseExamples)
  for (let i = from; i < to; i++) {
    const label = <i32>load<u8>(net.labels + <usize>load<u32>(net.order + ((<usize>i) << 2)))
    const a = layer.a + <usize>i * layer.stride
    const d = layer.d + <usize>i * layer.stride
    for (let j: usize = 0; j < bytes; j += STEP_BYTES) {
      const d0 = f32x4.mul(f32x4.sub(v128.load(a + j), target(label, j)), factor)
      const d1 = f32x4.mul(f32x4.sub(second(a + j), target(label, j + 16)), factor)
      storeStep(d + j, d0, d1)
    }
  }
}
