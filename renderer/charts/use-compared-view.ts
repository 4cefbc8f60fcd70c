import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import {
  panRange,
  placeRange,
  valueRange,
  zoomRange,
  type AxisRange,
  type AxisView,
} from './compared-axes.ts'
import type { ComparedLine, XAxisName } from './compared-lines.ts'
import type { ComparedMeasure } from './compared-measures.ts'

export interface UseComparedViewOptions {
  readonly lines: () => readonly ComparedLine[]
  readonly measure: () => ComparedMeasure
  readonly x: () => XAxisName
  readonly isXLogarithmic: () => boolean
  readonly isYLogarithmic: () => boolean
  readonly cutsOutliers: () => boolean
  /** The part of the horizontal axis that is seen, which neighbours share; null: all of it. */
  readonly places: Ref<AxisRange | null>
}

export interface UseComparedViewReturn {
  /** Null without anything to draw. */
  readonly shownPlaces: ComputedRef<AxisRange | null>
  readonly shownValues: ComputedRef<AxisRange | null>
  readonly isZoomed: ComputedRef<boolean>
  readonly showAll: () => void
  /** Shows a part of the horizontal axis and, unless null, of the values. */
  readonly show: (places: AxisRange, values: AxisRange | null) => void
  /** Zooms the horizontal axis around a place; a factor below 1 comes closer. */
  readonly zoom: (around: number, factor: number) => void
  /** Moves by shares of what is seen, to the right and up; an axis that shows all stays. */
  readonly pan: (shareX: number, shareY: number) => void
}

/** Which part of a comparison's axes is seen. */
export function useComparedView(options: UseComparedViewOptions): UseComparedViewReturn {
  const { lines, measure, x, isXLogarithmic, isYLogarithmic, cutsOutliers, places } = options
  const values = shallowRef<AxisRange | null>(null)
  const wholePlaces = computed(() => placeRange(lines(), isXLogarithmic()))
  const shownPlaces = computed(() => places.value ?? wholePlaces.value)
  const fitValues = (within: AxisRange | null): AxisRange | null =>
    valueRange(lines(), measure(), {
      isLogarithmic: isYLogarithmic(),
      cutsOutliers: cutsOutliers(),
      x: within,
    })
  const wholeValues = computed(() => fitValues(null))
  const shownValues = computed(() => {
    if (values.value !== null) return values.value
    return (places.value === null ? null : fitValues(places.value)) ?? wholeValues.value
  })
  const isZoomed = computed(() => places.value !== null || values.value !== null)

  watch([() => measure().key, isYLogarithmic, x, isXLogarithmic], () => {
    values.value = null
  })
  // Who resets one chart means its neighbour too.
  watch(places, (next) => {
    if (next === null) values.value = null
  })

  const viewOfLayout = (): AxisView | null =>
    shownPlaces.value && wholePlaces.value
      ? { range: shownPlaces.value, whole: wholePlaces.value, isLogarithmic: isXLogarithmic() }
      : null

  function showAll(): void {
    places.value = null
    values.value = null
  }

  function show(wantedPlaces: AxisRange, wantedValues: AxisRange | null): void {
    places.value = wantedPlaces
    if (wantedValues !== null) values.value = wantedValues
  }

  function zoom(around: number, factor: number): void {
    const view = viewOfLayout()
    if (view !== null) places.value = zoomRange(view, around, factor)
  }

  function pan(shareX: number, shareY: number): void {
    const view = viewOfLayout()
    if (view !== null && places.value !== null && shareX !== 0) places.value = panRange(view, shareX)
    if (values.value === null || wholeValues.value === null || shareY === 0) return
    values.value = panRange(
      { range: values.value, whole: wholeValues.value, isLogarithmic: isYLogarithmic() },
      shareY,
    )
  }

  return { shownPlaces, shownValues, isZoomed, showAll, show, zoom, pan }
}
