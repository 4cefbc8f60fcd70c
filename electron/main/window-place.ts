import { screen, type BrowserWindow, type Rectangle } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const placeSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(640).max(20_000),
  height: z.int().min(480).max(20_000),
  isMaximized: z.boolean(),
})

export type WindowPlace = Partial<Pick<Rectangle, 'x' | 'y'>> & Omit<z.infer<typeof placeSchema>, 'x' | 'y'>

const usualPlace: WindowPlace = { width: 1280, height: 800, isMaximized: false }

/** How much of the window must lie on a screen for a person to take hold of it, in pixels. */
const leastVisible = 120

/** The place the window had last; the usual one where none is known or its screen is gone. */
export function readWindowPlace(file: string): WindowPlace {
  const place = readPlace(file)
  return place !== null && isVisible(place) ? place : usualPlace
}

/** Remembers the window's place when it closes. */
export function rememberWindowPlace(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const place = { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
    try {
      writeFileSync(file, JSON.stringify(place))
    } catch {
      // The place is a comfort; a full disk must not keep the window from closing.
    }
  })
}

function readPlace(file: string): z.infer<typeof placeSchema> | null {
  try {
    return placeSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

function isVisible({ x, y, width, height }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea: area }) => {
    const visibleWidth = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
    const visibleHeight = Math.min(y + height, area.y + area.height) - Math.max(y, area.y)
    // The title bar is at the top: it must not lie above the screen.
    return visibleWidth >= leastVisible && visibleHeight >= leastVisible && y >= area.y
  })
}
