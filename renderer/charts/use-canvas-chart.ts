import { onBeforeUnmount, onMounted, type ShallowRef, shallowRef, useTemplateRef, watch } from 'vue'
import type { Chart } from '#shared/chart/chart.ts'
import type { PlotArea } from '#shared/chart/axis-break.ts'
import { type AxisScale, scaleOf } from '#shared/chart/chart-axes.ts'
import { useCanvasTheme } from '../composables/use-canvas-theme.ts'
import { useDevicePixels } from '../composables/use-device-pixels.ts'
import { type CanvasChart, createCanvasChart, drawCanvasChart, sizeCanvasChart } from './canvas-chart.ts'

/** Where the axes lie on the canvas, in its pixels, for what is drawn over it. */
export interface ChartLayout extends PlotArea {
  readonly xOf: AxisScale
  readonly yOf: AxisScale
}

export interface UseCanvasChartReturn {
  readonly plot: Readonly<ShallowRef<HTMLElement | null>>
  /** Undefined before the first drawing. */
  readonly layout: Readonly<ShallowRef<ChartLayout | undefined>>
  /** What the canvas shows: for up to a frame this is older than the chart, and what lies over the canvas goes by it. */
  readonly drawn: Readonly<ShallowRef<Chart>>
}

/**
 * A chart on the template's `canvas`, within its `plot`: made and removed with its component, and drawn at most once a
 * frame.
 */
export function useCanvasChart(chart: () => Chart): UseCanvasChartReturn {
  const canvas = useTemplateRef<HTMLCanvasElement>('canvas')
  const plot = useTemplateRef<HTMLElement>('plot')
  const layout = shallowRef<ChartLayout>()
  const { themeVersion, resolveColour } = useCanvasTheme()
  const pixels = useDevicePixels(plot)
  const drawn = shallowRef<Chart>(chart())
  let onCanvas: CanvasChart | undefined
  let frame = 0

  /** Many events may come between two frames; they are drawn once. */
  function scheduleDraw(): void {
    if (frame === 0) frame = requestAnimationFrame(draw)
  }

  /** What is centred, as a dialog is, may begin between two pixels of the screen. */
  function alignToPixels(): void {
    const box = plot.value?.getBoundingClientRect()
    const { style } = canvas.value!
    const ratio = pixels.value?.ratio ?? 1
    const toPixel = (position: number): string => `${Math.round(position * ratio) / ratio - position}px`
    style.left = toPixel(box?.left ?? 0)
    style.top = toPixel(box?.top ?? 0)
  }

  function draw(): void {
    frame = 0
    const element = plot.value
    if (onCanvas === undefined || element === null) return
    alignToPixels()
    const colours = new Map<string, string>()
    drawn.value = chart()
    drawCanvasChart(onCanvas, drawn.value, (expression) => {
      let colour = colours.get(expression)
      if (colour === undefined) colours.set(expression, (colour = resolveColour(element, expression)))
      return colour
    })
  }

  function readLayout(): void {
    if (onCanvas === undefined) return
    const { left, right, top, bottom } = onCanvas.chartArea
    layout.value = {
      ...{ left, right, top, bottom },
      xOf: scaleOf(drawn.value.x, left, right),
      yOf: scaleOf(drawn.value.y, bottom, top),
    }
  }

  onMounted(() => {
    onCanvas = createCanvasChart(canvas.value!, readLayout)
    draw()
  })
  // At once, for the browser has just laid out the page and has not painted it.
  watch(
    pixels,
    (size) => {
      if (onCanvas === undefined || size === null) return
      sizeCanvasChart(onCanvas, size)
      alignToPixels()
    },
    { flush: 'sync' },
  )
  watch([chart, themeVersion], scheduleDraw)
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame)
    onCanvas?.destroy()
    onCanvas = undefined
  })
  return { plot, layout, drawn }
}
