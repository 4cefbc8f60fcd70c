/*
 * core/random/random.ts again, to the bit: xoshiro128** (Blackman and Vigna 2018), seeded by splitmix32. One
 * generator a thread: globals are each instance's own.
 */

let state0: u32 = 0
let state1: u32 = 0
let state2: u32 = 0
let state3: u32 = 0

/** Starts the stream of one more key. @param key what the keys before it make: `mixKeys` */
export function seedStream(key: u32, lastKey: u32): void {
  let state = mix(key ^ mix(0x10000) ^ lastKey)
  state0 = mix((state += 0x9e3779b9))
  state1 = mix((state += 0x9e3779b9))
  state2 = mix((state += 0x9e3779b9))
  state3 = mix((state += 0x9e3779b9)) | 1
}

/** Draws `count` numbers from −1 up to, but not including, 1, to places that are `stride` bytes apart. */
export function drawSymmetric(to: usize, stride: usize, count: i32): void {
  let a = state0
  let b = state1
  let c = state2
  let d = state3
  for (let i = 0; i < count; i++) {
    const high = rotl<u32>(b * 5, 7) * 9
    let shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotl<u32>(d, 11)
    const low = rotl<u32>(b * 5, 7) * 9
    shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotl<u32>(d, 11)
    // 2 u − 1 of u with 53 bits, of which only the last step rounds.
    const bits = ((<i64>high >> 5) << 26) | (<i64>low >> 6)
    store<f64>(to, <f64>bits * 2.220446049250313e-16 - 1)
    to += stride
  }
  state0 = a
  state1 = b
  state2 = c
  state3 = d
}

function mix(value: u32): u32 {
  let z = value + 0x9e3779b9
  z = (z ^ (z >>> 16)) * 0x21f0aaad
  z = (z ^ (z >>> 15)) * 0x735a2d97
  return z ^ (z >>> 15)
}
