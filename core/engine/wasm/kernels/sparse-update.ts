import { madd, splat } from './math'
import { STEP, STEP_BYTES } from './panels'
import { panelCount, panelStart, unitShareStart } from './sparse-forward'
import { Layer, Net } from './structures'

/**
 * Plain gradient descent on the first layer's weights straight from each example's pixels, example by example:
 * w += directRate · x δ. For small mini-batches, whose pixels are a small part of all. A thread does its share of the
 * units over all examples, so that each weight's sum has one order whatever the number of threads.
 */
export function updateSparse(net: Net, layer: Layer, thread: i32): void {
  const from = unitShareStart(layer.vectors, thread, net.threads)
  const to = unitShareStart(layer.vectors, thread + 1, net.threads)
  const panels = panelCount(layer.vectors)
  for (let panel = 0; panel < panels; panel++) {
    const start = panelStart(layer.vectors, panel)
    const end = panelStart(layer.vectors, panel + 1)
    const first = max(start, from)
    const width = min(end, to) - first
    if (width <= 0) continue
    const w =
      layer.weights + ((<usize>start * <usize>layer.inputs) << 4) + ((<usize>(first - start)) << 4)
    const rowBytes = (<usize>(end - start)) << 4
    const offset = <usize>first << 4
    const steps = width / STEP
    if (steps == 8) updatePanel(8 * STEP, net, layer, w, 8 * STEP_BYTES, offset)
    else if (steps == 7) updatePanel(7 * STEP, net, layer, w, rowBytes, offset)
    else if (steps == 6) updatePanel(6 * STEP, net, layer, w, rowBytes, offset)
    else if (steps == 5) updatePanel(5 * STEP, net, layer, w, rowBytes, offset)
    else if (steps == 4 && rowBytes == 4 * STEP_BYTES) {
      updatePanel(4 * STEP, net, layer, w, 4 * STEP_BYTES, offset)
    } else if (steps == 4) updatePanel(4 * STEP, net, layer, w, rowBytes, offset)
    else if (steps == 3) updatePanel(3 * STEP, net, layer, w, rowBytes, offset)
    else if (steps == 2) updatePanel(2 * STEP, net, layer, w, rowBytes, offset)
    else updatePanel(STEP, net, layer, w, rowBytes, offset)
  }
}

// @ts-ignore: decorator
@inline
function updatePanel(width: i32, net: Net, layer: Layer, w: usize, rowBytes: usize, offset: usize): void {
  const examples = net.examples
  const starts = net.starts
  const order = net.order
  const table = net.table
  const rate = splat(net.directRate)
  for (let i = 0; i < examples; i++) {
    const row = starts + (<usize>load<u32>(order + (<usize>i << 2)) << 2)
    const first = <usize>load<u32>(row)
    let value = net.values + first
    const end = net.values + <usize>load<u32>(row, 4)
    let index = net.indices + (first << 1)
    const d = layer.d + <usize>i * layer.stride + offset
    const d0 = f32x4.mul(v128.load(d), rate)
    const d1 = width > 1 ? f32x4.mul(v128.load(d, 16), rate) : d0
    const d2 = width > 2 ? f32x4.mul(v128.load(d, 32), rate) : d0
    const d3 = width > 3 ? f32x4.mul(v128.load(d, 48), rate) : d0
    const d4 = width > 4 ? f32x4.mul(v128.load(d, 64), rate) : d0
    const d5 = width > 5 ? f32x4.mul(v128.load(d, 80), rate) : d0
    const d6 = width > 6 ? f32x4.mul(v128.load(d, 96), rate) : d0
    const d7 = width > 7 ? f32x4.mul(v128.load(d, 112), rate) : d0
    const d8 = width > 8 ? f32x4.mul(v128.load(d, 128), rate) : d0
    const d9 = width > 9 ? f32x4.mul(v128.load(d, 144), rate) : d0
    const d10 = width > 10 ? f32x4.mul(v128.load(d, 160), rate) : d0
    const d11 = width > 11 ? f32x4.mul(v128.load(d, 176), rate) : d0
    const d12 = width > 12 ? f32x4.mul(v128.load(d, 192), rate) : d0
    const d13 = width > 13 ? f32x4.mul(v128.load(d, 208), rate) : d0
    const d14 = width > 14 ? f32x4.mul(v128.load(d, 224), rate) : d0
    const d15 = width > 15 ? f32x4.mul(v128.load(d, 240), rate) : d0
    while (value < end) {
      const x = v128.load32_splat(table + (<usize>load<u8>(value) << 2))
      const p = w + <usize>load<u16>(index) * rowBytes
      const p0 = madd(x, d0, v128.load(p))
      const p1 = width > 1 ? madd(x, d1, v128.load(p, 16)) : d0
      if (width > 1) v128.store(p, p1, 16)
      v128.store(p, p0)
      const p2 = width > 2 ? madd(x, d2, v128.load(p, 32)) : d0
      const p3 = width > 3 ? madd(x, d3, v128.load(p, 48)) : d0
      if (width > 3) v128.store(p, p3, 48)
      if (width > 2) v128.store(p, p2, 32)
      const p4 = width > 4 ? madd(x, d4, v128.load(p, 64)) : d0
      const p5 = width > 5 ? madd(x, d5, v128.load(p, 80)) : d0
      if (width > 5) v128.store(p, p5, 80)
      if (width > 4) v128.store(p, p4, 64)
      const p6 = width > 6 ? madd(x, d6, v128.load(p, 96)) : d0
      const p7 = width > 7 ? madd(x, d7, v128.load(p, 112)) : d0
      if (width > 7) v128.store(p, p7, 112)
      if (width > 6) v128.store(p, p6, 96)
      const p8 = width > 8 ? madd(x, d8, v128.load(p, 128)) : d0
      const p9 = width > 9 ? madd(x, d9, v128.load(p, 144)) : d0
      if (width > 9) v128.store(p, p9, 144)
      if (width > 8) v128.store(p, p8, 128)
      const p10 = width > 10 ? madd(x, d10, v128.load(p, 160)) : d0
      const p11 = width > 11 ? madd(x, d11, v128.load(p, 176)) : d0
      if (width > 11) v128.store(p, p11, 176)
      if (width > 10) v128.store(p, p10, 160)
      const p12 = width > 12 ? madd(x, d12, v128.load(p, 192)) : d0
      const p13 = width > 13 ? madd(x, d13, v128.load(p, 208)) : d0
      if (width > 13) v128.store(p, p13, 208)
      if (width > 12) v128.store(p, p12, 192)
      const p14 = width > 14 ? madd(x, d14, v128.load(p, 224)) : d0
      const p15 = width > 15 ? madd(x, d15, v128.load(p, 240)) : d0
      if (width > 15) v128.store(p, p15, 240)
      if (width > 14) v128.store(p, p14, 224)
      value++
      index += 2
    }
  }
}
