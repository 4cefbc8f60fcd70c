import {
  constant,
  EXP_1,
  EXP_2,
  EXP_3,
  EXP_4,
  EXP_5,
  EXP_6,
  EXP_LEAST,
  EXP_MOST,
  LOG2_E,
  MINUS_LN2_HIGH,
  MINUS_LN2_LOW,
  ONE,
  SHIFTER,
} from './constants'

/*
 * exp, ln and their kin on four 32-bit floats, from + − × ÷ and bit patterns: within 2 units in the last place where
 * not said otherwise. Polynomials are Cephes' (Moshier, single precision); erf is N. Juffa's minimax pair.
 */

/** a b + c; in the relaxed build with one rounding where the machine can. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c)
  return f32x4.add(c, f32x4.mul(a, b))
}

// @ts-ignore: decorator
@inline
export function splat(x: f32): v128 {
  return f32x4.splat(x)
}

/** The sum of four lanes. */
// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  )
}

/** The polynomial part of exp over [−½ ln 2, ½ ln 2]: eʳ − 1. */
// @ts-ignore: decorator
@inline
function expm1Reduced(r: v128): v128 {
  let p = constant(EXP_6)
  p = madd(p, r, constant(EXP_5))
  p = madd(p, r, constant(EXP_4))
  p = madd(p, r, constant(EXP_3))
  p = madd(p, r, constant(EXP_2))
  p = madd(p, r, constant(EXP_1))
  return madd(f32x4.mul(p, r), r, r)
}

/** x within ±87; what is no number stays none. */
// @ts-ignore: decorator
@inline
function hold(x: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, constant(EXP_LEAST)), constant(EXP_MOST))
}

/**
 * 2ⁿ, of a whole n plus SHIFTER = 1.5 · 2²³, whose addition has rounded to the nearest whole number: n is in the last
 * bits then, and moved to where the exponent is and added to the bits of 1, it is the power.
 */
// @ts-ignore: decorator
@inline
function powerOfTwo(shifted: v128): v128 {
  return i32x4.add(i32x4.shl(shifted, 23), constant(ONE))
}

/** eˣ, of x held within ±87. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const held = hold(x)
  const shifted = f32x4.add(f32x4.mul(held, constant(LOG2_E)), constant(SHIFTER))
  const n = f32x4.sub(shifted, constant(SHIFTER))
  let r = madd(n, constant(MINUS_LN2_HIGH), held)
  r = madd(n, constant(MINUS_LN2_LOW), r)
  const power = powerOfTwo(shifted)
  return f32x4.mul(f32x4.add(expm1Reduced(r), constant(ONE)), power)
}

/** eˣ − 1, of x held within ±87; exact to relative rounding also near 0. */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  const held = hold(x)
  const shifted = f32x4.add(f32x4.mul(held, constant(LOG2_E)), constant(SHIFTER))
  const n = f32x4.sub(shifted, constant(SHIFTER))
  let r = madd(n, constant(MINUS_LN2_HIGH), held)
  r = madd(n, constant(MINUS_LN2_LOW), r)
  const power = powerOfTwo(shifted)
  const small = expm1Reduced(r)
  const large = f32x4.sub(f32x4.mul(f32x4.add(small, constant(ONE)), power), constant(ONE))
  return v128.bitselect(small, large, f32x4.eq(n, splat(0)))
}

/** ln x of a normal x > 0. */
// @ts-ignore: decorator
@inline
export function ln(x: v128): v128 {
  const exponent = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126))
  let m = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000))
  // Mantissas from ½ to 1: those below √½ are doubled, so that m − 1 lies around 0.
  const isLow = f32x4.lt(m, splat(0.707106781186547524))
  const n = f32x4.sub(f32x4.convert_i32x4_s(exponent), v128.and(isLow, splat(1)))
  m = f32x4.sub(f32x4.add(m, v128.and(isLow, m)), splat(1))
  const square = f32x4.mul(m, m)
  let p = splat(7.0376836292e-2)
  p = madd(p, m, splat(-1.1514610310e-1))
  p = madd(p, m, splat(1.1676998740e-1))
  p = madd(p, m, splat(-1.2420140846e-1))
  p = madd(p, m, splat(1.4249322787e-1))
  p = madd(p, m, splat(-1.6668057665e-1))
  p = madd(p, m, splat(2.0000714765e-1))
  p = madd(p, m, splat(-2.4999993993e-1))
  p = madd(p, m, splat(3.3333331174e-1))
  let y = f32x4.mul(f32x4.mul(p, m), square)
  y = madd(n, splat(-2.12194440e-4), y)
  y = madd(square, splat(-0.5), y)
  return madd(n, splat(0.693359375), f32x4.add(m, y))
}

