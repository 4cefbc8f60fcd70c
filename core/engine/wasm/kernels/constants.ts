/*
 * Numbers of the innermost loops, in memory: a vector of one number is loaded from there in one instruction, while V8
 * builds a constant vector anew, in several, wherever it is used. They lie at the start of memory, where the program
 * outside leaves room; the first instance writes them.
 */

// Addresses.
export const EXP_LEAST: usize = 64
export const EXP_MOST: usize = 68
export const LOG2_E: usize = 72
export const MINUS_LN2_HIGH: usize = 76
export const MINUS_LN2_LOW: usize = 80
export const EXP_6: usize = 84
export const EXP_5: usize = 88
export const EXP_4: usize = 92
export const EXP_3: usize = 96
export const EXP_2: usize = 100
export const EXP_1: usize = 104
export const ONE: usize = 108
export const SHIFTER: usize = 112

/** Where the constants end. */
export function constantsEnd(): usize {
  return SHIFTER + 4
}

/** A vector of one number four times. */
// @ts-ignore: decorator
@inline
export function constant(address: usize): v128 {
  return v128.load32_splat(address)
}

export function writeConstants(): void {
  store<f32>(EXP_LEAST, -87)
  store<f32>(EXP_MOST, 87)
  store<f32>(LOG2_E, 1.44269504088896341)
  store<f32>(MINUS_LN2_HIGH, -0.693359375)
  store<f32>(MINUS_LN2_LOW, 2.12194440e-4)
  store<f32>(EXP_6, 1.987569150e-4)
  store<f32>(EXP_5, 1.3981999507e-3)
  store<f32>(EXP_4, 8.3334519073e-3)
  store<f32>(EXP_3, 4.1665795894e-2)
  store<f32>(EXP_2, 1.6666665459e-1)
  store<f32>(EXP_1, 5.0000001201e-1)
  store<f32>(ONE, 1)
  store<f32>(SHIFTER, 12582912)
}
