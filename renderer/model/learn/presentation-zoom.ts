/** What a presentation shows at a time, in pixels of the window as it is without zoom. */
const SHOWN = { width: 900, height: 563 } as const

/**
 * How much larger a presentation draws everything. A projector's picture is as large on the wall whatever its pixels are,
 * so a larger window does not show more but larger: from the last row, letters are read by their share of the picture.
 * @returns at least 1, for a window that is small already
 */
export function presentationZoom({ width, height }: { width: number; height: number }): number {
  const zoom = Math.min(width / SHOWN.width, height / SHOWN.height)
  return Math.max(1, Math.floor(zoom * 100) / 100)
}
