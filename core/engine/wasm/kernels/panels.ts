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
