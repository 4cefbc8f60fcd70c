/*
 * Images as sparse rows: of each image, the numbers of the pixels that are not 0, and their bytes. Sixteen pixels are
 * looked at in one step, and most of the time there is nothing to do for them.
 */

/** How many of `count` bytes are not 0. */
export function countInk(bytes: usize, count: i32): i32 {
  let found = 0
  let k = 0
  for (; k + 16 <= count; k += 16) found += popcnt(foregroundMask(bytes + <usize>k))
  for (; k < count; k++) found += load<u8>(bytes + <usize>k) != 0 ? 1 : 0
  return found
}

/**
 * Writes the sparse rows of images that lie one after the other.
 * @param starts receives where each begins, from `entry` on, and one more: where the last ends
 * @returns where the last ends
 */
export function compress(
  images: usize,
  count: i32,
  pixels: i32,
  entry: i32,
  starts: usize,
  indices: usize,
  values: usize,
): i32 {
  let value = values + <usize>entry
  let index = indices + (<usize>entry << 1)
  for (let i = 0; i < count; i++) {
    store<u32>(starts + (<usize>i << 2), <u32>(value - values))
    const image = images + <usize>i * <usize>pixels
    let k = 0
    for (; k + 16 <= pixels; k += 16) {
      let mask = foregroundMask(image + <usize>k)
      while (mask != 0) {
        const pixel = k + ctz(mask)
        store<u16>(index, <u16>pixel)
        store<u8>(value, load<u8>(image + <usize>pixel))
        index += 2
        value++
        mask &= mask - 1
      }
    }
    for (; k < pixels; k++) {
      const byte = load<u8>(image + <usize>k)
      if (byte == 0) continue
      store<u16>(index, <u16>k)
      store<u8>(value, byte)
      index += 2
      value++
    }
  }
  const end = <i32>(value - values)
  store<u32>(starts + (<usize>count << 2), <u32>end)
  return end
}

/** One bit for each of sixteen bytes: whether it is not 0. */
// @ts-ignore: decorator
@inline
function foregroundMask(bytes: usize): i32 {
  return i8x16.bitmask(i8x16.ne(v128.load(bytes), i8x16.splat(0)))
}
