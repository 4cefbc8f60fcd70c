import {
  erf,
  exp,
  expm1,
  lnOnePlusExpMinus,
  logistic,
  madd,
  normalBelow,
  normalDensity,
  splat,
  sumLanes,
  tanh,
} from './math'
import { Layer } from './structures'

// Numbers of the activations: their index in core/activations/names.ts.
const SIGMOID: i32 = 0
const TANH: i32 = 1
const RELU: i32 = 2
const SOFTPLUS: i32 = 3
const LEAKY_RELU: i32 = 4
const ELU: i32 = 5
const GELU: i32 = 6
const SILU: i32 = 7
const ELU_EXACT: i32 = 8
const GELU_EXACT: i32 = 9
const IDENTITY: i32 = 10
const SOFTMAX: i32 = 11

/** f(z). A number that is none stays none. */
// @ts-ignore: decorator
@inline
function output(kind: i32, z: v128, setting: v128): v128 {
  if (kind == SIGMOID) return logistic(z)
  if (kind == TANH) return tanh(z)
  if (kind == RELU) return f32x4.max(z, splat(0))
  if (kind == SOFTPLUS) return f32x4.add(f32x4.max(z, splat(0)), lnOnePlusExpMinus(f32x4.abs(z)))
  if (kind == LEAKY_RELU) return v128.bitselect(z, f32x4.mul(z, setting), f32x4.gt(z, splat(0)))
  if (kind == ELU || kind == ELU_EXACT) {
    return v128.bitselect(z, f32x4.mul(setting, expm1(z)), f32x4.gt(z, splat(0)))
  }
  if (kind == GELU_EXACT) return f32x4.mul(z, normalBelow(z, normalDensity(z)))
  if (kind == GELU) {
    const half = f32x4.mul(z, splat(0.5))
    return madd(half, erf(f32x4.mul(z, splat(0.7071067811865476))), half)
  }
  if (kind == SILU) return f32x4.mul(z, logistic(z))
  return z
}

/** f′(z), of which a = f(z) is known. */
// @ts-ignore: decorator
@inline
function slope(kind: i32, z: v128, a: v128, setting: v128): v128 {
  const one = splat(1)
  if (kind == SIGMOID) return f32x4.mul(a, f32x4.sub(one, a))
  if (kind == TANH) return f32x4.sub(one, f32x4.mul(a, a))
  if (kind == RELU) return v128.and(one, f32x4.gt(z, splat(0)))
  if (kind == SOFTPLUS) return logistic(z)
  if (kind == LEAKY_RELU) return v128.bitselect(one, setting, f32x4.gt(z, splat(0)))
  if (kind == ELU) return v128.bitselect(one, f32x4.add(a, setting), f32x4.gt(z, splat(0)))
  if (kind == ELU_EXACT) return v128.bitselect(one, f32x4.mul(setting, exp(z)), f32x4.gt(z, splat(0)))
  if (kind == GELU_EXACT) {
    const density = normalDensity(z)
    return madd(z, density, normalBelow(z, density))
  }
  if (kind == GELU) {
    const upTo = f32x4.mul(splat(0.5), f32x4.add(one, erf(f32x4.mul(z, splat(0.7071067811865476)))))
    const density = f32x4.mul(splat(0.3989422804014327), exp(f32x4.mul(splat(-0.5), f32x4.mul(z, z))))
    return madd(z, density, upTo)
  }
  if (kind == SILU) {
    const s = logistic(z)
    return f32x4.mul(s, madd(z, f32x4.sub(one, s), one))
  }
  return one
}

/** a = f(s) for examples `from` to `to` − 1; units that only fill up a vector stay 0. */
export function activate(layer: Layer, from: i32, to: i32): void {
  const kind = layer.activation
  if (kind == SIGMOID) activateRows(SIGMOID, layer, from, to)
  else if (kind == TANH) activateRows(TANH, layer, from, to)
  else if (kind == RELU) activateRows(RELU, layer, from, to)
  else if (kind == SOFTPLUS) activateRows(SOFTPLUS, layer, from, to)
  else if (kind == LEAKY_RELU) activateRows(LEAKY_RELU, layer, from, to)
  else if (kind == ELU) activateRows(ELU, layer, from, to)
  else if (kind == GELU) activateRows(GELU, layer, from, to)
  else if (kind == SILU) activateRows(SILU, layer, from, to)
  else if (kind == ELU_EXACT) activateRows(ELU_EXACT, layer, from, to)
  else if (kind == GELU_EXACT) activateRows(GELU_EXACT, layer, from, to)
  else if (kind == IDENTITY) activateRows(IDENTITY, layer, from, to)
  else softmaxRows(layer, from, to)
  clearFilling(layer, layer.a, from, to)
}

