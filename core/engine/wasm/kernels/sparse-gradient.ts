import { takeGradient } from './gradients'
import { madd, splat } from './math'
import { STEP } from './panels'
import { panelCount, panelStart } from './sparse-forward'
import { Layer, Net, shareStart } from './structures'

/*
 * The gradient of the first layer's weights over sparse rows, for larger mini-batches: each pixel gets the list of the
 * examples whose pixel there is foreground, and a row of the gradient is summed in registers. Each thread makes the lists of its
 * own examples; a row goes through the threads' lists in order, so the sum's order is that of the examples.
 */

/** Pixels whose rows of the gradient go to the optimizer together. */
const BLOCK: i32 = 16

/** Sorts the pixels of examples `from` to `to` − 1 by pixel. An entry: where the example's δ lies, and the input. */
export function listPixels(net: Net, layer: Layer, thread: i32, from: i32, to: i32): void {
  const inputs = layer.inputs
  const ends = net.listEnds + ((<usize>thread * <usize>inputs) << 2)
  const entries = net.listEntries + ((<usize>from * <usize>inputs) << 3)
  memory.fill(ends, 0, <usize>inputs << 2)
  for (let i = from; i < to; i++) {
    const row = net.starts + (<usize>load<u32>(net.order + (<usize>i << 2)) << 2)
    let index = net.indices + (<usize>load<u32>(row) << 1)
    const end = net.indices + (<usize>load<u32>(row, 4) << 1)
    while (index < end) {
      const counter = ends + (<usize>load<u16>(index) << 2)
      store<u32>(counter, load<u32>(counter) + 8)
      index += 2
    }
  }
  let next = <u32>entries
  for (let k = 0; k < inputs; k++) {
    const counter = ends + (<usize>k << 2)
    const bytes = load<u32>(counter)
    store<u32>(counter, next)
    next += bytes
  }
  for (let i = from; i < to; i++) {
    const row = net.starts + (<usize>load<u32>(net.order + (<usize>i << 2)) << 2)
    const first = <usize>load<u32>(row)
    let value = net.values + first
    const end = net.values + <usize>load<u32>(row, 4)
    let index = net.indices + (first << 1)
    const offset = <u32>(<usize>i * layer.stride)
    while (value < end) {
      const counter = ends + (<usize>load<u16>(index) << 2)
      const entry = <usize>load<u32>(counter)
      store<u32>(counter, <u32>entry + 8)
      store<u32>(entry, offset)
      store<f32>(entry, load<f32>(net.table + (<usize>load<u8>(value) << 2)), 4)
      value++
      index += 2
    }
  }
}

/** A thread's share of the first layer's weights: gradient, and what becomes of it. */
export function gradientSparse(net: Net, layer: Layer, thread: i32): void {
  const inputs = layer.inputs
  const panels = panelCount(layer.vectors)
  const blocks = (inputs + BLOCK - 1) / BLOCK
  const from = shareStart(panels * blocks, thread, net.threads)
  const to = shareStart(panels * blocks, thread + 1, net.threads)
  const g = net.scratch + <usize>thread * net.scratchSize
  for (let share = from; share < to; share++) {
    const panel = share / blocks
    const first = (share % blocks) * BLOCK
    const last = min(inputs, first + BLOCK)
    const start = panelStart(layer.vectors, panel)
    const width = panelStart(layer.vectors, panel + 1) - start
    const d = layer.d + (<usize>start << 4)
    const steps = width / STEP
    if (steps == 8) sumRows(8 * STEP, net, inputs, first, last, d, g)
    else if (steps == 7) sumRows(7 * STEP, net, inputs, first, last, d, g)
    else if (steps == 6) sumRows(6 * STEP, net, inputs, first, last, d, g)
    else if (steps == 5) sumRows(5 * STEP, net, inputs, first, last, d, g)
    else if (steps == 4) sumRows(4 * STEP, net, inputs, first, last, d, g)
    else if (steps == 3) sumRows(3 * STEP, net, inputs, first, last, d, g)
    else if (steps == 2) sumRows(2 * STEP, net, inputs, first, last, d, g)
    else sumRows(STEP, net, inputs, first, last, d, g)
    const rows = <usize>start * <usize>inputs + <usize>first * <usize>width
    takeGradient(net, layer.weights + (rows << 4), g, (last - first) * width, true)
  }
}

/** Rows `first` to `last` − 1 of a panel's gradient. */
// @ts-ignore: decorator
@inline
function sumRows(width: i32, net: Net, inputs: i32, first: i32, last: i32, d: usize, g: usize): void {
  const threads = net.threads
  for (let k = first; k < last; k++) {
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
    for (let t = 0; t < threads; t++) {
      const ends = net.listEnds + ((<usize>t * <usize>inputs + <usize>k) << 2)
      const end = <usize>load<u32>(ends)
      let entry =
        k > 0
          ? <usize>load<u32>(ends - 4)
          : net.listEntries +
            ((<usize>shareStart(net.examples, t, threads) * <usize>inputs) << 3)
      while (entry < end) {
        const x = v128.load32_splat(entry, 4)
        const p = d + <usize>load<u32>(entry)
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
        entry += 8
      }
    }
    // V8 fuses two stores where the second half's comes first.
    if (IS_PAIRED) {
      v128.store(g, a1, 16)
      v128.store(g, a0)
      if (width > 2) v128.store(g, a3, 48)
      if (width > 2) v128.store(g, a2, 32)
      if (width > 4) v128.store(g, a5, 80)
      if (width > 4) v128.store(g, a4, 64)
      if (width > 6) v128.store(g, a7, 112)
      if (width > 6) v128.store(g, a6, 96)
      if (width > 8) v128.store(g, a9, 144)
      if (width > 8) v128.store(g, a8, 128)
      if (width > 10) v128.store(g, a11, 176)
      if (width > 10) v128.store(g, a10, 160)
      if (width > 12) v128.store(g, a13, 208)
      if (width > 12) v128.store(g, a12, 192)
      if (width > 14) v128.store(g, a15, 240)
      if (width > 14) v128.store(g, a14, 224)
    } else {
      v128.store(g, a0)
      if (width > 1) v128.store(g, a1, 16)
      if (width > 2) v128.store(g, a2, 32)
      if (width > 3) v128.store(g, a3, 48)
      if (width > 4) v128.store(g, a4, 64)
      if (width > 5) v128.store(g, a5, 80)
      if (width > 6) v128.store(g, a6, 96)
      if (width > 7) v128.store(g, a7, 112)
    }
    g += <usize>(width << 4)
  }
}
