import { splat } from './math'
import { Layer, Net } from './structures'

/** What four activations are multiplied by: 0 or `dropoutFactor`, as core/layers/dropout.ts draws it. @param index of the first, within the mini-batch */
// @ts-ignore: decorator
@inline
function factors(layer: Layer, index: i32): v128 {
  const lanes = i32x4.add(i32x4.splat(index), i32x4(0, 1, 2, 3))
  let x = i32x4.add(i32x4.mul(lanes, i32x4.splat(<i32>0x9e3779b9)), i32x4.splat(<i32>layer.dropoutKey1))
  x = v128.xor(x, i32x4.shr_u(x, 16))
  x = i32x4.mul(x, i32x4.splat(0x21f0aaad))
  x = v128.xor(x, i32x4.shr_u(x, 15))
  x = v128.xor(x, i32x4.splat(<i32>layer.dropoutKey2))
  x = i32x4.mul(x, i32x4.splat(0x735a2d97))
  x = v128.xor(x, i32x4.shr_u(x, 15))
  const isKept = i32x4.ge_u(x, i32x4.splat(<i32>layer.dropoutThreshold))
  return v128.and(splat(layer.dropoutFactor), isKept)
}

/** out = a ⊙ factors, or a itself outside training, for examples `from` to `to` − 1. */
export function dropForward(net: Net, layer: Layer, from: i32, to: i32): void {
  const vectors = layer.vectors
  for (let i = from; i < to; i++) {
    const a = layer.a + <usize>i * layer.stride
    const out = layer.out + <usize>i * layer.stride
    if (!net.isTraining) {
      memory.copy(out, a, <usize>vectors << 4)
      continue
    }
    for (let v = 0; v < vectors; v++) {
      const j = <usize>v << 4
      v128.store(out + j, f32x4.mul(v128.load(a + j), factors(layer, (net.firstExample + i) * layer.units + (v << 2))))
    }
  }
}

/** d ← d ⊙ factors for examples `from` to `to` − 1. */
export function dropBackward(net: Net, layer: Layer, from: i32, to: i32): void {
  const vectors = layer.vectors
  for (let i = from; i < to; i++) {
    const d = layer.d + <usize>i * layer.stride
    for (let v = 0; v < vectors; v++) {
      const j = <usize>v << 4
      v128.store(d + j, f32x4.mul(v128.load(d + j), factors(layer, (net.firstExample + i) * layer.units + (v << 2))))
    }
  }
}
