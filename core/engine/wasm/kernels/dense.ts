import { takeGradient } from './gradients'
import { madd, splat } from './math'
import { Layer, Net, shareStart } from './structures'

/*
 * The affine map of a layer over dense inputs. Weights lie in panels of 8 units, the last of 4 where that is enough:
 * `[panel][inputs][8]`, with a cache line between panels, so that no stride is a power of two.
 */

/** Inputs whose rows of the gradient go to the optimizer together; a multiple of 4. */
const BLOCK: i32 = 16

// @ts-ignore: decorator
@inline
function panelBytes(inputs: i32): usize {
  return (<usize>inputs << 5) + 64
}

/** z = x w + b for examples `from` to `to` − 1. */
export function forwardDense(layer: Layer, from: i32, to: i32): void {
  const panels = (layer.vectors + 1) >> 1
  for (let panel = 0; panel < panels; panel++) {
    let i = from
    if (panel * 2 + 1 < layer.vectors) {
      for (; i + 4 <= to; i += 4) forwardTile(4, 2, layer, panel, i)
      for (; i + 2 <= to; i += 2) forwardTile(2, 2, layer, panel, i)
      if (i < to) forwardTile(1, 2, layer, panel, i)
    } else {
      for (; i + 4 <= to; i += 4) forwardTile(4, 1, layer, panel, i)
      for (; i + 2 <= to; i += 2) forwardTile(2, 1, layer, panel, i)
      if (i < to) forwardTile(1, 1, layer, panel, i)
    }
  }
}

/** z of `examples` examples and `vectors` vectors of units. */
// @ts-ignore: decorator
@inline
function forwardTile(examples: i32, vectors: i32, layer: Layer, panel: i32, i: i32): void {
  const stride = layer.belowStride
  const column = <usize>panel << 5
  const b = layer.biases + column
  const b0 = v128.load(b)
  const b1 = vectors > 1 ? v128.load(b, 16) : b0
  let z00 = b0
  let z01 = b1
  let z10 = b0
  let z11 = b1
  let z20 = b0
  let z21 = b1
  let z30 = b0
  let z31 = b1
  let w = layer.weights + <usize>panel * panelBytes(layer.inputs)
  let x0 = layer.below + <usize>i * stride
  let x1 = x0 + (examples > 1 ? stride : 0)
  let x2 = x1 + (examples > 2 ? stride : 0)
  let x3 = x2 + (examples > 2 ? stride : 0)
  const end = x0 + (<usize>layer.inputs << 2)
  while (x0 < end) {
    const w0 = v128.load(w)
    const w1 = vectors > 1 ? v128.load(w, 16) : w0
    const s0 = v128.load32_splat(x0)
    z00 = madd(s0, w0, z00)
    if (vectors > 1) z01 = madd(s0, w1, z01)
    if (examples > 1) {
      const s1 = v128.load32_splat(x1)
      z10 = madd(s1, w0, z10)
      if (vectors > 1) z11 = madd(s1, w1, z11)
      x1 += 4
    }
    if (examples > 2) {
      const s2 = v128.load32_splat(x2)
      z20 = madd(s2, w0, z20)
      if (vectors > 1) z21 = madd(s2, w1, z21)
      const s3 = v128.load32_splat(x3)
      z30 = madd(s3, w0, z30)
      if (vectors > 1) z31 = madd(s3, w1, z31)
      x2 += 4
      x3 += 4
    }
    x0 += 4
    w += <usize>(vectors << 4)
  }
  let z = layer.z + <usize>i * layer.stride + column
  v128.store(z, z00)
  if (vectors > 1) v128.store(z, z01, 16)
  if (examples > 1) {
    z += layer.stride
    v128.store(z, z10)
    if (vectors > 1) v128.store(z, z11, 16)
  }
  if (examples > 2) {
    z += layer.stride
    v128.store(z, z20)
    if (vectors > 1) v128.store(z, z21, 16)
    z += layer.stride
    v128.store(z, z30)
    if (vectors > 1) v128.store(z, z31, 16)
  }
}