/** ln(1 + e) of e ≥ 0; exact to relative rounding also near 0. */
// @ts-ignore: decorator
@inline
export function lnOnePlus(e: v128): v128 {
  const u = f32x4.add(e, splat(1))
  // What rounding 1 + e lost is made good by e/(u − 1) (Kahan).
  const rest = f32x4.sub(u, splat(1))
  const corrected = f32x4.mul(ln(u), f32x4.div(e, rest))
  return v128.bitselect(e, corrected, f32x4.eq(rest, splat(0)))
}

/** ln(1 + e⁻ᵗ) of t ≥ 0. */
// @ts-ignore: decorator
@inline
export function lnOnePlusExpMinus(t: v128): v128 {
  return lnOnePlus(exp(f32x4.neg(t)))
}

/** 1/(1 + e⁻ˣ). */
// @ts-ignore: decorator
@inline
export function logistic(x: v128): v128 {
  return f32x4.div(constant(ONE), f32x4.add(constant(ONE), exp(f32x4.neg(x))))
}

// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const square = f32x4.mul(x, x)
  let p = splat(-5.70498872745e-3)
  p = madd(p, square, splat(2.06390887954e-2))
  p = madd(p, square, splat(-5.37397155531e-2))
  p = madd(p, square, splat(1.33314422036e-1))
  p = madd(p, square, splat(-3.33332819422e-1))
  const small = madd(f32x4.mul(p, square), x, x)
  const t = f32x4.abs(x)
  const e = exp(f32x4.add(t, t))
  const large = f32x4.sub(splat(1), f32x4.div(splat(2), f32x4.add(e, splat(1))))
  const signed = v128.or(large, v128.and(x, splat(-0.0)))
  return v128.bitselect(small, signed, f32x4.lt(t, splat(0.625)))
}

// @ts-ignore: decorator
@inline
export function erf(x: v128): v128 {
  const t = f32x4.abs(x)
  const square = f32x4.mul(x, x)
  let r = madd(splat(-1.72853470e-5), t, splat(3.83197126e-4))
  const u = madd(splat(-3.88396438e-3), t, splat(2.42546219e-2))
  r = madd(r, square, u)
  r = madd(r, t, splat(-1.06777877e-1))
  r = madd(r, t, splat(-6.34846687e-1))
  r = madd(r, t, splat(-1.28717512e-1))
  r = madd(r, t, f32x4.neg(t))
  const large = v128.or(f32x4.sub(splat(1), exp(r)), v128.and(x, splat(-0.0)))
  let p = splat(-5.96761703e-4)
  p = madd(p, square, splat(4.99119423e-3))
  p = madd(p, square, splat(-2.67681349e-2))
  p = madd(p, square, splat(1.12819925e-1))
  p = madd(p, square, splat(-3.76125336e-1))
  p = madd(p, square, splat(1.28379166e-1))
  const small = madd(p, x, x)
  return v128.bitselect(small, large, f32x4.lt(t, splat(0.927734375)))
}

/** The normal distribution's density e^(−z²/2)/√(2π); z is split, so that its square is not rounded. Not below 1e-38. */
// @ts-ignore: decorator
@inline
export function normalDensity(z: v128): v128 {
  const t = f32x4.abs(z)
  const high = v128.and(t, i32x4.splat(0xfffff000))
  const first = exp(f32x4.mul(f32x4.mul(splat(-0.5), high), high))
  const rest = exp(f32x4.mul(f32x4.mul(splat(-0.5), f32x4.sub(t, high)), f32x4.add(t, high)))
  return f32x4.mul(f32x4.mul(splat(0.3989422804014327), first), rest)
}

/**
 * The normal distribution function Φ(z), of which the density is known: below 0 as density × polynomial in (t − 3)/(t + 3)
 * over 1 + t, t = |z|, which keeps its digits far out. test/reference/make_activations.py computes the polynomial.
 */
// @ts-ignore: decorator
@inline
export function normalBelow(z: v128, density: v128): v128 {
  const t = f32x4.abs(z)
  const q = f32x4.div(f32x4.sub(t, splat(3)), f32x4.add(t, splat(3)))
  let p = splat(1.5696368063800037e-4)
  p = madd(p, q, splat(9.006732580019161e-5))
  p = madd(p, q, splat(-1.2064095353707671e-3))
  p = madd(p, q, splat(-9.167958633042872e-4))
  p = madd(p, q, splat(7.502594497054815e-3))
  p = madd(p, q, splat(2.918530721217394e-3))
  p = madd(p, q, splat(-5.696752667427063e-2))
  p = madd(p, q, splat(1.1320777237415314e-1))
  p = madd(p, q, splat(-4.118971899151802e-2))
  p = madd(p, q, splat(-2.4195663630962372e-1))
  p = madd(p, q, splat(1.2183611392974854))
  const beyond = f32x4.div(f32x4.mul(density, p), f32x4.add(t, splat(1)))
  return v128.bitselect(beyond, f32x4.sub(splat(1), beyond), f32x4.lt(z, splat(0)))
}
