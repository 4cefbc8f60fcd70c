/*
 * Sine and cosine made of + − × / alone, so that every engine gives the same last bit.
 * The kernels follow fdlibm's k_sin.c and k_cos.c (Sun Microsystems 1993).
 */

const TWO_OVER_PI = 6.36619772367581382433e-1
/** π/2 in three parts; the first two have 33 bits each, so that a multiple of them below 2²⁰ is exact. */
const HALF_PI_1 = 1.5707963267341256
const HALF_PI_2 = 6.077100506303966e-11
const HALF_PI_3 = 2.0222662487959506e-21

/** sin x, for |x| up to 10⁶, with an error of at most 2⁻⁵². */
export function sin(x: number): number {
  return sinOfQuadrant(x, 0)
}

/** cos x, for |x| up to 10⁶, with an error of at most 2⁻⁵². */
export function cos(x: number): number {
  return sinOfQuadrant(x, 1)
}

/** sin(x + quarters · π/2). */
function sinOfQuadrant(x: number, quarters: number): number {
  const n = Math.floor(x * TWO_OVER_PI + 0.5)
  const r = x - n * HALF_PI_1 - n * HALF_PI_2 - n * HALF_PI_3
  switch ((n + quarters) & 3) {
    case 0:
      return sinKernel(r)
    case 1:
      return cosKernel(r)
    case 2:
      return -sinKernel(r)
    default:
      return -cosKernel(r)
  }
}

/** sin r for |r| ≤ π/4. */
function sinKernel(r: number): number {
  const z = r * r
  const tail =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)))
  return r + z * r * (-1.66666666666666324348e-1 + z * tail)
}

/** cos r for |r| ≤ π/4. */
function cosKernel(r: number): number {
  const z = r * r
  const tail =
    4.16666666666666019037e-2 +
    z *
      (-1.38888888888741095749e-3 +
        z *
          (2.48015872894767294178e-5 +
            z *
              (-2.75573143513906633035e-7 +
                z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11))))
  return 1 - (0.5 * z - z * z * tail)
}
