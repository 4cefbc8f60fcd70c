/*
 * Batch normalization (Ioffe and Szegedy 2015), PyTorch's definition. Legend: m examples, u units; z, zn, hat (m, u)
 * row-major; all others (u).
 */

/** What a forward pass over a batch leaves for the backward pass. */
export interface BatchNormTrace {
  /** The normalized input, before gamma and beta, `(m, u)`. */
  readonly hat: Float64Array
  /** The batch's means. */
  readonly mean: Float64Array
  /** The batch's biased variances. */
  readonly variance: Float64Array
  /** 1/√(variance + ε) of the statistics that were used. */
  readonly inverse: Float64Array
}

export function createBatchNormTrace(batchSize: number, units: number): BatchNormTrace {
  return {
    hat: new Float64Array(batchSize * units),
    mean: new Float64Array(units),
    variance: new Float64Array(units),
    inverse: new Float64Array(units),
  }
}

/** Views of one layer's batch normalization parameters, each `(u)`. */
export interface BatchNormParameters {
  readonly gamma: Float64Array
  readonly beta: Float64Array
  readonly runningMean: Float64Array
  readonly runningVariance: Float64Array
}

/** zn = γ (z − mean)/√(variance + ε) + β with the batch's statistics. Needs m ≥ 2. */
export function batchNormForwardBatch(
  zn: Float64Array,
  z: Float64Array,
  { gamma, beta }: BatchNormParameters,
  trace: BatchNormTrace,
  epsilon: number,
  m: number,
  u: number,
): void {
  for (let j = 0; j < u; j++) {
    let sum = 0
    for (let i = 0; i < m; i++) sum += z[i * u + j]!
    const mean = sum / m
    let squares = 0
    for (let i = 0; i < m; i++) squares += (z[i * u + j]! - mean) * (z[i * u + j]! - mean)
    const variance = squares / m
    const inverse = 1 / Math.sqrt(variance + epsilon)
    for (let i = 0; i < m; i++) {
      const hat = (z[i * u + j]! - mean) * inverse
      trace.hat[i * u + j] = hat
      zn[i * u + j] = gamma[j]! * hat + beta[j]!
    }
    trace.mean[j] = mean
    trace.variance[j] = variance
    trace.inverse[j] = inverse
  }
}

/** zn = γ (z − mean)/√(variance + ε) + β with the running statistics. */
export function batchNormForwardRunning(
  zn: Float64Array,
  z: Float64Array,
  { gamma, beta, runningMean, runningVariance }: BatchNormParameters,
  trace: BatchNormTrace,
  epsilon: number,
  m: number,
  u: number,
): void {
  for (let j = 0; j < u; j++) {
    const inverse = 1 / Math.sqrt(runningVariance[j]! + epsilon)
    for (let i = 0; i < m; i++) {
      const hat = (z[i * u + j]! - runningMean[j]!) * inverse
      trace.hat[i * u + j] = hat
      zn[i * u + j] = gamma[j]! * hat + beta[j]!
    }
    trace.inverse[j] = inverse
  }
}

/**
 * From dzn to dz, in place, after `batchNormForwardBatch`; dgamma and dbeta are set.
 * dz = γ/√(variance + ε) (dzn − mean(dzn) − hat · mean(dzn ⊙ hat)).
 */
export function batchNormBackwardBatch(
  d: Float64Array,
  dgamma: Float64Array,
  dbeta: Float64Array,
  gamma: Float64Array,
  { hat, inverse }: BatchNormTrace,
  m: number,
  u: number,
): void {
  sumBatchNormGradients(d, dgamma, dbeta, hat, m, u)
  for (let j = 0; j < u; j++) {
    const scale = gamma[j]! * inverse[j]!
    const mean = dbeta[j]! / m
    const slope = dgamma[j]! / m
    for (let i = 0; i < m; i++) d[i * u + j] = scale * (d[i * u + j]! - mean - hat[i * u + j]! * slope)
  }
}

/** From dzn to dz, in place, after `batchNormForwardRunning`, whose statistics are constants. */
export function batchNormBackwardRunning(
  d: Float64Array,
  dgamma: Float64Array,
  dbeta: Float64Array,
  gamma: Float64Array,
  { hat, inverse }: BatchNormTrace,
  m: number,
  u: number,
): void {
  sumBatchNormGradients(d, dgamma, dbeta, hat, m, u)
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < u; j++) d[i * u + j]! *= gamma[j]! * inverse[j]!
  }
}

/** dgamma = Σᵢ d ⊙ hat and dbeta = Σᵢ d. */
function sumBatchNormGradients(
  d: Float64Array,
  dgamma: Float64Array,
  dbeta: Float64Array,
  hat: Float64Array,
  m: number,
  u: number,
): void {
  dgamma.fill(0)
  dbeta.fill(0)
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < u; j++) {
      dgamma[j]! += d[i * u + j]! * hat[i * u + j]!
      dbeta[j]! += d[i * u + j]!
    }
  }
}

/**
 * Moves the running statistics toward the batch's: r ← (1 − momentum) r + momentum · batch, the variance taken
 * unbiased (m/(m − 1)), as in PyTorch.
 */
export function updateRunningStatistics(
  { runningMean, runningVariance }: BatchNormParameters,
  { mean, variance }: BatchNormTrace,
  momentum: number,
  m: number,
): void {
  for (let j = 0; j < mean.length; j++) {
    runningMean[j]! += momentum * (mean[j]! - runningMean[j]!)
    runningVariance[j]! += momentum * ((variance[j]! * m) / (m - 1) - runningVariance[j]!)
  }
}
