import { madd, splat } from './math'
import { Net } from './structures'

// Numbers of the optimizers: their index in core/optimizers/names.ts.
const SGD: i32 = 0
const MOMENTUM: i32 = 1
const NESTEROV: i32 = 2
const ADAGRAD: i32 = 3
const RMSPROP: i32 = 4
const ADAM: i32 = 5
const ADAMW: i32 = 6

/** Memory below this size becomes 0: what decays would end as denormal numbers, which are slow. */
const NOTHING: f32 = 1e-30

// @ts-ignore: decorator
@inline
function flush(x: v128): v128 {
  return v128.and(x, f32x4.gt(f32x4.abs(x), splat(NOTHING)))
}

/**
 * One step of the optimizer on `vectors` vectors of parameters at `p` with the gradient at `g`: the definitions of
 * core/optimizers/optimizers.ts.
 */
export function optimize(net: Net, p: usize, g: usize, vectors: i32): void {
  const kind = net.optimizer
  if (kind == SGD) optimizeAs(SGD, net, p, g, vectors)
  else if (kind == MOMENTUM) optimizeAs(MOMENTUM, net, p, g, vectors)
  else if (kind == NESTEROV) optimizeAs(NESTEROV, net, p, g, vectors)
  else if (kind == ADAGRAD) optimizeAs(ADAGRAD, net, p, g, vectors)
  else if (kind == RMSPROP) optimizeAs(RMSPROP, net, p, g, vectors)
  else if (kind == ADAM) optimizeAs(ADAM, net, p, g, vectors)
  else optimizeAs(ADAMW, net, p, g, vectors)
}

// @ts-ignore: decorator
@inline
function optimizeAs(kind: i32, net: Net, at: usize, g: usize, vectors: i32): void {
  const rate = splat(net.learningRate)
  const decay1 = splat(net.decay1)
  const rest1 = splat(net.rest1)
  const decay2 = splat(net.decay2)
  const rest2 = splat(net.rest2)
  const epsilon = splat(net.epsilon)
  const correction = splat(net.correction)
  const kept = splat(net.kept)
  const to1 = net.toMemory1
  const to2 = net.toMemory2
  const end = at + (<usize>vectors << 4)
  for (let p = at; p < end; p += 16) {
    const slope = v128.load(g)
    let w = v128.load(p)
    if (kind == SGD) w = f32x4.sub(w, f32x4.mul(rate, slope))
    if (kind == MOMENTUM || kind == NESTEROV) {
      const v = flush(madd(decay1, v128.load(p + to1), slope))
      v128.store(p + to1, v)
      w = f32x4.sub(w, f32x4.mul(rate, kind == NESTEROV ? madd(decay1, v, slope) : v))
    }
    if (kind == ADAGRAD) {
      const s = madd(slope, slope, v128.load(p + to1))
      v128.store(p + to1, s)
      w = f32x4.sub(w, f32x4.div(f32x4.mul(rate, slope), f32x4.add(f32x4.sqrt(s), epsilon)))
    }
    if (kind == RMSPROP) {
      const s = flush(madd(decay1, v128.load(p + to1), f32x4.mul(f32x4.mul(rest1, slope), slope)))
      v128.store(p + to1, s)
      w = f32x4.sub(w, f32x4.div(f32x4.mul(rate, slope), f32x4.add(f32x4.sqrt(s), epsilon)))
    }
    if (kind == ADAM || kind == ADAMW) {
      if (kind == ADAMW) w = f32x4.mul(w, kept)
      const m = flush(madd(decay1, v128.load(p + to1), f32x4.mul(rest1, slope)))
      const v = flush(madd(decay2, v128.load(p + to2), f32x4.mul(f32x4.mul(rest2, slope), slope)))
      v128.store(p + to1, m)
      v128.store(p + to2, v)
      // `rate` is η/(1 − β₁ᵗ) here, `correction` 1/√(1 − β₂ᵗ).
      w = f32x4.sub(w, f32x4.div(f32x4.mul(rate, m), madd(f32x4.sqrt(v), correction, epsilon)))
    }
    v128.store(p, w)
    g += 16
  }
}