/** δ of the layer below, ∂C/∂out: dx = d wᵀ for examples `from` to `to` − 1. */
export function backwardInput(layer: Layer, belowStride: usize, from: i32, to: i32): void {
  for (let k = 0; k < layer.inputs; k += 4) {
    let i = from
    for (; i + 2 <= to; i += 2) backwardTile(2, layer, belowStride, k, i)
    if (i < to) backwardTile(1, layer, belowStride, k, i)
  }
}

/** dx of `examples` examples and 4 inputs: products along the units, lane by lane, then across the lanes. */
// @ts-ignore: decorator
@inline
function backwardTile(examples: i32, layer: Layer, belowStride: usize, k: i32, i: i32): void {
  const step = panelBytes(layer.inputs)
  let w = layer.weights + (<usize>k << 5)
  let d0 = layer.d + <usize>i * layer.stride
  let d1 = d0 + (examples > 1 ? layer.stride : 0)
  let a0 = splat(0)
  let a1 = a0
  let a2 = a0
  let a3 = a0
  let b0 = a0
  let b1 = a0
  let b2 = a0
  let b3 = a0
  const end = d0 + ((<usize>layer.vectors >> 1) << 5)
  while (d0 < end) {
    let d = v128.load(d0)
    const w00 = v128.load(w)
    const w10 = v128.load(w, 32)
    const w20 = v128.load(w, 64)
    const w30 = v128.load(w, 96)
    a0 = madd(d, w00, a0)
    a1 = madd(d, w10, a1)
    a2 = madd(d, w20, a2)
    a3 = madd(d, w30, a3)
    if (examples > 1) {
      d = v128.load(d1)
      b0 = madd(d, w00, b0)
      b1 = madd(d, w10, b1)
      b2 = madd(d, w20, b2)
      b3 = madd(d, w30, b3)
    }
    d = v128.load(d0, 16)
    const w01 = v128.load(w, 16)
    const w11 = v128.load(w, 48)
    const w21 = v128.load(w, 80)
    const w31 = v128.load(w, 112)
    a0 = madd(d, w01, a0)
    a1 = madd(d, w11, a1)
    a2 = madd(d, w21, a2)
    a3 = madd(d, w31, a3)
    if (examples > 1) {
      d = v128.load(d1, 16)
      b0 = madd(d, w01, b0)
      b1 = madd(d, w11, b1)
      b2 = madd(d, w21, b2)
      b3 = madd(d, w31, b3)
      d1 += 32
    }
    d0 += 32
    w += step
  }
  if (layer.vectors & 1) {
    w = w - (<usize>k << 5) + (<usize>k << 4)
    let d = v128.load(d0)
    const w0 = v128.load(w)
    const w1 = v128.load(w, 16)
    const w2 = v128.load(w, 32)
    const w3 = v128.load(w, 48)
    a0 = madd(d, w0, a0)
    a1 = madd(d, w1, a1)
    a2 = madd(d, w2, a2)
    a3 = madd(d, w3, a3)
    if (examples > 1) {
      d = v128.load(d1)
      b0 = madd(d, w0, b0)
      b1 = madd(d, w1, b1)
      b2 = madd(d, w2, b2)
      b3 = madd(d, w3, b3)
    }
  }
  const dx = layer.belowD + <usize>i * belowStride + (<usize>k << 2)
  v128.store(dx, sumEach(a0, a1, a2, a3))
  if (examples > 1) v128.store(dx + belowStride, sumEach(b0, b1, b2, b3))
}

/** The sums of four vectors' lanes, as one vector. */
// @ts-ignore: decorator
@inline
function sumEach(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7))
  return f32x4.add(i32x4.shuffle(ab, cd, 0, 1, 4, 5), i32x4.shuffle(ab, cd, 2, 3, 6, 7))
}

