/*
 * Natural logarithms made of + − × / alone, so that every engine gives the same last bit.
 * `ln` follows fdlibm's e_log.c (Sun Microsystems 1993), error below 1 ulp.
 */

const LN2_HIGH = 6.9314718036912381649e-1
const LN2_LOW = 1.90821492927058770002e-10

const float = new Float64Array(1)
const words = new Uint32Array(float.buffer)
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0

/** Natural logarithm; ln(0) = −∞, NaN below 0. */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  let k = 0
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984 // 2^54: out of the denormals
    k = -54
  }
  float[0] = x
  const high = words[HIGH]!
  // x = 2^k (1 + f) with √2/2 < 1 + f < √2
  const mantissa = high & 0x000fffff
  const above = (mantissa + 0x95f64) & 0x100000
  words[HIGH] = mantissa | (above ^ 0x3ff00000)
  k += (high >>> 20) - 1023 + (above >>> 20)
  const f = float[0] - 1

  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const even = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332))
  const odd =
    z *
    (0.666666666666673513 +
      w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591)))
  const remainder = even + odd
  const half = 0.5 * f * f
  return k * LN2_HIGH - (half - (s * (half + remainder) + k * LN2_LOW) - f)
}

/** ln(1 + x), exact for small x too (Kahan's correction; HP-15C Advanced Functions Handbook 1982). */
export function ln1p(x: number): number {
  const u = 1 + x
  if (u === 1) return x
  if (u === Infinity) return u
  return (ln(u) * x) / (u - 1)
}
