import { ln } from './logarithm.ts'

/*
 * Exponentials made of + − × / alone, so that every engine gives the same last bit.
 * `exp` follows fdlibm's e_exp.c (Sun Microsystems 1993), error below 1 ulp.
 */

const LN2_HIGH = 6.9314718036912381649e-1
const LN2_LOW = 1.90821492927058770002e-10
const INVERSE_LN2 = 1.442695040888963387

/** 2^k for k from −1074 to 1023, at k + 1074. */
const powersOfTwo = new Float64Array(2098)
for (let k = 0, power = 1; k <= 1023; k++, power *= 2) powersOfTwo[k + 1074] = power
for (let k = -1, power = 0.5; k >= -1074; k--, power *= 0.5) powersOfTwo[k + 1074] = power

/** e^x. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Infinity
  if (x < -745.1332191019411) return 0
  if (x !== x) return x
  // x = k ln 2 + r, |r| ≤ ln 2 / 2
  const k = (INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5)) | 0
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  const t = r * r
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t *
              (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))))
  const y = 1 - (low - (r * c) / (2 - c) - high)
  // two factors: 2^1024 has no double, and a denormal result must be rounded once
  if (k > 1023) return y * 2 * powersOfTwo[k - 1 + 1074]!
  if (k < -1021) return y * powersOfTwo[k + 1000 + 1074]! * powersOfTwo[-1000 + 1074]!
  return y * powersOfTwo[k + 1074]!
}

/** e^x − 1, exact for small x too (Kahan's correction; HP-15C Advanced Functions Handbook 1982). */
export function expm1(x: number): number {
  const u = exp(x)
  if (u === 1) return x
  if (u === Infinity) return u
  const difference = u - 1
  return difference === -1 ? -1 : (difference * x) / ln(u)
}

/** The hyperbolic tangent. */
export function tanh(x: number): number {
  if (x > 22) return 1
  if (x < -22) return -1
  const t = expm1(2 * x)
  return t / (t + 2)
}

/** base^exponent for a whole exponent ≥ 0, by repeated squaring. */
export function wholePower(base: number, exponent: number): number {
  let result = 1
  for (let factor = base, rest = exponent; rest > 0; rest = Math.floor(rest / 2), factor *= factor) {
    if (rest % 2 === 1) result *= factor
  }
  return result
}
