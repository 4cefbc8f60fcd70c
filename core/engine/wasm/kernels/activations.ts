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
import { second, STEP, STEP_BYTES, storeStep } from './panels'
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
      storeStep(a, output(kind, v128.load(z), setting), output(kind, second(z), setting))
      z += STEP_BYTES
      a += STEP_BYTES
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
      const d0 = f32x4.mul(v128.load(d), slope(kind, v128.load(z), v128.load(a), setting))
      const d1 = f32x4.mul(second(d), slope(kind, second(z), second(a), setting))
      storeStep(d, d0, d1)
      z += STEP_BYTES
      a += STEP_BYTES
      d += STEP_BYTES
    }
  }
}

/** Softmax over each row, shifted by its largest number. */
function softmaxRows(layer: Layer, from: i32, to: i32): void {
  const bytes = <usize>layer.vectors << 4
  for (let i = from; i < to; i++) {
    const z = layer.s + <usize>i * layer.stride
    const a = layer.a + <usize>i * layer.stride
    const shift = splat(largestOf(layer, z))
    for (let j: usize = 0; j < bytes; j += STEP_BYTES) {
      storeStep(a + j, exp(f32x4.sub(v128.load(z + j), shift)), exp(f32x4.sub(second(z + j), shift)))
    }
    clearFilling(layer, layer.a, i, i + 1)
    let sums = splat(0)
    for (let j: usize = 0; j < bytes; j += 16) sums = f32x4.add(sums, v128.load(a + j))
    const sum = splat(sumLanes(sums))
    for (let j: usize = 0; j < bytes; j += STEP_BYTES) {
      storeStep(a + j, f32x4.div(v128.load(a + j), sum), f32x4.div(second(a + j), sum))
    }
  }
}

/** The largest of a row's numbers, of which there is one for each unit; no number where one of them is none. */
// @ts-ignore: decorator
@inline
export function largestOf(layer: Layer, row: usize): f32 {
  const last = <usize>((layer.units - 1) >> 2) << 4
  let largest = onlyUnits(layer, last, v128.load(row + last), v128.load32_splat(row))
  for (let j: usize = 0; j < last; j += 16) largest = f32x4.max(largest, v128.load(row + j))
  largest = f32x4.max(largest, i32x4.shuffle(largest, largest, 2, 3, 0, 1))
  return f32x4.extract_lane(f32x4.max(largest, i32x4.shuffle(largest, largest, 1, 0, 3, 2)), 0)
}

/** A vector `offset` bytes into a row, and `other` in the lanes that no unit fills. */
// @ts-ignore: decorator
@inline
export function onlyUnits(layer: Layer, offset: usize, v: v128, other: v128): v128 {
  return v128.bitselect(v, other, isUnit(layer, offset))
}

/** Which lanes of the vector `offset` bytes into a row belong to units. */
// @ts-ignore: decorator
@inline
export function isUnit(layer: Layer, offset: usize): v128 {
  return i32x4.lt_s(lanesAt(offset), i32x4.splat(layer.units))
}

/** The units' numbers of the lanes of the vector `offset` bytes into a row. */
// @ts-ignore: decorator
@inline
export function lanesAt(offset: usize): v128 {
  return i32x4.add(i32x4.splat(<i32>(offset >> 2)), i32x4(0, 1, 2, 3))
}

/** Sets to 0 what fills up the last step of each row. */
// @ts-ignore: decorator
@inline
export function clearFilling(layer: Layer, buffer: usize, from: i32, to: i32): void {
  if (layer.units == layer.vectors << 2) return
  // The whole step at once: it is loaded whole soon, which waits for smaller stores.
  const offset = <usize>(layer.vectors - STEP) << 4
  const mask0 = isUnit(layer, offset)
  const mask1 = isUnit(layer, offset + 16)
  for (let i = from; i < to; i++) {
    const p = buffer + <usize>i * layer.stride + offset
    storeStep(p, v128.and(v128.load(p), mask0), v128.and(second(p), mask1))
  }
}
