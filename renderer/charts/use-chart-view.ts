import { computed, type ComputedRef } from 'vue'
import type { AxisRange, Chart, ChartAxis } from '#shared/chart/chart.ts'
import { panRange, zoomRange, type AxisView } from './axis-view.ts'
import type { ChartLayout } from './use-canvas-chart.ts'
import type { PlotBox } from './use-chart-gestures.ts'

/** The parts of a chart's axes that are seen; null: all of one. */
export interface ChartView {
  readonly x: AxisRange | null
  readonly y: AxisRange | null
}

export const WHOLE_VIEW: ChartView = { x: null, y: null }

export interface UseChartViewOptions {
  readonly chart: () => Chart
  /** Undefined before the first drawing. */
  readonly layout: () => ChartLayout | undefined
  readonly view: () => ChartView
  readonly onView: (view: ChartView) => void
}

export interface UseChartViewReturn {
  /** Whether there is anything to zoom. */
  readonly canZoom: ComputedRef<boolean>
  readonly isZoomed: ComputedRef<boolean>
  readonly showAll: () => void
  /** Shows what lies in a box over the plot. */
  readonly showBox: (box: PlotBox) => void
  /** Zooms the horizontal axis around a pixel; a factor below 1 comes closer. */
  readonly zoom: (around: number, factor: number) => void
  /** Moves by shares of what is seen, to the right and up; an axis that shows all stays. */
  readonly pan: (shareX: number, shareY: number) => void
}

/** Zooms and moves a chart within the whole ranges of its axes. */
export function useChartView({ chart, layout, view, onView }: UseChartViewOptions): UseChartViewReturn {
  const canZoom = computed(() => chart().x.whole !== undefined)
  const isZoomed = computed(() => view().x !== null || view().y !== null)

  function showBox({ left, top, width, height, isWide }: PlotBox): void {
    const area = layout()
    if (area === undefined) return
    const x = rangeOf(chart().x, area.xOf.invert(left), area.xOf.invert(left + width))
    const y = rangeOf(chart().y, area.yOf.invert(top + height), area.yOf.invert(top))
    // Zeros alone are no range of a logarithmic axis.
    if (x === null || y === null) return
    onView({ x, y: isWide ? view().y : y })
  }

  function zoom(around: number, factor: number): void {
    const axis = viewOf(chart().x)
    const area = layout()
    if (axis === null || area === undefined) return
    // Left of the break of a logarithmic axis, its lower end stays.
    const x = zoomRange(axis, Math.max(axis.range.min, area.xOf.invert(around)), factor)
    // Who has left the horizontal axis whole sees all of the values again.
    onView(x === null ? WHOLE_VIEW : { ...view(), x })
  }

  function pan(shareX: number, shareY: number): void {
    const { x, y } = view()
    const [positions, values] = [viewOf(chart().x), viewOf(chart().y)]
    onView({
      x: x !== null && positions !== null && shareX !== 0 ? panRange(positions, shareX) : x,
      y: y !== null && values !== null && shareY !== 0 ? panRange(values, shareY) : y,
    })
  }

  return { canZoom, isZoomed, showAll: () => onView(WHOLE_VIEW), showBox, zoom, pan }
}

/** From a value of an axis to a larger one; from 0 on, a logarithmic axis begins at its least value. */
function rangeOf(axis: ChartAxis, from: number, to: number): AxisRange | null {
  const min = axis.kind === 'log' ? Math.max(axis.min, from) : from
  return to > min ? { min, max: to } : null
}

function viewOf({ min, max, kind, whole }: ChartAxis): AxisView | null {
  return whole === undefined ? null : { range: { min, max }, whole, isLogarithmic: kind === 'log' }
}
