import { clearFilling } from './activations'
import { exp, lnOnePlus, lnOnePlusExpMinus, splat } from './math'
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
  const bytes = (<usize>layer.vectors) << 4
  if (net.loss == MSE) {
    let sum: f32 = 0
    for (let j = 0; j < units; j++) {
      const difference = load<f32>(a + ((<usize>j) << 2)) - (j == label ? <f32>1 : <f32>0)
      sum += difference * difference
    }
    return <f32>0.5 * sum
  }
  const terms = layer.d + row
  const y = (<usize>label) << 2
  if (net.loss == BINARY_CROSS_ENTROPY) {
    for (let j: usize = 0; j < bytes; j += 16) v128.store(terms + j, softplus(v128.load(s + j)))
    // −ln a of the label by itself: softplus(z) − z would cancel.
    store<f32>(terms + y, f32x4.extract_lane(softplus(splat(-load<f32>(s + y))), 0))
    return sumRow(terms, units)
  }
  let best = 0
  let largest = load<f32>(s)
  for (let j = 1; j < units; j++) {
    const value = load<f32>(s + ((<usize>j) << 2))
    if (value > largest) best = j
    largest = max(largest, value)
  }
  for (let j: usize = 0; j < bytes; j += 16) {
    v128.store(terms + j, exp(f32x4.sub(v128.load(s + j), splat(largest))))
  }
  // The largest is e⁰ = 1 and comes in by ln(1 + …), which keeps what the others add to it, however small.
  store<f32>(terms + ((<usize>best) << 2), 0)
  return largest - load<f32>(s + y) + f32x4.extract_lane(lnOnePlus(splat(sumRow(terms, units))), 0)
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

/** Whether the largest output, the first of equals, is the label's; never where one is not a number. */
function isRight(layer: Layer, a: usize, label: i32): bool {
  const units = layer.units
  let best = 0
  let largest = load<f32>(a)
  for (let j = 0; j < units; j++) {
    const value = load<f32>(a + ((<usize>j) << 2))
    if (value != value) return false
    if (value > largest) {
      largest = value
      best = j
    }
  }
  return best == label
}

/** d = (a − y)/m of the output layer for examples `from` to `to` − 1. */
export function outputDelta(net: Net, layer: Layer, from: i32, to: i32): void {
  const bytes = (<usize>layer.vectors) << 4
  const factor = net.inverseExamples
  for (let i = from; i < to; i++) {
    const label = <usize>load<u8>(net.labels + <usize>load<u32>(net.order + ((<usize>i) << 2)))
    const a = layer.a + <usize>i * layer.stride
    const d = layer.d + <usize>i * layer.stride
    for (let j: usize = 0; j < bytes; j += 16) {
      v128.store(d + j, f32x4.mul(v128.load(a + j), splat(factor)))
    }
    const y = label << 2
    store<f32>(d + y, (load<f32>(a + y) - 1) * factor)
  }
  clearFilling(layer, layer.d, from, to)
}
