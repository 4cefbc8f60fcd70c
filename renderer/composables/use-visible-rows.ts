import { useVirtualizer } from '@tanstack/vue-virtual'
import { computed, type ComputedRef } from 'vue'

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

/** Rows that are drawn beyond those in sight; the range moves in steps of this size, so that few scrolls change it. */
const SPARE_ROWS = 8
/** Until it is known how high the scroller is. */
const FIRST_HEIGHT = 800

/** The part of a long table that is in sight: rows that are not are neither drawn nor prepared. */
export function useVisibleRows<Row>({
  rows,
  scroller,
  rowHeight,
}: UseVisibleRowsOptions<Row>): UseVisibleRowsReturn<Row> {
  const virtualizer = useVirtualizer(
    computed(() => ({
      count: rows().length,
      getScrollElement: scroller,
      estimateSize: () => rowHeight,
      initialRect: { width: 0, height: FIRST_HEIGHT },
    })),
  )
  const toStep = (row: number): number => Math.floor(row / SPARE_ROWS) * SPARE_ROWS
  // Numbers, so that a scroll within a step changes nothing that depends on them.
  const start = computed(() => {
    const first = virtualizer.value.calculateRange()?.startIndex ?? 0
    return Math.max(0, toStep(first) - SPARE_ROWS)
  })
  const end = computed(() => {
    const last = virtualizer.value.calculateRange()?.endIndex ?? 0
    return Math.min(rows().length, toStep(last) + 2 * SPARE_ROWS)
  })
  return {
    visible: computed(() => rows().slice(start.value, end.value)),
    heightAbove: computed(() => start.value * rowHeight),
    heightBelow: computed(() => Math.max(0, rows().length - end.value) * rowHeight),
  }
}
