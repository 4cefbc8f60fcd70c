import { Layer, Net } from './structures'

// How the inputs of a mini-batch lie.
/** Sparse rows: of each image the pixels that are not 0. */
export const SPARSE: i32 = 0
/** All bytes of each image, which become rows of numbers by the table. */
export const BYTES: i32 = 1
// 2: rows of numbers that are there.

/** Makes rows of numbers of examples `from` to `to` − 1 where the data has bytes. */
export function gatherRows(net: Net, first: Layer, from: i32, to: i32): void {
  if (net.source != BYTES) return
  const pixels = net.pixels
  for (let i = from; i < to; i++) {
    const bytes = net.values + <usize>load<u32>(net.order + ((<usize>i) << 2)) * <usize>pixels
    const row = first.below + <usize>i * first.belowStride
    for (let k = 0; k < pixels; k++) {
      store<f32>(row + ((<usize>k) << 2), load<f32>(net.table + ((<usize>load<u8>(bytes + <usize>k)) << 2)))
    }
  }
}
