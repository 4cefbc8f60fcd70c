/*
 * core/math/trigonometry.ts again, to the bit: sine and cosine in 64 bits after fdlibm's k_sin.c and k_cos.c (Sun
 * Microsystems 1993).
 */

/** sin(x + quarters · π/2), for |x| up to 10⁶. */
export function sinOfQuadrant(x: f64, quarters: i32): f64 {
  const n = floor<f64>(x * 6.36619772367581382433e-1 + 0.5)
  const r = x - n * 1.5707963267341256 - n * 6.077100506303966e-11 - n * 2.0222662487959506e-21
  const quadrant = (<i32>n + quarters) & 3
  const y = quadrant & 1 ? cosKernel(r) : sinKernel(r)
  return quadrant > 1 ? -y : y
}

/** sin r for |r| ≤ π/4. */
function sinKernel(r: f64): f64 {
  const z = r * r
  const tail =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)))
  return r + z * r * (-1.66666666666666324348e-1 + z * tail)
}

/** cos r for |r| ≤ π/4. */
function cosKernel(r: f64): f64 {
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
