/*
 * How wide the panels are in which weights lie. The kernels exist in two widths: as they are, and in pairs, whose
 * neighbouring vectors V8 fuses into vectors of twice the width where it can; see core/engine/wasm/load-kernels.ts. No
 * sum changes its order by that. The build says which it is: `--use IS_PAIRED=1`.
 */

/** Vectors that are always together. */
export const STEP: i32 = IS_PAIRED ? 2 : 1
export const STEP_BYTES: usize = IS_PAIRED ? 32 : 16
/** Vectors of units of a dense panel, and of the last one where half is enough. */
export const PANEL: i32 = 2 * STEP
export const HALF: i32 = STEP
/** log₂ of the bytes of one input's weights in a dense panel. */
export const PANEL_SHIFT: usize = IS_PAIRED ? 6 : 5
/** Steps of vectors of the widest panel over sparse rows. */
export const WIDEST: i32 = 8

/*
 * Weights over dense inputs lie in panels of 8 units, or 16 in pairs, the last of half as many where that is enough:
 * `[panel][inputs][8 or 16]`, with a cache line between panels, so that no stride is a power of two.
 */

/** Bytes from one dense panel to the next. */
// @ts-ignore: decorator
@inline
export function panelBytes(inputs: i32): usize {
  return (<usize>inputs << PANEL_SHIFT) + 64
}

/** The second vector of a step at `p`; in single vectors there is none, and what is made of it is left out of the build. */
// @ts-ignore: decorator
@inline
export function second(p: usize): v128 {
  return IS_PAIRED ? v128.load(p, 16) : f32x4.splat(0)
}

/** Stores a step at `p`, the second vector first: V8 fuses two stores in this order. */
// @ts-ignore: decorator
@inline
export function storeStep(p: usize, v0: v128, v1: v128): void {
  if (IS_PAIRED) v128.store(p, v1, 16)
  v128.store(p, v0)
}
