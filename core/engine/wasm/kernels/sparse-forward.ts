import { madd, splat } from './math'
import { Layer, Net } from './structures'

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

/** Examples that a row is touched ahead of its use; at most the program's LOOK_AHEAD. */
const AHEAD: i32 = 4

/**
 * Reads a byte of each cache line of a row that will be needed soon, so that it is there by then. Varied images were
 * written just now.
 * @returns their sum, which nobody needs
 */
// @ts-ignore: decorator
@inline
function touch(net: Net, i: i32): i32 {
  if (i >= net.ordered || net.augmentation) return 0
  const first = <usize>load<u32>(net.starts + (<usize>load<u32>(net.order + (<usize>i << 2)) << 2))
  const value = net.values + first
  const index = net.indices + (first << 1)
  return (
    load<u8>(value) +
    load<u8>(value, 64) +
    load<u8>(value, 128) +
    load<u8>(index) +
    load<u8>(index, 64) +
    load<u8>(index, 128) +
    load<u8>(index, 192) +
    load<u8>(index, 256)
  )
}

/** z = scale · x w + b for examples `from` to `to` − 1. @returns a sum that keeps early reads from being left out */
export function forwardSparse(net: Net, layer: Layer, from: i32, to: i32): i32 {
  let touched = 0
  const panels = panelCount(layer.vectors)
  for (let panel = 0; panel < panels; panel++) {
    const start = panelStart(layer.vectors, panel)
    const width = panelStart(layer.vectors, panel + 1) - start
    const w = layer.weights + ((<usize>start * <usize>layer.inputs) << 4)
    const offset = <usize>start << 4
    if (width == 8) touched += forwardPanel(8, net, layer, w, offset, from, to)
    else if (width == 7) touched += forwardPanel(7, net, layer, w, offset, from, to)
    else if (width == 6) touched += forwardPanel(6, net, layer, w, offset, from, to)
    else if (width == 5) touched += forwardPanel(5, net, layer, w, offset, from, to)
    else if (width == 4) touched += forwardPanel(4, net, layer, w, offset, from, to)
    else if (width == 3) touched += forwardPanel(3, net, layer, w, offset, from, to)
    else if (width == 2) touched += forwardPanel(2, net, layer, w, offset, from, to)
    else touched += forwardPanel(1, net, layer, w, offset, from, to)
  }
  return touched
}

// @ts-ignore: decorator
@inline
function forwardPanel(
  width: i32,
  net: Net,
  layer: Layer,
  w: usize,
  offset: usize,
  from: i32,
  to: i32,
): i32 {
  let touched = 0
  const starts = net.starts
  const order = net.order
  const table = net.table
  const scale = splat(net.scale)
  const b = layer.biases + offset
  for (let i = from; i < to; i++) {
    if (offset == 0) touched += touch(net, i + AHEAD)
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
      const p = w + <usize>load<u16>(index) * <usize>(width << 4)
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
  return touched
}
