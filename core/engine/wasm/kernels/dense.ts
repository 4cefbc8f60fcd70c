import { takeGradient } from './gradients'
import { madd, splat } from './math'
import { HALF, PANEL, PANEL_SHIFT } from './panels'
import { Layer, Net, shareStart } from './structures'

/*
 * The affine map of a layer over dense inputs. Weights lie in panels of 8 units, or 16 in pairs, the last of half as many
 * where that is enough: `[panel][inputs][8 or 16]`, with a cache line between panels, so that no stride is a power of two.
 */

/** Inputs whose rows of the gradient go to the optimizer together; a multiple of 4. */
const BLOCK: i32 = 16

// @ts-ignore: decorator
@inline
function panelBytes(inputs: i32): usize {
  return (<usize>inputs << PANEL_SHIFT) + 64
}

/** z = x w + b for examples `from` to `to` − 1. */
export function forwardDense(layer: Layer, from: i32, to: i32): void {
  const panels = (layer.vectors + PANEL - 1) / PANEL
  for (let panel = 0; panel < panels; panel++) {
    let i = from
    if (panel * PANEL + HALF < layer.vectors) {
      for (; i + 4 <= to; i += 4) forwardTile(4, PANEL, layer, panel, i)
      for (; i + 2 <= to; i += 2) forwardTile(2, PANEL, layer, panel, i)
      if (i < to) forwardTile(1, PANEL, layer, panel, i)
    } else {
      for (; i + 4 <= to; i += 4) forwardTile(4, HALF, layer, panel, i)
      for (; i + 2 <= to; i += 2) forwardTile(2, HALF, layer, panel, i)
      if (i < to) forwardTile(1, HALF, layer, panel, i)
    }
  }
}

