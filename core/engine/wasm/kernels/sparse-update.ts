import { madd, splat } from './math'
import { second, STEP, STEP_BYTES, storeStep } from './panels'
import { panelCount, panelStart, unitShareStart } from './sparse-forward'
import { Layer, Net } from './structures'

/*
 * Where neurons are saturated, their δ gets so small that its products with the pixels are denormal numbers, for each of
 * which some processors take 150 cycles: a training slows down to a third. Such a δ cannot change a weight of usual size
 * and is left out, as −0, which changes no weight at all; where a weight is as small as that, it is made good after.
 */
/** 2⁻¹¹²: only a δ below has denormal products, as inputs are 1/255 at least where they are not 0. */
const TINY: f32 = 1.9259299443872359e-34
/** 2⁻⁷⁵: rounding drops what is below 2⁻¹⁰⁰ beside it, and inputs are 255 at most. */
const SMALL: f32 = 2.6469779601696886e-23

/**
 * Plain gradient descent on the first layer's weights straight from each example's pixels, example by example:
 * w += directRate · x δ. For small mini-batches, whose pixels are a small part of all. A thread does its share of the
 * units over all examples, so that each weight's sum has one order whatever the number of threads.
 */
export function updateSparse(net: Net, layer: Layer, thread: i32): void {
  const from = unitShareStart(layer.vectors, thread, net.threads)
  const to = unitShareStart(layer.vectors, thread + 1, net.threads)
  const panels = panelCount(layer.vectors)
  const d = net.scratch + <usize>thread * net.scratchSize
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
    if (steps == 8) updatePanel(8 * STEP, net, layer, d, w, 8 * STEP_BYTES, offset)
    else if (steps == 7) updatePanel(7 * STEP, net, layer, d, w, rowBytes, offset)
    else if (steps == 6) updatePanel(6 * STEP, net, layer, d, w, rowBytes, offset)
    else if (steps == 5) updatePanel(5 * STEP, net, layer, d, w, rowBytes, offset)
    else if (steps == 4 && rowBytes == 4 * STEP_BYTES) {
      updatePanel(4 * STEP, net, layer, d, w, 4 * STEP_BYTES, offset)
    } else if (steps == 4) updatePanel(4 * STEP, net, layer, d, w, rowBytes, offset)
    else if (steps == 3) updatePanel(3 * STEP, net, layer, d, w, rowBytes, offset)
    else if (steps == 2) updatePanel(2 * STEP, net, layer, d, w, rowBytes, offset)
    else updatePanel(STEP, net, layer, d, w, rowBytes, offset)
  }
}

// @ts-ignore: decorator
@inline
function updatePanel(
  width: i32,
  net: Net,
  layer: Layer,
  d: usize,
  w: usize,
  rowBytes: usize,
  offset: usize,
): void {
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
    const hasTiny = scaleDeltas(layer.d + <usize>i * layer.stride + offset, d, width, rate)
    const d0 = v128.load(d)
    const d1 = width > 1 ? v128.load(d, 16) : d0
    const d2 = width > 2 ? v128.load(d, 32) : d0
    const d3 = width > 3 ? v128.load(d, 48) : d0
    const d4 = width > 4 ? v128.load(d, 64) : d0
    const d5 = width > 5 ? v128.load(d, 80) : d0
    const d6 = width > 6 ? v128.load(d, 96) : d0
    const d7 = width > 7 ? v128.load(d, 112) : d0
    const d8 = width > 8 ? v128.load(d, 128) : d0
    const d9 = width > 9 ? v128.load(d, 144) : d0
    const d10 = width > 10 ? v128.load(d, 160) : d0
    const d11 = width > 11 ? v128.load(d, 176) : d0
    const d12 = width > 12 ? v128.load(d, 192) : d0
    const d13 = width > 13 ? v128.load(d, 208) : d0
    const d14 = width > 14 ? v128.load(d, 224) : d0
    const d15 = width > 15 ? v128.load(d, 240) : d0
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
    if (hasTiny) addTiny(net, layer, i, w, rowBytes, offset, width)
  }
}

/** rate · δ of an example at `scaled`, with −0 for what is tiny. @returns whether there is something tiny */
function scaleDeltas(d: usize, scaled: usize, vectors: i32, rate: v128): bool {
  let tiny = splat(0)
  for (let j: usize = 0; j < <usize>vectors << 4; j += STEP_BYTES) {
    const d0 = f32x4.mul(v128.load(d + j), rate)
    const d1 = f32x4.mul(second(d + j), rate)
    const tiny0 = isTiny(d0)
    const tiny1 = isTiny(d1)
    storeStep(
      scaled + j,
      v128.bitselect(splat(-0.0), d0, tiny0),
      v128.bitselect(splat(-0.0), d1, tiny1),
    )
    tiny = v128.or(tiny, v128.or(tiny0, tiny1))
  }
  return v128.any_true(tiny)
}

// @ts-ignore: decorator
@inline
function isTiny(d: v128): v128 {
  return v128.and(f32x4.lt(f32x4.abs(d), splat(TINY)), f32x4.ne(d, splat(0)))
}

/** Adds what `scaleDeltas` left out of example `i` where a weight is so small that it counts. */
function addTiny(net: Net, layer: Layer, i: i32, w: usize, rowBytes: usize, offset: usize, vectors: i32): void {
  const row = net.starts + (<usize>load<u32>(net.order + (<usize>i << 2)) << 2)
  const first = <usize>load<u32>(row)
  const end = net.values + <usize>load<u32>(row, 4)
  const d = layer.d + <usize>i * layer.stride + offset
  const rate = splat(net.directRate)
  for (let j: usize = 0; j < <usize>vectors << 4; j += STEP_BYTES) {
    const d0 = f32x4.mul(v128.load(d + j), rate)
    const d1 = f32x4.mul(second(d + j), rate)
    const tiny0 = isTiny(d0)
    const tiny1 = isTiny(d1)
    if (!v128.any_true(v128.or(tiny0, tiny1))) continue
    let small0 = splat(0)
    let small1 = small0
    let index = net.indices + (first << 1)
    for (let value = net.values + first; value < end; value++) {
      const p = w + j + <usize>load<u16>(index) * rowBytes
      small0 = v128.or(small0, isSmall(v128.load(p)))
      small1 = v128.or(small1, isSmall(second(p)))
      index += 2
    }
    if (!v128.any_true(v128.or(v128.and(tiny0, small0), v128.and(tiny1, small1)))) continue
    index = net.indices + (first << 1)
    for (let value = net.values + first; value < end; value++) {
      const x = v128.load32_splat(net.table + (<usize>load<u8>(value) << 2))
      const p = w + j + <usize>load<u16>(index) * rowBytes
      const w0 = v128.load(p)
      const w1 = second(p)
      storeStep(
        p,
        v128.bitselect(madd(x, d0, w0), w0, tiny0),
        v128.bitselect(madd(x, d1, w1), w1, tiny1),
      )
      index += 2
    }
  }
}

// @ts-ignore: decorator
@inline
function isSmall(w: v128): v128 {
  return f32x4.lt(f32x4.abs(w), splat(SMALL))
}
