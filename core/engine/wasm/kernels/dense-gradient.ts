import { takeGradient } from './gradients'
import { madd, splat } from './math'
import { HALF, PANEL, PANEL_SHIFT, panelBytes, second, STEP_BYTES, storeStep } from './panels'
import { Layer, Net, shareStart, stepShareStart } from './structures'

/** Inputs whose rows of the gradient go to the optimizer together; a multiple of 4. */
const BLOCK: i32 = 16
/** Vectors of biases that go to the optimizer together, at most: half of a thread's scratch. */
const BIASES: i32 = 128

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
  const from = stepShareStart(layer.vectors, thread, net.threads)
  const to = stepShareStart(layer.vectors, thread + 1, net.threads)
  const g = net.scratch + <usize>thread * net.scratchSize
  const rows = <usize>net.examples * layer.stride
  for (let v = from; v < to; v += BIASES) {
    const vectors = min(BIASES, to - v)
    for (let j: usize = 0; j < <usize>vectors << 4; j += STEP_BYTES) {
      let d = layer.d + (<usize>v << 4) + j
      const end = d + rows
      let sum0 = splat(0)
      let sum1 = sum0
      while (d < end) {
        sum0 = f32x4.add(sum0, v128.load(d))
        sum1 = f32x4.add(sum1, second(d))
        d += layer.stride
      }
      storeStep(g + j, sum0, sum1)
    }
    takeGradient(net, layer.biases + (<usize>v << 4), g, vectors, false)
  }
}
