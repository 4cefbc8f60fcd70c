/** How many times longer tests wait than usual: `BACKPROP_SLOWNESS=3`, for a slow or busy machine. */
export const SLOWNESS = Math.max(1, Number(process.env.BACKPROP_SLOWNESS) || 1)
