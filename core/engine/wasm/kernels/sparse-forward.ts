import { madd, splat } from './math'
import { Layer, Net, shareStart } from './structures'

/*
 * The first layer over sparse rows. Its units lie in panels of up to 8 vectors, as even as they can be, and a panel's
 * weights `[inputs][vectors]` together, so that all that a pixel needs is one place and a panel stays in the cache.
 */

/** Panels of a layer. */
// @ts-ignore: decorator
@inline
export function panelCount(vectors: i32): i32 {
  return (vectors + 7) >> 3
}

/** The first vector of a panel; the next panel's first is where it ends. */
// @ts-ignore: decorator
@inline
export function panelStart(vectors: i32, panel: i32): i32 {
  const panels = panelCount(vectors)
  return panel * (vectors / panels) + min(panel, vectors % panels)
}

/** Vectors of one cache line. */
const LINE: i32 = 4

/**
 * The first vector of units that is thread `thread`'s where threads share the layer by its units: whole panels, or cache
 * lines where there are fewer panels than threads, so that two threads do not write to one line.
 */
export function unitShareStart(vectors: i32, thread: i32, threads: i32): i32 {
  const panels = panelCount(vectors)
  if (panels >= threads) return panelStart(vectors, shareStart(panels, thread, threads))
  return min(vectors, LINE * shareStart((vectors + LINE - 1) / LINE, thread, threads))
}

/**
 * Reads a byte of each cache line of the rows that come next, so that they are there by then: all rows together, since
 * their ways from memory overlap. Varied images are written just before their use.
 * @param from numbers of the rows within `order`, `to` not included
 * @returns the bytes' sum, which nobody needs
 */
export function touchRows(net: Net, from: i32, to: i32): i32 {
  let touched = 0
  if (net.augmentation) return touched
  for (let i = from; i < min(to, net.ordered); i++) {
    const first = <usize>load<u32>(net.starts + (<usize>load<u32>(net.order + (<usize>i << 2)) << 2))
    const value = net.values + first
    const index = net.indices + (first << 1)
    touched +=
      load<u8>(value) +
      load<u8>(value, 64) +
      load<u8>(value, 128) +
      load<u8>(index) +
      load<u8>(index, 64) +
      load<u8>(index, 128) +
      load<u8>(index, 192) +
      load<u8>(index, 256)
  }
  return touched
}

/** z = scale · x w + b for examples `from` to `to` − 1 and vectors of units `firstVector` to `lastVector` − 1. */
export function forwardSparse(
  net: Net,
  layer: Layer,
  from: i32,
  to: i32,
  firstVector: i32,
  lastVector: i32,
): void {
  const panels = panelCount(layer.vectors)
  for (let panel = 0; panel < panels; panel++) {
    const start = panelStart(layer.vectors, panel)
    const end = panelStart(layer.vectors, panel + 1)
    const first = max(start, firstVector)
    const width = min(end, lastVector) - first
    if (width <= 0) continue
    const w = layer.weights + ((<usize>start * <usize>layer.inputs) << 4) + (<usize>(first - start) << 4)
    const rowBytes = <usize>(end - start) << 4
    const offset = <usize>first << 4
    if (width == 8) forwardPanel(8, net, layer, w, 128, offset, from, to)
    else if (width == 7) forwardPanel(7, net, layer, w, rowBytes, offset, from, to)
    else if (width == 6) forwardPanel(6, net, layer, w, rowBytes, offset, from, to)
    else if (width == 5) forwardPanel(5, net, layer, w, rowBytes, offset, from, to)
    else if (width == 4) forwardPanel(4, net, layer, w, rowBytes, offset, from, to)
    else if (width == 3) forwardPanel(3, net, layer, w, rowBytes, offset, from, to)
    else if (width == 2) forwardPanel(2, net, layer, w, rowBytes, offset, from, to)
    else forwardPanel(1, net, layer, w, rowBytes, offset, from, to)
  }
}

// @ts-ignore: decorator
@inline
function forwardPanel(
  width: i32,
  net: Net,
  layer: Layer,
  w: usize,
  rowBytes: usize,
  offset: usize,
  from: i32,
  to: i32,
): void {
  const starts = net.starts
  const order = net.order
  const table = net.table
  const scale = splat(net.scale)
  const b = layer.biases + offset
  for (let i = from; i < to; i++) {
    const row = starts + (<usize>load<u32>(order + (<usize>i << 2)) << 2)
    const first = <usize>load<u32>(row)
    let value = net.values + first
    const end = net.values + <usize>load<u32>(row, 4)
    let index = net.indices + (first << 1)
    let a0 = splat(0)
    let a1 = a0
    let a2 = a0
    let a3 = a0
    let a4 = a0
    let a5 = a0
    let a6 = a0
    let a7 = a0
    while (value < end) {
      const x = v128.load32_splat(table + (<usize>load<u8>(value) << 2))
      const p = w + <usize>load<u16>(index) * rowBytes
      a0 = madd(x, v128.load(p), a0)
      if (width > 1) a1 = madd(x, v128.load(p, 16), a1)
      if (width > 2) a2 = madd(x, v128.load(p, 32), a2)
      if (width > 3) a3 = madd(x, v128.load(p, 48), a3)
      if (width > 4) a4 = madd(x, v128.load(p, 64), a4)
      if (width > 5) a5 = madd(x, v128.load(p, 80), a5)
      if (width > 6) a6 = madd(x, v128.load(p, 96), a6)
      if (width > 7) a7 = madd(x, v128.load(p, 112), a7)
      value++
      index += 2
    }
    const z = layer.z + <usize>i * layer.stride + offset
    v128.store(z, madd(a0, scale, v128.load(b)))
    if (width > 1) v128.store(z, madd(a1, scale, v128.load(b, 16)), 16)
    if (width > 2) v128.store(z, madd(a2, scale, v128.load(b, 32)), 32)
    if (width > 3) v128.store(z, madd(a3, scale, v128.load(b, 48)), 48)
    if (width > 4) v128.store(z, madd(a4, scale, v128.load(b, 64)), 64)
    if (width > 5) v128.store(z, madd(a5, scale, v128.load(b, 80)), 80)
    if (width > 6) v128.store(z, madd(a6, scale, v128.load(b, 96)), 96)
    if (width > 7) v128.store(z, madd(a7, scale, v128.load(b, 112)), 112)
  }
}