/** z of `examples` examples and `vectors` vectors of units; in pairs two inputs a turn, of which there are whole vectors. */
// @ts-ignore: decorator
@inline
function forwardTile(examples: i32, vectors: i32, layer: Layer, panel: i32, i: i32): void {
  const stride = layer.belowStride
  const column = <usize>panel << PANEL_SHIFT
  const b = layer.biases + column
  const b0 = v128.load(b)
  const b1 = vectors > 1 ? v128.load(b, 16) : b0
  const b2 = vectors > 2 ? v128.load(b, 32) : b0
  const b3 = vectors > 2 ? v128.load(b, 48) : b0
  let z00 = b0
  let z01 = b1
  let z02 = b2
  let z03 = b3
  let z10 = b0
  let z11 = b1
  let z12 = b2
  let z13 = b3
  let z20 = b0
  let z21 = b1
  let z22 = b2
  let z23 = b3
  let z30 = b0
  let z31 = b1
  let z32 = b2
  let z33 = b3
  let w = layer.weights + <usize>panel * panelBytes(layer.inputs)
  let x0 = layer.below + <usize>i * stride
  let x1 = x0 + (examples > 1 ? stride : 0)
  let x2 = x1 + (examples > 2 ? stride : 0)
  let x3 = x2 + (examples > 2 ? stride : 0)
  const end = x0 + (<usize>layer.inputs << 2)
  while (x0 < end) {
    const w0 = v128.load(w)
    const w1 = vectors > 1 ? v128.load(w, 16) : w0
    const w2 = vectors > 2 ? v128.load(w, 32) : w0
    const w3 = vectors > 2 ? v128.load(w, 48) : w0
    const s0 = v128.load32_splat(x0)
    z00 = madd(s0, w0, z00)
    if (vectors > 1) z01 = madd(s0, w1, z01)
    if (vectors > 2) z02 = madd(s0, w2, z02)
    if (vectors > 2) z03 = madd(s0, w3, z03)
    if (examples > 1) {
      const s1 = v128.load32_splat(x1)
      z10 = madd(s1, w0, z10)
      if (vectors > 1) z11 = madd(s1, w1, z11)
      if (vectors > 2) z12 = madd(s1, w2, z12)
      if (vectors > 2) z13 = madd(s1, w3, z13)
    }
    if (examples > 2) {
      const s2 = v128.load32_splat(x2)
      z20 = madd(s2, w0, z20)
      if (vectors > 1) z21 = madd(s2, w1, z21)
      if (vectors > 2) z22 = madd(s2, w2, z22)
      if (vectors > 2) z23 = madd(s2, w3, z23)
    }
    if (examples > 2) {
      const s3 = v128.load32_splat(x3)
      z30 = madd(s3, w0, z30)
      if (vectors > 1) z31 = madd(s3, w1, z31)
      if (vectors > 2) z32 = madd(s3, w2, z32)
      if (vectors > 2) z33 = madd(s3, w3, z33)
    }
    if (IS_PAIRED) {
      const v0 = v128.load(w + <usize>(vectors << 4))
      const v1 = vectors > 1 ? v128.load(w + <usize>(vectors << 4), 16) : v0
      const v2 = vectors > 2 ? v128.load(w + <usize>(vectors << 4), 32) : v0
      const v3 = vectors > 2 ? v128.load(w + <usize>(vectors << 4), 48) : v0
      const s0 = v128.load32_splat(x0, 4)
      z00 = madd(s0, v0, z00)
      if (vectors > 1) z01 = madd(s0, v1, z01)
      if (vectors > 2) z02 = madd(s0, v2, z02)
      if (vectors > 2) z03 = madd(s0, v3, z03)
      if (examples > 1) {
        const s1 = v128.load32_splat(x1, 4)
        z10 = madd(s1, v0, z10)
        if (vectors > 1) z11 = madd(s1, v1, z11)
        if (vectors > 2) z12 = madd(s1, v2, z12)
        if (vectors > 2) z13 = madd(s1, v3, z13)
      }
      if (examples > 2) {
        const s2 = v128.load32_splat(x2, 4)
        z20 = madd(s2, v0, z20)
        if (vectors > 1) z21 = madd(s2, v1, z21)
        if (vectors > 2) z22 = madd(s2, v2, z22)
        if (vectors > 2) z23 = madd(s2, v3, z23)
      }
      if (examples > 2) {
        const s3 = v128.load32_splat(x3, 4)
        z30 = madd(s3, v0, z30)
        if (vectors > 1) z31 = madd(s3, v1, z31)
        if (vectors > 2) z32 = madd(s3, v2, z32)
        if (vectors > 2) z33 = madd(s3, v3, z33)
      }
    }
    x0 += 4 * HALF
    if (examples > 1) x1 += 4 * HALF
    if (examples > 2) {
      x2 += 4 * HALF
      x3 += 4 * HALF
    }
    w += <usize>((vectors << 4) * HALF)
  }
  let z = layer.z + <usize>i * layer.stride + column
  if (vectors > 2) v128.store(z, z03, 48)
  if (vectors > 2) v128.store(z, z02, 32)
  if (vectors > 1) v128.store(z, z01, 16)
  v128.store(z, z00)
  if (examples > 1) {
    z += layer.stride
    if (vectors > 2) v128.store(z, z13, 48)
    if (vectors > 2) v128.store(z, z12, 32)
    if (vectors > 1) v128.store(z, z11, 16)
    v128.store(z, z10)
  }
  if (examples > 2) {
    z += layer.stride
    if (vectors > 2) v128.store(z, z23, 48)
    if (vectors > 2) v128.store(z, z22, 32)
    if (vectors > 1) v128.store(z, z21, 16)
    v128.store(z, z20)
  }
  if (examples > 2) {
    z += layer.stride
    if (vectors > 2) v128.store(z, z33, 48)
    if (vectors > 2) v128.store(z, z32, 32)
    if (vectors > 1) v128.store(z, z31, 16)
    v128.store(z, z30)
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
  let w = layer.weights + (<usize>k << PANEL_SHIFT)
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
  const end = d0 + <usize>((layer.vectors / PANEL) << PANEL_SHIFT)
  while (d0 < end) {
    if (IS_PAIRED) {
      const da0 = v128.load(d0)
      const da1 = v128.load(d0, 16)
      const db0 = examples > 1 ? v128.load(d1) : da0
      const db1 = examples > 1 ? v128.load(d1, 16) : da1
      const w00 = v128.load(w)
      a0 = madd(da0, w00, a0)
      if (examples > 1) b0 = madd(db0, w00, b0)
      const w01 = v128.load(w, 64)
      a1 = madd(da0, w01, a1)
      if (examples > 1) b1 = madd(db0, w01, b1)
      const w02 = v128.load(w, 128)
      a2 = madd(da0, w02, a2)
      if (examples > 1) b2 = madd(db0, w02, b2)
      const w03 = v128.load(w, 192)
      a3 = madd(da0, w03, a3)
      if (examples > 1) b3 = madd(db0, w03, b3)
      const w10 = v128.load(w, 16)
      a0 = madd(da1, w10, a0)
      if (examples > 1) b0 = madd(db1, w10, b0)
      const w11 = v128.load(w, 80)
      a1 = madd(da1, w11, a1)
      if (examples > 1) b1 = madd(db1, w11, b1)
      const w12 = v128.load(w, 144)
      a2 = madd(da1, w12, a2)
      if (examples > 1) b2 = madd(db1, w12, b2)
      const w13 = v128.load(w, 208)
      a3 = madd(da1, w13, a3)
      if (examples > 1) b3 = madd(db1, w13, b3)
      const da2 = v128.load(d0, 32)
      const da3 = v128.load(d0, 48)
      const db2 = examples > 1 ? v128.load(d1, 32) : da2
      const db3 = examples > 1 ? v128.load(d1, 48) : da3
      const w20 = v128.load(w, 32)
      a0 = madd(da2, w20, a0)
      if (examples > 1) b0 = madd(db2, w20, b0)
      const w21 = v128.load(w, 96)
      a1 = madd(da2, w21, a1)
      if (examples > 1) b1 = madd(db2, w21, b1)
      const w22 = v128.load(w, 160)
      a2 = madd(da2, w22, a2)
      if (examples > 1) b2 = madd(db2, w22, b2)
      const w23 = v128.load(w, 224)
      a3 = madd(da2, w23, a3)
      if (examples > 1) b3 = madd(db2, w23, b3)
      const w30 = v128.load(w, 48)
      a0 = madd(da3, w30, a0)
      if (examples > 1) b0 = madd(db3, w30, b0)
      const w31 = v128.load(w, 112)
      a1 = madd(da3, w31, a1)
      if (examples > 1) b1 = madd(db3, w31, b1)
      const w32 = v128.load(w, 176)
      a2 = madd(da3, w32, a2)
      if (examples > 1) b2 = madd(db3, w32, b2)
      const w33 = v128.load(w, 240)
      a3 = madd(da3, w33, a3)
      if (examples > 1) b3 = madd(db3, w33, b3)
    } else {
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
      }
    }
    if (examples > 1) d1 += <usize>1 << PANEL_SHIFT
    d0 += <usize>1 << PANEL_SHIFT
    w += step
  }
  if (layer.vectors & HALF) {
    w = w - (<usize>k << PANEL_SHIFT) + (<usize>k << (PANEL_SHIFT - 1))
    if (IS_PAIRED) {
      const da0 = v128.load(d0)
      const da1 = v128.load(d0, 16)
      const db0 = examples > 1 ? v128.load(d1) : da0
      const db1 = examples > 1 ? v128.load(d1, 16) : da1
      const w00 = v128.load(w)
      a0 = madd(da0, w00, a0)
      if (examples > 1) b0 = madd(db0, w00, b0)
      const w01 = v128.load(w, 32)
      a1 = madd(da0, w01, a1)
      if (examples > 1) b1 = madd(db0, w01, b1)
      const w02 = v128.load(w, 64)
      a2 = madd(da0, w02, a2)
      if (examples > 1) b2 = madd(db0, w02, b2)
      const w03 = v128.load(w, 96)
      a3 = madd(da0, w03, a3)
      if (examples > 1) b3 = madd(db0, w03, b3)
      const w10 = v128.load(w, 16)
      a0 = madd(da1, w10, a0)
      if (examples > 1) b0 = madd(db1, w10, b0)
      const w11 = v128.load(w, 48)
      a1 = madd(da1, w11, a1)
      if (examples > 1) b1 = madd(db1, w11, b1)
      const w12 = v128.load(w, 80)
      a2 = madd(da1, w12, a2)
      if (examples > 1) b2 = madd(db1, w12, b2)
      const w13 = v128.load(w, 112)
      a3 = madd(da1, w13, a3)
      if (examples > 1) b3 = madd(db1, w13, b3)
    } else {
      const d = v128.load(d0)
      const e = examples > 1 ? v128.load(d1) : d
      const w0 = v128.load(w)
      a0 = madd(d, w0, a0)
      if (examples > 1) b0 = madd(e, w0, b0)
      const w1 = v128.load(w, 16)
      a1 = madd(d, w1, a1)
      if (examples > 1) b1 = madd(e, w1, b1)
      const w2 = v128.load(w, 32)
      a2 = madd(d, w2, a2)
      if (examples > 1) b2 = madd(e, w2, b2)
      const w3 = v128.load(w, 48)
      a3 = madd(d, w3, a3)
      if (examples > 1) b3 = madd(e, w3, b3)
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
  const panels = (layer.vectors + PANEL - 1) / PANEL
  const blocks = (inputs + BLOCK - 1) / BLOCK
  const from = shareStart(panels * blocks, thread, net.threads)
  const to = shareStart(panels * blocks, thread + 1, net.threads)
  const g = net.scratch + <usize>thread * net.scratchSize
  for (let share = from; share < to; share++) {
    const panel = share / blocks
    const first = (share % blocks) * BLOCK
    const last = min(inputs, first + BLOCK)
    const w = layer.weights + <usize>panel * panelBytes(inputs)
    if (panel * PANEL + HALF < layer.vectors) {
      for (let k = first; k < last; k += 4) {
        gradientTile(PANEL, net, layer, panel, k, g + (<usize>(k - first) << PANEL_SHIFT))
      }
      takeGradient(net, w + (<usize>first << PANEL_SHIFT), g, (last - first) * PANEL, true)
    } else {
      for (let k = first; k < last; k += 4) {
        gradientTile(HALF, net, layer, panel, k, g + (<usize>(k - first) << (PANEL_SHIFT - 1)))
      }
      takeGradient(net, w + (<usize>first << (PANEL_SHIFT - 1)), g, (last - first) * HALF, true)
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
  let d = layer.d + (<usize>panel << PANEL_SHIFT)
  const end = x + <usize>net.examples * xStride
  let a0 = splat(0)
  let a1 = a0
  let a2 = a0
  let a3 = a0
  let b0 = a0
  let b1 = a0
  let b2 = a0
  let b3 = a0
  let c0 = a0
  let c1 = a0
  let c2 = a0
  let c3 = a0
  let e0 = a0
  let e1 = a0
  let e2 = a0
  let e3 = a0
  while (x < end) {
    const d0 = v128.load(d)
    const d1 = vectors > 1 ? v128.load(d, 16) : d0
    const d2 = vectors > 2 ? v128.load(d, 32) : d0
    const d3 = vectors > 2 ? v128.load(d, 48) : d0
    let s = v128.load32_splat(x)
    a0 = madd(s, d0, a0)
    if (vectors > 1) a1 = madd(s, d1, a1)
    if (vectors > 2) a2 = madd(s, d2, a2)
    if (vectors > 2) a3 = madd(s, d3, a3)
    s = v128.load32_splat(x, 4)
    b0 = madd(s, d0, b0)
    if (vectors > 1) b1 = madd(s, d1, b1)
    if (vectors > 2) b2 = madd(s, d2, b2)
    if (vectors > 2) b3 = madd(s, d3, b3)
    s = v128.load32_splat(x, 8)
    c0 = madd(s, d0, c0)
    if (vectors > 1) c1 = madd(s, d1, c1)
    if (vectors > 2) c2 = madd(s, d2, c2)
    if (vectors > 2) c3 = madd(s, d3, c3)
    s = v128.load32_splat(x, 12)
    e0 = madd(s, d0, e0)
    if (vectors > 1) e1 = madd(s, d1, e1)
    if (vectors > 2) e2 = madd(s, d2, e2)
    if (vectors > 2) e3 = madd(s, d3, e3)
    x += xStride
    d += dStride
  }
  const row = <usize>(vectors << 4)
  if (vectors > 2) v128.store(g, a3, 48)
  if (vectors > 2) v128.store(g, a2, 32)
  if (vectors > 1) v128.store(g, a1, 16)
  v128.store(g, a0)
  g += row
  if (vectors > 2) v128.store(g, b3, 48)
  if (vectors > 2) v128.store(g, b2, 32)
  if (vectors > 1) v128.store(g, b1, 16)
  v128.store(g, b0)
  g += row
  if (vectors > 2) v128.store(g, c3, 48)
  if (vectors > 2) v128.store(g, c2, 32)
  if (vectors > 1) v128.store(g, c1, 16)
  v128.store(g, c0)
  g += row
  if (vectors > 2) v128.store(g, e3, 48)
  if (vectors > 2) v128.store(g, e2, 32)
  if (vectors > 1) v128.store(g, e1, 16)
  v128.store(g, e0)
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
