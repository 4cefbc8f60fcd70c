import { useEventListener, useResizeObserver } from '@vueuse/core'
import { computed, ref, watch, type ComputedRef } from 'vue'

export interface UseVisibleRowsOptions<Row> {
  /** All rows in their order. */
  readonly rows: () => readonly Row[]
  /** What scrolls; null before it is drawn. */
  readonly scroller: () => HTMLElement | null
  /** In pixels, the same for every row. */
  readonly rowHeight: number
}

export interface UseVisibleRowsReturn<Row> {
  /** The rows in sight, and some above and below. */
  readonly visible: ComputedRef<Row[]>
  /** Pixels of the rows above and below them. */
  readonly heightAbove: ComputedRef<number>
  readonly heightBelow: ComputedRef<number>
}

/** Rows that are drawn beyond those in sight; the range moves in steps of so many, so that few scrolls change it. */
const SPARE_ROWS = 8
/** Until it is known how high the scroller is. */
const FIRST_HEIGHT = 800

/** The part of a long table that is in sight: rows that are not are neither drawn nor prepared. */
export function useVisibleRows<Row>({
  rows,
  scroller,
  rowHeight,
}: UseVisibleRowsOptions<Row>): UseVisibleRowsReturn<Row> {
  const scrollTop = ref(0)
  const height = ref(FIRST_HEIGHT)
  useEventListener(scroller, 'scroll', () => (scrollTop.value = scroller()?.scrollTop ?? 0), {
    passive: true,
  })
  useResizeObserver(scroller, () => (height.value = scroller()?.clientHeight ?? FIRST_HEIGHT))
  // A new scroller stands at its top.
  watch(scroller, (element) => (scrollTop.value = element?.scrollTop ?? 0))

  const toStep = (row: number): number => Math.floor(row / SPARE_ROWS) * SPARE_ROWS
  const start = computed(() => {
    const last = Math.max(0, rows().length - Math.ceil(height.value / rowHeight))
    return Math.max(0, toStep(Math.min(scrollTop.value / rowHeight, last)) - SPARE_ROWS)
  })
  const end = computed(() => {
    const below = toStep((scrollTop.value + height.value) / rowHeight) + 2 * SPARE_ROWS
    return Math.min(rows().length, Math.max(below, start.value + 2 * SPARE_ROWS))
  })
  return {
    visible: computed(() => rows().slice(start.value, end.value)),
    heightAbove: computed(() => start.value * rowHeight),
    heightBelow: computed(() => Math.max(0, rows().length - end.value) * rowHeight),
  }
}
