import { takeGradient } from './gradients'
import { madd, splat } from './math'
import { second, STEP, STEP_BYTES, storeStep } from './panels'
import { Layer, Net, stepShareStart } from './structures'

/*
 * Batch normalization: the definitions of core/layers/batch-norm.ts. Statistics are a thread's share of the units over
 * all examples, in their order; the rest is a thread's examples.
 */

/** Mean and 1/√(variance + ε) of a thread's share of the units, and the running statistics' move toward them. */
export function measureBatch(net: Net, layer: Layer, thread: i32): void {
  const from = stepShareStart(layer.vectors, thread, net.threads)
  const to = stepShareStart(layer.vectors, thread + 1, net.threads)
  const rows = <usize>net.examples * layer.stride
  const inverseExamples = splat(net.inverseExamples)
  for (let v = from; v < to; v += STEP) {
    const offset = <usize>v << 4
    const first = layer.z + offset
    const end = first + rows
    let sum0 = splat(0)
    let sum1 = sum0
    for (let z = first; z < end; z += layer.stride) {
      sum0 = f32x4.add(sum0, v128.load(z))
      sum1 = f32x4.add(sum1, second(z))
    }
    const mean0 = f32x4.mul(sum0, inverseExamples)
    const mean1 = f32x4.mul(sum1, inverseExamples)
    let squares0 = splat(0)
    let squares1 = squares0
    for (let z = first; z < end; z += layer.stride) {
      const centred0 = f32x4.sub(v128.load(z), mean0)
      const centred1 = f32x4.sub(second(z), mean1)
      squares0 = madd(centred0, centred0, squares0)
      squares1 = madd(centred1, centred1, squares1)
    }
    const variance0 = f32x4.mul(squares0, inverseExamples)
    const variance1 = f32x4.mul(squares1, inverseExamples)
    storeStep(layer.mean + offset, mean0, mean1)
    storeStep(layer.inverse + offset, inverseRoot(net, variance0), inverseRoot(net, variance1))
    if (net.movesStatistics) {
      const unbiased = splat(net.unbiased)
      move(layer.runningMean + offset, mean0, mean1, net.normMomentum)
      move(
        layer.runningVariance + offset,
        f32x4.mul(variance0, unbiased),
        f32x4.mul(variance1, unbiased),
        net.normMomentum,
      )
    }
  }
}

/** Takes the running statistics for a thread's share of the units. */
export function takeRunning(net: Net, layer: Layer, thread: i32): void {
  const from = stepShareStart(layer.vectors, thread, net.threads)
  const to = stepShareStart(layer.vectors, thread + 1, net.threads)
  for (let offset = <usize>from << 4; offset < <usize>to << 4; offset += 16) {
    v128.store(layer.mean + offset, v128.load(layer.runningMean + offset))
    v128.store(layer.inverse + offset, inverseRoot(net, v128.load(layer.runningVariance + offset)))
  }
}

// @ts-ignore: decorator
@inline
function inverseRoot(net: Net, variance: v128): v128 {
  return f32x4.div(splat(1), f32x4.sqrt(f32x4.add(variance, splat(net.normEpsilon))))
}

// @ts-ignore: decorator
@inline
function move(running: usize, toward0: v128, toward1: v128, momentum: f32): void {
  const old0 = v128.load(running)
  const old1 = second(running)
  const share = splat(momentum)
  const new0 = madd(share, f32x4.sub(toward0, old0), old0)
  const new1 = madd(share, f32x4.sub(toward1, old1), old1)
  storeStep(running, new0, new1)
}

