import { madd, splat } from './math'
import { HALF, PANEL, PANEL_SHIFT, panelBytes } from './panels'
import { Layer } from './structures'

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
