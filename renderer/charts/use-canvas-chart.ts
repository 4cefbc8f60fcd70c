import {
  onBeforeUnmount,
  onMounted,
  type ShallowRef,
  shallowRef,
  useTemplateRef,
  watch,
  type WatchSource,
} from 'vue'
import { useCanvasTheme } from '../composables/use-canvas-theme.ts'
import type { EpochChart } from './epoch-chart.ts'

/** Where the scales lie on the canvas, in its pixels, for what is drawn over it. */
export interface ChartLayout {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly xOf: (place: number) => number
  readonly yOf: (value: number) => number
  readonly placeAt: (x: number) => number
  readonly valueAt: (y: number) => number
}

export interface CanvasChartOptions {
  /** Makes the chart, which calls `onLayout` whenever its scales have changed. */
  readonly create: (canvas: HTMLCanvasElement, onLayout: () => void) => EpochChart
  /** Brings the chart up to date. @param colourOf the colour of a CSS expression, as in `var(--run-1)` */
  readonly update: (chart: EpochChart, colourOf: (expression: string) => string) => void
  /** What it is drawn anew for, besides the theme. */
  readonly sources: WatchSource[]
}

export interface CanvasChart {
  readonly plot: Readonly<ShallowRef<HTMLElement | null>>
  /** Undefined before the first drawing. */
  readonly layout: ShallowRef<ChartLayout | undefined>
}

/**
 * A chart on the template's `canvas`, within its `plot`: made and removed with its component, and drawn at most once a
 * frame.
 */
export function useCanvasChart({ create, update, sources }: CanvasChartOptions): CanvasChart {
  const canvas = useTemplateRef<HTMLCanvasElement>('canvas')
  const plot = useTemplateRef<HTMLElement>('plot')
  const layout = shallowRef<ChartLayout>()
  const { themeVersion, resolveColour } = useCanvasTheme()
  let chart: EpochChart | undefined
  let frame = 0

  /** Many events may come between two frames; they are drawn once. */
  function scheduleDraw(): void {
    if (frame === 0) frame = requestAnimationFrame(draw)
  }

  function draw(): void {
    frame = 0
    const element = plot.value
    if (!chart || !element) return
    const colours = new Map<string, string>()
    update(chart, (expression) => {
      let colour = colours.get(expression)
      if (colour === undefined) colours.set(expression, (colour = resolveColour(element, expression)))
      return colour
    })
  }

  function readLayout(): void {
    if (!chart) return
    const { x, y } = chart.scales
    const { left, right, top, bottom } = chart.chartArea
    layout.value = {
      ...{ left, right, top, bottom },
      xOf: (place) => x.getPixelForValue(place),
      yOf: (value) => y.getPixelForValue(value),
      placeAt: (pixel) => x.getValueForPixel(pixel) ?? 0,
      valueAt: (pixel) => y.getValueForPixel(pixel) ?? 0,
    }
  }

  onMounted(() => {
    chart = create(canvas.value!, readLayout)
    draw()
  })
  watch([...sources, themeVersion], scheduleDraw)
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame)
    chart?.destroy()
    chart = undefined
  })
  return { plot, layout }
}
