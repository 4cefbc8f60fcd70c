import { readonly, ref, type Ref } from 'vue'

/** A point of the plot, in pixels from its upper left corner. */
export interface PlotPoint {
  readonly x: number
  readonly y: number
}

/** A rectangle being drawn over the plot, in pixels. */
export interface PlotBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** Whether it is a choice along the horizontal axis alone. */
  readonly isWide: boolean
}

export interface UseChartGesturesOptions {
  /** Where the axes lie, in pixels; undefined before the first layout. */
  readonly area: () => { left: number; right: number; top: number; bottom: number } | undefined
  /** Whether there is anything but to point at. */
  readonly canZoom: () => boolean
  readonly onHover: (point: PlotPoint) => void
  readonly onZoom: (around: PlotPoint, factor: number) => void
  /** By shares of the axes that are seen, to the right and up. */
  readonly onPan: (shareX: number, shareY: number) => void
  readonly onBox: (box: PlotBox) => void
}

export interface UseChartGesturesReturn {
  readonly box: Readonly<Ref<PlotBox | null>>
  readonly onPointerDown: (event: PointerEvent) => void
  readonly onPointerMove: (event: PointerEvent) => void
  readonly onPointerUp: (event: PointerEvent) => void
  readonly onPointerCancel: () => void
  readonly onWheel: (event: WheelEvent) => void
}

/** Shorter drags are a click with an unsteady hand. */
const SMALLEST_BOX = 6
/** A box flatter than this chooses positions, not values. */
const FLAT_BOX = 24
const ZOOM_PER_PIXEL = 0.0015
/** Of a wheel that counts lines, not pixels. */
const PIXELS_PER_LINE = 16

/** Wheel zooms, a drag chooses a part, a drag with Shift or the middle button moves; on a trackpad two fingers do both. */
export function useChartGestures(options: UseChartGesturesOptions): UseChartGesturesReturn {
  const box = ref<PlotBox | null>(null)
  let start: (PlotPoint & { readonly isPan: boolean }) | null = null
  let last: PlotPoint = { x: 0, y: 0 }

  function pointOf(event: MouseEvent): PlotPoint {
    const frame = (event.currentTarget as HTMLElement).getBoundingClientRect()
    return { x: event.clientX - frame.left, y: event.clientY - frame.top }
  }

  function onPointerDown(event: PointerEvent): void {
    if (!options.canZoom() || event.button > 1 || event.pointerType === 'touch') return
    start = { ...pointOf(event), isPan: event.shiftKey || event.button === 1 }
    last = start
    ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
    // The middle button would start to scroll.
    if (event.button === 1) event.preventDefault()
  }

  function onPointerMove(event: PointerEvent): void {
    const point = pointOf(event)
    const area = options.area()
    if (start === null || area === undefined) {
      options.onHover(point)
      return
    }
    if (start.isPan) {
      const [width, height] = [area.right - area.left, area.bottom - area.top]
      options.onPan((last.x - point.x) / width, (point.y - last.y) / height)
      last = point
      return
    }
    const inside = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high)
    const x1 = inside(start.x, area.left, area.right)
    const x2 = inside(point.x, area.left, area.right)
    const y1 = inside(start.y, area.top, area.bottom)
    const y2 = inside(point.y, area.top, area.bottom)
    const isWide = Math.abs(y2 - y1) < FLAT_BOX
    box.value = {
      left: Math.min(x1, x2),
      width: Math.abs(x2 - x1),
      top: isWide ? area.top : Math.min(y1, y2),
      height: isWide ? area.bottom - area.top : Math.abs(y2 - y1),
      isWide,
    }
  }

  function onPointerUp(event: PointerEvent): void {
    const drawn = box.value
    onPointerCancel()
    if (drawn !== null && drawn.width >= SMALLEST_BOX) options.onBox(drawn)
    else options.onHover(pointOf(event))
  }

  function onPointerCancel(): void {
    start = null
    box.value = null
  }

  function onWheel(event: WheelEvent): void {
    const area = options.area()
    if (area === undefined || !options.canZoom()) return
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : PIXELS_PER_LINE
    const [across, along] = [event.deltaX * unit, event.deltaY * unit]
    if (event.shiftKey || Math.abs(across) > Math.abs(along)) {
      options.onPan((across || along) / (area.right - area.left), 0)
    } else options.onZoom(pointOf(event), Math.exp(along * ZOOM_PER_PIXEL))
  }

  return { box: readonly(box), onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onWheel }
}