/** s = γ hat + β of examples `from` to `to` − 1. */
export function normalize(layer: Layer, from: i32, to: i32): void {
  const bytes = <usize>layer.vectors << 4
  for (let i = from; i < to; i++) {
    const row = <usize>i * layer.stride
    for (let j: usize = 0; j < bytes; j += STEP_BYTES) {
      const centred0 = f32x4.sub(v128.load(layer.z + row + j), v128.load(layer.mean + j))
      const centred1 = f32x4.sub(second(layer.z + row + j), second(layer.mean + j))
      const hat0 = f32x4.mul(centred0, v128.load(layer.inverse + j))
      const hat1 = f32x4.mul(centred1, second(layer.inverse + j))
      storeStep(layer.hat + row + j, hat0, hat1)
      const s0 = madd(v128.load(layer.gamma + j), hat0, v128.load(layer.beta + j))
      const s1 = madd(second(layer.gamma + j), hat1, second(layer.beta + j))
      storeStep(layer.s + row + j, s0, s1)
    }
  }
}

/** ∂C/∂γ = Σ d ⊙ hat and ∂C/∂β = Σ d of a thread's share of the units. */
export function sumGradients(net: Net, layer: Layer, thread: i32): void {
  const from = stepShareStart(layer.vectors, thread, net.threads)
  const to = stepShareStart(layer.vectors, thread + 1, net.threads)
  const rows = <usize>net.examples * layer.stride
  for (let offset = <usize>from << 4; offset < <usize>to << 4; offset += STEP_BYTES) {
    let gamma0 = splat(0)
    let gamma1 = gamma0
    let beta0 = gamma0
    let beta1 = gamma0
    for (let row: usize = 0; row < rows; row += layer.stride) {
      const d0 = v128.load(layer.d + row + offset)
      const d1 = second(layer.d + row + offset)
      gamma0 = madd(d0, v128.load(layer.hat + row + offset), gamma0)
      gamma1 = madd(d1, second(layer.hat + row + offset), gamma1)
      beta0 = f32x4.add(beta0, d0)
      beta1 = f32x4.add(beta1, d1)
    }
    storeStep(layer.dGamma + offset, gamma0, gamma1)
    storeStep(layer.dBeta + offset, beta0, beta1)
  }
}

/** From ∂C/∂s to ∂C/∂z, in place, for examples `from` to `to` − 1. */
export function denormalize(net: Net, layer: Layer, from: i32, to: i32): void {
  const bytes = <usize>layer.vectors << 4
  const inverseExamples = net.usesBatchStatistics ? splat(net.inverseExamples) : splat(0)
  for (let i = from; i < to; i++) {
    const row = <usize>i * layer.stride
    for (let j: usize = 0; j < bytes; j += STEP_BYTES) {
      const scale0 = f32x4.mul(v128.load(layer.gamma + j), v128.load(layer.inverse + j))
      const scale1 = f32x4.mul(second(layer.gamma + j), second(layer.inverse + j))
      const mean0 = f32x4.mul(v128.load(layer.dBeta + j), inverseExamples)
      const mean1 = f32x4.mul(second(layer.dBeta + j), inverseExamples)
      const slope0 = f32x4.mul(v128.load(layer.dGamma + j), inverseExamples)
      const slope1 = f32x4.mul(second(layer.dGamma + j), inverseExamples)
      const d = layer.d + row + j
      const part0 = f32x4.mul(v128.load(layer.hat + row + j), slope0)
      const part1 = f32x4.mul(second(layer.hat + row + j), slope1)
      const d0 = f32x4.mul(scale0, f32x4.sub(f32x4.sub(v128.load(d), mean0), part0))
      const d1 = f32x4.mul(scale1, f32x4.sub(f32x4.sub(second(d), mean1), part1))
      storeStep(d, d0, d1)
    }
  }
}

/** What becomes of the gradients of γ and β, a thread's share of them. */
export function gradientNorm(net: Net, layer: Layer, thread: i32): void {
  const from = stepShareStart(layer.vectors, thread, net.threads)
  const vectors = stepShareStart(layer.vectors, thread + 1, net.threads) - from
  const offset = <usize>from << 4
  takeGradient(net, layer.gamma + offset, layer.dGamma + offset, vectors, false)
  takeGradient(net, layer.beta + offset, layer.dBeta + offset, vectors, false)
}