/** d ← d ⊙ f′(s) for examples `from` to `to` − 1. Not for softmax, whose slope its loss cancels. */
export function multiplySlope(layer: Layer, from: i32, to: i32): void {
  const kind = layer.activation
  if (kind == SIGMOID) slopeRows(SIGMOID, layer, from, to)
  else if (kind == TANH) slopeRows(TANH, layer, from, to)
  else if (kind == RELU) slopeRows(RELU, layer, from, to)
  else if (kind == SOFTPLUS) slopeRows(SOFTPLUS, layer, from, to)
  else if (kind == LEAKY_RELU) slopeRows(LEAKY_RELU, layer, from, to)
  else if (kind == ELU) slopeRows(ELU, layer, from, to)
  else if (kind == GELU) slopeRows(GELU, layer, from, to)
  else if (kind == SILU) slopeRows(SILU, layer, from, to)
  else if (kind == ELU_EXACT) slopeRows(ELU_EXACT, layer, from, to)
  else if (kind == GELU_EXACT) slopeRows(GELU_EXACT, layer, from, to)
}

// @ts-ignore: decorator
@inline
function activateRows(kind: i32, layer: Layer, from: i32, to: i32): void {
  const bytes = <usize>layer.vectors << 4
  const stride = layer.stride
  const setting = splat(layer.setting)
  for (let i = from; i < to; i++) {
    let z = layer.s + <usize>i * stride
    let a = layer.a + <usize>i * stride
    const end = z + bytes
    while (z < end) {
      v128.store(a, output(kind, v128.load(z), setting))
      z += 16
      a += 16
    }
  }
}

// @ts-ignore: decorator
@inline
function slopeRows(kind: i32, layer: Layer, from: i32, to: i32): void {
  const bytes = <usize>layer.vectors << 4
  const stride = layer.stride
  const setting = splat(layer.setting)
  for (let i = from; i < to; i++) {
    let z = layer.s + <usize>i * stride
    let a = layer.a + <usize>i * stride
    let d = layer.d + <usize>i * stride
    const end = z + bytes
    while (z < end) {
      v128.store(d, f32x4.mul(v128.load(d), slope(kind, v128.load(z), v128.load(a), setting)))
      z += 16
      a += 16
      d += 16
    }
  }
}

/** Softmax over each row, shifted by its largest number. */
function softmaxRows(layer: Layer, from: i32, to: i32): void {
  const units = layer.units
  const bytes = <usize>layer.vectors << 4
  for (let i = from; i < to; i++) {
    const z = layer.s + <usize>i * layer.stride
    const a = layer.a + <usize>i * layer.stride
    let largest = load<f32>(z)
    for (let j = 1; j < units; j++) largest = max(largest, load<f32>(z + ((<usize>j) << 2)))
    const shift = splat(largest)
    for (let j: usize = 0; j < bytes; j += 16) v128.store(a + j, exp(f32x4.sub(v128.load(z + j), shift)))
    clearFilling(layer, layer.a, i, i + 1)
    let sums = splat(0)
    for (let j: usize = 0; j < bytes; j += 16) sums = f32x4.add(sums, v128.load(a + j))
    const sum = splat(sumLanes(sums))
    for (let j: usize = 0; j < bytes; j += 16) v128.store(a + j, f32x4.div(v128.load(a + j), sum))
  }
}

/** Sets to 0 what fills up the last vector of each row. */
// @ts-ignore: decorator
@inline
export function clearFilling(layer: Layer, buffer: usize, from: i32, to: i32): void {
  const first = <usize>layer.units << 2
  const end = <usize>layer.vectors << 4
  if (first == end) return
  for (let i = from; i < to; i++) {
    const row = buffer + <usize>i * layer.stride
    for (let j = first; j < end; j += 4) store<f32>(row + j, 0)
  }
}
