import { exp } from './exponential.ts'

const INVERSE_SQRT_TWO_PI = 0.3989422804014327

/** Splits a double into two halves of 26 bits (Dekker 1971). */
const SPLITTER = 134217729

/** The normal distribution's density e^(−z²/2)/√(2π); z² is squared without rounding, so the relative error is small too. */
export function normalDensity(z: number): number {
  const t = Math.abs(z)
  if (!(t < 40)) return t === t ? 0 : z
  const c = SPLITTER * t
  const high = c - (c - t)
  return INVERSE_SQRT_TWO_PI * exp(-0.5 * high * high) * exp(-0.5 * (t - high) * (t + high))
}

/**
 * (1 + t) Φ(−t)/φ(t) for t ≥ 0, as Chebyshev coefficients in (t − 3)/(t + 3); test/reference/make_activations.py computes
 * them.
 */
const MILLS = [
  1.178456822852087, -0.15568377366551467, -0.046025207156927476, 0.028942713009137377, -0.005941318104276819,
  9.479933483125811e-5, 0.0001728511083513619, -1.115834180798935e-5, -6.3587887693641516e-6,
  3.502925372289226e-7, 2.9237005795067485e-7, 2.0931932541286054e-9, -1.4199632268740969e-8,
  -1.5329417610288626e-9, 5.8852858288207e-10, 1.6390973161782183e-10, -1.0513403971842205e-11,
  -1.1600413731548866e-11, -1.3297689295170442e-12, 5.049477847666461e-13, 1.861806923287336e-13,
  3.637618425898789e-15, -1.2232446869192904e-14, -2.997288584004865e-15, 1.9771261150680308e-16,
  2.718718111544132e-16, 5.279924880233717e-17,
] as const

/** The normal distribution function Φ(z), with a small relative error also far below 0. */
export function normalBelow(z: number): number {
  const t = Math.abs(z)
  if (!(t < 40)) return z < 0 ? 0 : t === t ? 1 : z
  const q = (t - 3) / (t + 3)
  // Clenshaw 1955
  let [next, afterNext] = [0, 0]
  for (let k = MILLS.length - 1; k > 0; k--) {
    const value = MILLS[k]! + 2 * q * next - afterNext
    afterNext = next
    next = value
  }
  const beyond = (normalDensity(t) * (MILLS[0] + q * next - afterNext)) / (1 + t)
  return z < 0 ? beyond : 1 - beyond
}
