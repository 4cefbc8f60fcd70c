import { madd, splat } from './math'
import { second, STEP_BYTES, storeStep } from './panels'
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
 * One step of the optimizer on `vectors` vectors (whole steps) of parameters at `p` with the gradient at `g`: the definitions of
 * core/optimizers/optimizers.ts.
 */
export function optimize(net: Net, p: usize, g: usize, vectors: i32): void {
  const kind = net.optimizer
  if (kind == SGD) stepSgd(net, p, g, vectors)
  else if (kind == MOMENTUM) stepMomentum(net, p, g, vectors)
  else if (kind == NESTEROV) stepNesterov(net, p, g, vectors)
  else if (kind == ADAGRAD) stepAdagrad(net, p, g, vectors)
  else if (kind == RMSPROP) stepRmsprop(net, p, g, vectors)
  else if (kind == ADAM) stepAdam(net, p, g, vectors)
  else stepAdamw(net, p, g, vectors)
}

// A function for each: in one, the compiler folds their loops into one that asks for the kind at each step.

function stepSgd(net: Net, p: usize, g: usize, vectors: i32): void {
  optimizeAs(SGD, net, p, g, vectors)
}

function stepMomentum(net: Net, p: usize, g: usize, vectors: i32): void {
  optimizeAs(MOMENTUM, net, p, g, vectors)
}

function stepNesterov(net: Net, p: usize, g: usize, vectors: i32): void {
  optimizeAs(NESTEROV, net, p, g, vectors)
}

function stepAdagrad(net: Net, p: usize, g: usize, vectors: i32): void {
  optimizeAs(ADAGRAD, net, p, g, vectors)
}

function stepRmsprop(net: Net, p: usize, g: usize, vectors: i32): void {
  optimizeAs(RMSPROP, net, p, g, vectors)
}

function stepAdam(net: Net, p: usize, g: usize, vectors: i32): void {
  optimizeAs(ADAM, net, p, g, vectors)
}

function stepAdamw(net: Net, p: usize, g: usize, vectors: i32): void {
  optimizeAs(ADAMW, net, p, g, vectors)
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
  for (let p = at; p < end; p += STEP_BYTES) {
    const slope0 = v128.load(g)
    const slope1 = second(g)
    let w0 = v128.load(p)
    let w1 = second(p)
    if (kind == SGD) {
      w0 = f32x4.sub(w0, f32x4.mul(rate, slope0))
      w1 = f32x4.sub(w1, f32x4.mul(rate, slope1))
    }
    if (kind == MOMENTUM || kind == NESTEROV) {
      const v0 = flush(madd(decay1, v128.load(p + to1), slope0))
      const v1 = flush(madd(decay1, second(p + to1), slope1))
      storeStep(p + to1, v0, v1)
      w0 = f32x4.sub(w0, f32x4.mul(rate, kind == NESTEROV ? madd(decay1, v0, slope0) : v0))
      w1 = f32x4.sub(w1, f32x4.mul(rate, kind == NESTEROV ? madd(decay1, v1, slope1) : v1))
    }
    if (kind == ADAGRAD || kind == RMSPROP) {
      const before0 = v128.load(p + to1)
      const before1 = second(p + to1)
      const s0 = kind == ADAGRAD ? madd(slope0, slope0, before0) : decaySquares(decay1, before0, rest1, slope0)
      const s1 = kind == ADAGRAD ? madd(slope1, slope1, before1) : decaySquares(decay1, before1, rest1, slope1)
      storeStep(p + to1, s0, s1)
      w0 = f32x4.sub(w0, f32x4.div(f32x4.mul(rate, slope0), f32x4.add(f32x4.sqrt(s0), epsilon)))
      w1 = f32x4.sub(w1, f32x4.div(f32x4.mul(rate, slope1), f32x4.add(f32x4.sqrt(s1), epsilon)))
    }
    if (kind == ADAM || kind == ADAMW) {
      if (kind == ADAMW) {
        w0 = f32x4.mul(w0, kept)
        w1 = f32x4.mul(w1, kept)
      }
      const m0 = flush(madd(decay1, v128.load(p + to1), f32x4.mul(rest1, slope0)))
      const m1 = flush(madd(decay1, second(p + to1), f32x4.mul(rest1, slope1)))
      storeStep(p + to1, m0, m1)
      const v0 = decaySquares(decay2, v128.load(p + to2), rest2, slope0)
      const v1 = decaySquares(decay2, second(p + to2), rest2, slope1)
      storeStep(p + to2, v0, v1)
      // `rate` is η/(1 − β₁ᵗ) here, `correction` 1/√(1 − β₂ᵗ).
      w0 = f32x4.sub(w0, f32x4.div(f32x4.mul(rate, m0), madd(f32x4.sqrt(v0), correction, epsilon)))
      w1 = f32x4.sub(w1, f32x4.div(f32x4.mul(rate, m1), madd(f32x4.sqrt(v1), correction, epsilon)))
    }
    storeStep(p, w0, w1)
    g += STEP_BYTES
  }
}

/** The mean of squares, a step on: decay · before + rest · slope². */
// @ts-ignore: decorator
@inline
function decaySquares(decay: v128, before: v128, rest: v128, slope: v128): v128 {
  return flush(madd(decay, before, f32x4.mul(f32x4.mul(rest, slope), slope)))
}
