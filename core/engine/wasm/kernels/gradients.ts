import { madd, splat } from './math'
import { optimize } from './optimizers'
import { Net, shareStart } from './structures'

// What becomes of a gradient.
/** The optimizer steps on it at once; nothing is kept. */
export const STEP: i32 = 0
/** It is stored beside the parameters. */
export const STORE: i32 = 1
/** It is added to what is stored. */
export const ADD: i32 = 2

/**
 * Takes the gradient at `g` of `vectors` vectors of parameters at `p`.
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
    for (let j: usize = 0; j < end; j += 16) {
      v128.store(stored + j, f32x4.add(v128.load(stored + j), v128.load(g + j)))
    }
  }
}

/** g += λ₂ w + λ₁ sign(w). */
function penalize(net: Net, p: usize, g: usize, vectors: i32): void {
  const l1 = splat(net.l1)
  const l2 = splat(net.l2)
  const end = (<usize>vectors) << 4
  for (let j: usize = 0; j < end; j += 16) {
    const w = v128.load(p + j)
    const sign = v128.or(v128.and(w, splat(-0.0)), v128.and(splat(1), f32x4.ne(w, splat(0))))
    v128.store(g + j, f32x4.add(v128.load(g + j), madd(l2, w, f32x4.mul(l1, sign))))
  }
}

/** A thread's share of the optimizer's step on stored gradients, scaled for clipping. */
export function stepOnStored(net: Net, thread: i32): void {
  const from = shareStart(net.parameterVectors, thread, net.threads)
  const to = shareStart(net.parameterVectors, thread + 1, net.threads)
  const p = net.parameters + ((<usize>from) << 4)
  const g = p + net.toGradient
  const factor = net.gradientFactor
  if (factor != 1) {
    const end = (<usize>(to - from)) << 4
    for (let j: usize = 0; j < end; j += 16) {
      v128.store(g + j, f32x4.mul(v128.load(g + j), splat(factor)))
    }
  }
  optimize(net, p, g, to - from)
}
