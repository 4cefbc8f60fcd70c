import { madd, splat } from './math'
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
    if (width == 8) updatePanel(8, net, layer, w, 128, offset)
    else if (width == 7) updatePanel(7, net, layer, w, rowBytes, offset)
    else if (width == 6) updatePanel(6, net, layer, w, rowBytes, offset)
    else if (width == 5) updatePanel(5, net, layer, w, rowBytes, offset)
    else if (width == 4) updatePanel(4, net, layer, w, rowBytes, offset)
    else if (width == 3) updatePanel(3, net, layer, w, rowBytes, offset)
    else if (width == 2) updatePanel(2, net, layer, w, rowBytes, offset)
    else updatePanel(1, net, layer, w, rowBytes, offset)
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
    while (value < end) {
      const x = v128.load32_splat(table + (<usize>load<u8>(value) << 2))
      const p = w + <usize>load<u16>(index) * rowBytes
      v128.store(p, madd(x, d0, v128.load(p)))
      if (width > 1) v128.store(p, madd(x, d1, v128.load(p, 16)), 16)
      if (width > 2) v128.store(p, madd(x, d2, v128.load(p, 32)), 32)
      if (width > 3) v128.store(p, madd(x, d3, v128.load(p, 48)), 48)
      if (width > 4) v128.store(p, madd(x, d4, v128.load(p, 64)), 64)
      if (width > 5) v128.store(p, madd(x, d5, v128.load(p, 80)), 80)
      if (width > 6) v128.store(p, madd(x, d6, v128.load(p, 96)), 96)
      if (width > 7) v128.store(p, madd(x, d7, v128.load(p, 112)), 112)
      value++
      index += 2
    }
  }
}
