import { takeGradient } from './gradients'
import { madd, splat } from './math'
import { Layer, Net, shareStart } from './structures'

/*
 * Batch normalization: the definitions of core/layers/batch-norm.ts. Statistics are a thread's share of the units over
 * all examples, in their order; the rest is a thread's examples.
 */

/** Mean and 1/√(variance + ε) of a thread's share of the units, and the running statistics' move toward them. */
export function measureBatch(net: Net, layer: Layer, thread: i32): void {
  const from = shareStart(layer.vectors, thread, net.threads)
  const to = shareStart(layer.vectors, thread + 1, net.threads)
  const rows = <usize>net.examples * layer.stride
  const inverseExamples = splat(net.inverseExamples)
  for (let v = from; v < to; v++) {
    const offset = <usize>v << 4
    const first = layer.z + offset
    const end = first + rows
    let sum = splat(0)
    for (let z = first; z < end; z += layer.stride) sum = f32x4.add(sum, v128.load(z))
    const mean = f32x4.mul(sum, inverseExamples)
    let squares = splat(0)
    for (let z = first; z < end; z += layer.stride) {
      const centred = f32x4.sub(v128.load(z), mean)
      squares = madd(centred, centred, squares)
    }
    const variance = f32x4.mul(squares, inverseExamples)
    v128.store(layer.mean + offset, mean)
    v128.store(layer.inverse + offset, inverseRoot(net, variance))
    if (net.movesStatistics) {
      move(layer.runningMean + offset, mean, net.normMomentum)
      move(layer.runningVariance + offset, f32x4.mul(variance, splat(net.unbiased)), net.normMomentum)
    }
  }
}

/** Takes the running statistics for a thread's share of the units. */
export function takeRunning(net: Net, layer: Layer, thread: i32): void {
  const from = shareStart(layer.vectors, thread, net.threads)
  const to = shareStart(layer.vectors, thread + 1, net.threads)
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
function move(running: usize, toward: v128, momentum: f32): void {
  const old = v128.load(running)
  v128.store(running, madd(splat(momentum), f32x4.sub(toward, old), old))
}

/** s = γ hat + β of examples `from` to `to` − 1. */
export function normalize(layer: Layer, from: i32, to: i32): void {
  const bytes = <usize>layer.vectors << 4
  for (let i = from; i < to; i++) {
    const row = <usize>i * layer.stride
    for (let j: usize = 0; j < bytes; j += 16) {
      const centred = f32x4.sub(v128.load(layer.z + row + j), v128.load(layer.mean + j))
      const hat = f32x4.mul(centred, v128.load(layer.inverse + j))
      v128.store(layer.hat + row + j, hat)
      v128.store(layer.s + row + j, madd(v128.load(layer.gamma + j), hat, v128.load(layer.beta + j)))
    }
  }
}

/** ∂C/∂γ = Σ d ⊙ hat and ∂C/∂β = Σ d of a thread's share of the units. */
export function sumGradients(net: Net, layer: Layer, thread: i32): void {
  const from = shareStart(layer.vectors, thread, net.threads)
  const to = shareStart(layer.vectors, thread + 1, net.threads)
  const rows = <usize>net.examples * layer.stride
  for (let offset = <usize>from << 4; offset < <usize>to << 4; offset += 16) {
    let gamma = splat(0)
    let beta = splat(0)
    for (let row: usize = 0; row < rows; row += layer.stride) {
      const d = v128.load(layer.d + row + offset)
      gamma = madd(d, v128.load(layer.hat + row + offset), gamma)
      beta = f32x4.add(beta, d)
    }
    v128.store(layer.dGamma + offset, gamma)
    v128.store(layer.dBeta + offset, beta)
  }
}

/** From ∂C/∂s to ∂C/∂z, in place, for examples `from` to `to` − 1. */
export function denormalize(net: Net, layer: Layer, from: i32, to: i32): void {
  const bytes = <usize>layer.vectors << 4
  const inverseExamples = net.usesBatchStatistics ? splat(net.inverseExamples) : splat(0)
  for (let i = from; i < to; i++) {
    const row = <usize>i * layer.stride
    for (let j: usize = 0; j < bytes; j += 16) {
      const scale = f32x4.mul(v128.load(layer.gamma + j), v128.load(layer.inverse + j))
      const mean = f32x4.mul(v128.load(layer.dBeta + j), inverseExamples)
      const slope = f32x4.mul(v128.load(layer.dGamma + j), inverseExamples)
      const d = layer.d + row + j
      const hat = v128.load(layer.hat + row + j)
      v128.store(
        d,
        f32x4.mul(scale, f32x4.sub(f32x4.sub(v128.load(d), mean), f32x4.mul(hat, slope))),
      )
    }
  }
}

/** What becomes of the gradients of γ and β, a thread's share of them. */
export function gradientNorm(net: Net, layer: Layer, thread: i32): void {
  const from = shareStart(layer.vectors, thread, net.threads)
  const vectors = shareStart(layer.vectors, thread + 1, net.threads) - from
  const offset = <usize>from << 4
  takeGradient(net, layer.gamma + offset, layer.dGamma + offset, vectors, false)
  takeGradient(net, layer.beta + offset, layer.dBeta + offset, vectors, false)
}
