import { screen, type BrowserWindow, type Rectangle } from 'electron'
import { z } from 'zod'
import { readFileNow } from '#files/read-file.ts'
import { writeFileNow } from '#files/write-file.ts'

const boundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(640).max(20_000),
  height: z.int().min(480).max(20_000),
  isMaximized: z.boolean(),
})

export type WindowBounds = z.infer<typeof boundsSchema>

const usualSize = { width: 1280, height: 800 }

/** How much of the window must lie on a screen for a person to take hold of it, in pixels. */
const leastVisible = 120

/** Where the window was last; the middle of the screen where that is unknown or its screen is gone. */
export function readWindowBounds(file: string): WindowBounds {
  const bounds = readBounds(file)
  return bounds !== null && isVisible(bounds) ? bounds : usualBounds()
}

/**
 * A place is asked for at the first start, too: only by one that was asked for does the window manager's frame show
 * (`rememberWindowBounds`).
 */
function usualBounds(): WindowBounds {
  const { workArea: area } = screen.getPrimaryDisplay()
  const x = area.x + Math.max(0, Math.round((area.width - usualSize.width) / 2))
  const y = area.y + Math.max(0, Math.round((area.height - usualSize.height) / 2))
  return { x, y, ...usualSize, isMaximized: false }
}

/** Moves within this time after the window is shown are the window manager's, not a person's; in milliseconds. */
const SETTLING_MS = 1000

/**
 * Remembers the window’s bounds when it closes. A window manager may report another place than was asked for, as it puts
 * a frame around the window; without a move by the person, what was asked for is kept, so that it is not moved at each
 * start.
 * @param asked where the window was opened
 */
export function rememberWindowBounds(
  window: BrowserWindow,
  file: string,
  asked: Pick<Rectangle, 'x' | 'y'>,
): void {
  let frame = { x: 0, y: 0 }
  const measureFrame = (): void => {
    const { x, y } = window.getNormalBounds()
    frame = { x: x - asked.x, y: y - asked.y }
  }
  window.once('show', () => {
    measureFrame()
    window.on('move', measureFrame)
    setTimeout(() => window.off('move', measureFrame), SETTLING_MS).unref()
  })
  window.on('close', () => {
    const { x, y, ...size } = window.getNormalBounds()
    const bounds = { x: x - frame.x, y: y - frame.y, ...size, isMaximized: window.isMaximized() }
    try {
      writeFileNow(file, JSON.stringify(bounds))
    } catch {
      // The bounds are a comfort; a full disk must not keep the window from closing.
    }
  })
}

function readBounds(file: string): z.infer<typeof boundsSchema> | null {
  try {
    return boundsSchema.parse(JSON.parse(readFileNow(file).toString('utf8')))
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
