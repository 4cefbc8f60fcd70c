import { madd, splat } from './math'
import { STEP, STEP_BYTES, WIDEST } from './panels'
import { Layer, Net, shareStart } from './structures'

/*
 * The first layer over sparse rows. Its units lie in panels of up to 8 steps of vectors, as even as they can be, and a panel's
 * weights `[inputs][vectors]` together, so that all that a pixel needs is one place and a panel stays in the cache.
 */

/** Panels of a layer. */
// @ts-ignore: decorator
@inline
export function panelCount(vectors: i32): i32 {
  return (vectors / STEP + WIDEST - 1) / WIDEST
}

/** The first vector of a panel; the next panel's first is where it ends. */
// @ts-ignore: decorator
@inline
export function panelStart(vectors: i32, panel: i32): i32 {
  const panels = panelCount(vectors)
  const steps = vectors / STEP
  return STEP * (panel * (steps / panels) + min(panel, steps % panels))
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
    const steps = width / STEP
    if (steps == 8) forwardPanel(8 * STEP, net, layer, w, 8 * STEP_BYTES, offset, from, to)
    else if (steps == 7) forwardPanel(7 * STEP, net, layer, w, rowBytes, offset, from, to)
    else if (steps == 6) forwardPanel(6 * STEP, net, layer, w, rowBytes, offset, from, to)
    else if (steps == 5) forwardPanel(5 * STEP, net, layer, w, rowBytes, offset, from, to)
    else if (steps == 4 && rowBytes == 4 * STEP_BYTES) {
      forwardPanel(4 * STEP, net, layer, w, 4 * STEP_BYTES, offset, from, to)
    } else if (steps == 4) forwardPanel(4 * STEP, net, layer, w, rowBytes, offset, from, to)
    else if (steps == 3) forwardPanel(3 * STEP, net, layer, w, rowBytes, offset, from, to)
    else if (steps == 2) forwardPanel(2 * STEP, net, layer, w, rowBytes, offset, from, to)
    else forwardPanel(STEP, net, layer, w, rowBytes, offset, from, to)
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
    let a8 = a0
    let a9 = a0
    let a10 = a0
    let a11 = a0
    let a12 = a0
    let a13 = a0
    let a14 = a0
    let a15 = a0
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
      if (width > 8) a8 = madd(x, v128.load(p, 128), a8)
      if (width > 9) a9 = madd(x, v128.load(p, 144), a9)
      if (width > 10) a10 = madd(x, v128.load(p, 160), a10)
      if (width > 11) a11 = madd(x, v128.load(p, 176), a11)
      if (width > 12) a12 = madd(x, v128.load(p, 192), a12)
      if (width > 13) a13 = madd(x, v128.load(p, 208), a13)
      if (width > 14) a14 = madd(x, v128.load(p, 224), a14)
      if (width > 15) a15 = madd(x, v128.load(p, 240), a15)
      value++
      index += 2
    }
    const z = layer.z + <usize>i * layer.stride + offset
    // V8 fuses two stores where the second half's comes first.
    if (IS_PAIRED) {
      const z0 = madd(a0, scale, v128.load(b))
      const z1 = madd(a1, scale, v128.load(b, 16))
      v128.store(z, z1, 16)
      v128.store(z, z0)
      const z2 = width > 2 ? madd(a2, scale, v128.load(b, 32)) : a0
      const z3 = width > 2 ? madd(a3, scale, v128.load(b, 48)) : a0
      if (width > 2) v128.store(z, z3, 48)
      if (width > 2) v128.store(z, z2, 32)
      const z4 = width > 4 ? madd(a4, scale, v128.load(b, 64)) : a0
      const z5 = width > 4 ? madd(a5, scale, v128.load(b, 80)) : a0
      if (width > 4) v128.store(z, z5, 80)
      if (width > 4) v128.store(z, z4, 64)
      const z6 = width > 6 ? madd(a6, scale, v128.load(b, 96)) : a0
      const z7 = width > 6 ? madd(a7, scale, v128.load(b, 112)) : a0
      if (width > 6) v128.store(z, z7, 112)
      if (width > 6) v128.store(z, z6, 96)
      const z8 = width > 8 ? madd(a8, scale, v128.load(b, 128)) : a0
      const z9 = width > 8 ? madd(a9, scale, v128.load(b, 144)) : a0
      if (width > 8) v128.store(z, z9, 144)
      if (width > 8) v128.store(z, z8, 128)
      const z10 = width > 10 ? madd(a10, scale, v128.load(b, 160)) : a0
      const z11 = width > 10 ? madd(a11, scale, v128.load(b, 176)) : a0
      if (width > 10) v128.store(z, z11, 176)
      if (width > 10) v128.store(z, z10, 160)
      const z12 = width > 12 ? madd(a12, scale, v128.load(b, 192)) : a0
      const z13 = width > 12 ? madd(a13, scale, v128.load(b, 208)) : a0
      if (width > 12) v128.store(z, z13, 208)
      if (width > 12) v128.store(z, z12, 192)
      const z14 = width > 14 ? madd(a14, scale, v128.load(b, 224)) : a0
      const z15 = width > 14 ? madd(a15, scale, v128.load(b, 240)) : a0
      if (width > 14) v128.store(z, z15, 240)
      if (width > 14) v128.store(z, z14, 224)
    } else {
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
}
