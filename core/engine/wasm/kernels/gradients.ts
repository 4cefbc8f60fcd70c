import { madd, splat } from './math'
import { optimize } from './optimizers'
import { second, STEP_BYTES, storeStep } from './panels'
import { Net, stepShareStart } from './structures'

// What becomes of a gradient.
/** The optimizer steps on it at once; nothing is kept. */
export const STEP: i32 = 0
/** It is stored beside the parameters. */
export const STORE: i32 = 1
/** It is added to what is stored. */
export const ADD: i32 = 2

/**
 * Takes the gradient at `g` of `vectors` vectors (whole steps) of parameters at `p`.
 * @param isWeight whether the penalty applies
 */
export function takeGradient(net: Net, p: usize, g: usize, vectors: i32, isWeight: bool): void {
  if (isWeight && net.isPenalized) penalize(net, p, g, vectors)
  const mode = net.mode
  if (mode == STEP) {
    optimize(net, p, g, vectors)
    return
  }
  const end = (<usize>vectors) << 4
  const stored = p + net.toGradient
  if (mode == STORE) memory.copy(stored, g, end)
  else {
    for (let j: usize = 0; j < end; j += STEP_BYTES) {
      const sum0 = f32x4.add(v128.load(stored + j), v128.load(g + j))
      const sum1 = f32x4.add(second(stored + j), second(g + j))
      storeStep(stored + j, sum0, sum1)
    }
  }
}

/** g += λ₂ w + λ₁ sign(w). */
function penalize(net: Net, p: usize, g: usize, vectors: i32): void {
  const l1 = splat(net.l1)
  const l2 = splat(net.l2)
  const end = (<usize>vectors) << 4
  for (let j: usize = 0; j < end; j += STEP_BYTES) {
    const g0 = f32x4.add(v128.load(g + j), penaltySlope(v128.load(p + j), l1, l2))
    const g1 = f32x4.add(second(g + j), penaltySlope(second(p + j), l1, l2))
    storeStep(g + j, g0, g1)
  }
}

// @ts-ignore: decorator
@inline
function penaltySlope(w: v128, l1: v128, l2: v128): v128 {
  const sign = v128.or(v128.and(w, splat(-0.0)), v128.and(splat(1), f32x4.ne(w, splat(0))))
  return madd(l2, w, f32x4.mul(l1, sign))
}

/** A thread's share of the optimizer's step on stored gradients, scaled for clipping. */
export function stepOnStored(net: Net, thread: i32): void {
  const from = stepShareStart(net.parameterVectors, thread, net.threads)
  const to = stepShareStart(net.parameterVectors, thread + 1, net.threads)
  const p = net.parameters + ((<usize>from) << 4)
  const g = p + net.toGradient
  const factor = net.gradientFactor
  if (factor != 1) {
    const end = (<usize>(to - from)) << 4
    for (let j: usize = 0; j < end; j += STEP_BYTES) {
      const g0 = f32x4.mul(v128.load(g + j), splat(factor))
      const g1 = f32x4.mul(second(g + j), splat(factor))
      storeStep(g + j, g0, g1)
    }
  }
  optimize(net, p, g, to - from)
}