/** A thread's share of the weights: gradient xᵀ d, and what becomes of it. */
export function gradientDense(net: Net, layer: Layer, thread: i32): void {
  const inputs = layer.inputs
  const panels = (layer.vectors + 1) >> 1
  const blocks = (inputs + BLOCK - 1) / BLOCK
  const from = shareStart(panels * blocks, thread, net.threads)
  const to = shareStart(panels * blocks, thread + 1, net.threads)
  const g = net.scratch + <usize>thread * net.scratchSize
  for (let share = from; share < to; share++) {
    const panel = share / blocks
    const first = (share % blocks) * BLOCK
    const last = min(inputs, first + BLOCK)
    const w = layer.weights + <usize>panel * panelBytes(inputs)
    if (panel * 2 + 1 < layer.vectors) {
      for (let k = first; k < last; k += 4) gradientTile(2, net, layer, panel, k, g + (<usize>(k - first) << 5))
      takeGradient(net, w + (<usize>first << 5), g, (last - first) << 1, true)
    } else {
      for (let k = first; k < last; k += 4) gradientTile(1, net, layer, panel, k, g + (<usize>(k - first) << 4))
      takeGradient(net, w + (<usize>first << 4), g, last - first, true)
    }
  }
}

/** The gradient of 4 inputs' weights to `vectors` vectors of units, summed over the examples in order. */
// @ts-ignore: decorator
@inline
function gradientTile(vectors: i32, net: Net, layer: Layer, panel: i32, k: i32, g: usize): void {
  const xStride = layer.belowStride
  const dStride = layer.stride
  let x = layer.below + (<usize>k << 2)
  let d = layer.d + (<usize>panel << 5)
  const end = x + <usize>net.examples * xStride
  let a0 = splat(0)
  let a1 = a0
  let b0 = a0
  let b1 = a0
  let c0 = a0
  let c1 = a0
  let e0 = a0
  let e1 = a0
  while (x < end) {
    const d0 = v128.load(d)
    const d1 = vectors > 1 ? v128.load(d, 16) : d0
    let s = v128.load32_splat(x)
    a0 = madd(s, d0, a0)
    if (vectors > 1) a1 = madd(s, d1, a1)
    s = v128.load32_splat(x, 4)
    b0 = madd(s, d0, b0)
    if (vectors > 1) b1 = madd(s, d1, b1)
    s = v128.load32_splat(x, 8)
    c0 = madd(s, d0, c0)
    if (vectors > 1) c1 = madd(s, d1, c1)
    s = v128.load32_splat(x, 12)
    e0 = madd(s, d0, e0)
    if (vectors > 1) e1 = madd(s, d1, e1)
    x += xStride
    d += dStride
  }
  if (vectors > 1) {
    v128.store(g, a0)
    v128.store(g, a1, 16)
    v128.store(g, b0, 32)
    v128.store(g, b1, 48)
    v128.store(g, c0, 64)
    v128.store(g, c1, 80)
    v128.store(g, e0, 96)
    v128.store(g, e1, 112)
  } else {
    v128.store(g, a0)
    v128.store(g, b0, 16)
    v128.store(g, c0, 32)
    v128.store(g, e0, 48)
  }
}

/** A thread's share of the biases: gradient Σ d, and what becomes of it. */
export function gradientBiases(net: Net, layer: Layer, thread: i32): void {
  const from = shareStart(layer.vectors, thread, net.threads)
  const to = shareStart(layer.vectors, thread + 1, net.threads)
  const g = net.scratch + <usize>thread * net.scratchSize
  for (let v = from; v < to; v++) {
    let d = layer.d + (<usize>v << 4)
    const end = d + <usize>net.examples * layer.stride
    let sum = splat(0)
    while (d < end) {
      sum = f32x4.add(sum, v128.load(d))
      d += layer.stride
    }
    v128.store(g, sum)
    takeGradient(net, layer.biases + (<usize>v << 4), g, 1, false)
  }
}
