/*
 * The affine map of a fully connected layer, plain loops. Legend:
 * m examples, n inputs, u units; x (m, n), w (u, n), b (u), z (m, u), all row-major.
 */

/** z = x wᵀ + b. */
export function affineForward(
  z: Float64Array,
  x: Float64Array,
  w: Float64Array,
  b: Float64Array,
  m: number,
  n: number,
  u: number,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < u; j++) {
      let sum = b[j]!
      for (let k = 0; k < n; k++) sum += x[i * n + k]! * w[j * n + k]!
      z[i * u + j] = sum
    }
  }
}

/** dx = dz w. */
export function affineBackwardInput(
  dx: Float64Array,
  dz: Float64Array,
  w: Float64Array,
  m: number,
  n: number,
  u: number,
): void {
  dx.fill(0, 0, m * n)
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < u; j++) {
      const delta = dz[i * u + j]!
      for (let k = 0; k < n; k++) dx[i * n + k]! += delta * w[j * n + k]!
    }
  }
}

/** dw += dzᵀ x and db += Σᵢ dz. */
export function affineBackwardParameters(
  dw: Float64Array,
  db: Float64Array,
  dz: Float64Array,
  x: Float64Array,
  m: number,
  n: number,
  u: number,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < u; j++) {
      const delta = dz[i * u + j]!
      db[j]! += delta
      for (let k = 0; k < n; k++) dw[j * n + k]! += delta * x[i * n + k]!
    }
  }
}
