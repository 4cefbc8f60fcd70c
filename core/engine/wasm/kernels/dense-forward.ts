import { madd } from './math'
import { HALF, PANEL, PANEL_SHIFT, panelBytes } from './panels'
import { Layer } from './structures'

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
