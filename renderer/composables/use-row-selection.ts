import type { RunSummary } from '#contract/types.ts'
import { useEventListener } from '@vueuse/core'
import { computed, watch, type ComputedRef } from 'vue'
import { useSelectionStore } from '../stores/selection.ts'

/** Height of a row, in pixels; the table draws only the rows in sight. */
export const ROW_HEIGHT = 44

export interface UseRowSelectionOptions {
  /** The runs that pass the filter, in the order in which they are shown. */
  readonly shownRuns: () => readonly RunSummary[]
  /** What scrolls, and holds the rows in sight; null before it is drawn. */
  readonly scroller: () => HTMLElement | null
  /** Enter on a row. */
  readonly onOpen: (run: RunSummary) => void
  /** Delete or Backspace. */
  readonly onDelete: (runs: readonly RunSummary[]) => void
}

export interface UseRowSelectionReturn {
  readonly isAllSelected: ComputedRef<boolean | 'indeterminate'>
  toggleAll: () => void
  /** A row was clicked, or Enter or Space pressed on it. */
  select: (event: Event, row: { id: string; original: RunSummary }) => void
  /** A row's checkbox was clicked. */
  check: (event: MouseEvent, runId: string) => void
  /** Brings a row into sight and gives it the focus. */
  focusRow: (runId: string) => void
  /** Keys of the whole table. */
  onKeyDown: (event: KeyboardEvent) => void
}

/** Selecting rows by pointer and keys, as in a file list. */
export function useRowSelection({
  shownRuns,
  scroller,
  onOpen,
  onDelete,
}: UseRowSelectionOptions): UseRowSelectionReturn {
  const selection = useSelectionStore()

  /** Ids in the order in which they are shown, for ranges and the arrow keys. */
  const orderedIds = (): string[] => shownRuns().map((run) => run.id)

  const isAllSelected = computed<boolean | 'indeterminate'>(() => {
    const shown = shownRuns()
    const count = shown.filter((run) => selection.has(run.id)).length
    if (count === 0) return false
    return count === shown.length || 'indeterminate'
  })

  function toggleAll(): void {
    if (isAllSelected.value === true) selection.clear()
    else selection.replace(shownRuns().map((run) => run.id))
  }

  /** A click selects one, Ctrl adds or removes, Shift selects a range. */
  function select(event: Event, row: { id: string; original: RunSummary }): void {
    const { shiftKey, ctrlKey, metaKey } = event as MouseEvent | KeyboardEvent
    if (event instanceof KeyboardEvent && event.key === 'Enter') onOpen(row.original)
    else if (shiftKey) selection.extendTo(row.id, orderedIds())
    else if (ctrlKey || metaKey || event instanceof KeyboardEvent) selection.toggle(row.id)
    else selection.only(row.id)
  }

  /** A checkbox always adds or removes; with Shift it selects a range. */
  function check(event: MouseEvent, runId: string): void {
    if (event.shiftKey) selection.extendTo(runId, orderedIds())
    else selection.toggle(runId)
    // The browser has already flipped the box, which may not be what became of the selection.
    const box = event.target as HTMLInputElement
    box.checked = selection.has(runId)
  }

  function focusRow(runId: string): void {
    const root = scroller()
    scrollTo(runId)
    // The row may only be drawn after the scrolling, whose event comes with the next frame.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        root?.querySelector<HTMLElement>(`[data-run="${runId}"]`)?.closest('tr')?.focus(),
      ),
    )
  }

  /** Scrolls just so far that a row is in sight. */
  function scrollTo(runId: string): void {
    const root = scroller()
    const index = orderedIds().indexOf(runId)
    if (!root || index < 0) return
    const header = root.querySelector('thead')?.offsetHeight ?? 0
    const top = index * ROW_HEIGHT
    if (top < root.scrollTop) root.scrollTop = top
    else if (top + ROW_HEIGHT + header > root.scrollTop + root.clientHeight) {
      root.scrollTop = top + ROW_HEIGHT + header - root.clientHeight
    }
  }

  function moveBy(event: KeyboardEvent, step: number): void {
    const ids = orderedIds()
    const row = (event.target as HTMLElement).closest('tr')
    const focused = row?.querySelector<HTMLElement>('[data-run]')?.dataset.run
    const at = focused === undefined ? -1 : ids.indexOf(focused)
    const next = ids.at(Math.min(Math.max(at + step, 0), ids.length - 1))
    if (next === undefined) return
    if (event.shiftKey) selection.extendTo(next, ids)
    else if (!event.ctrlKey && !event.metaKey) selection.only(next)
    focusRow(next)
  }

  function onKeyDown(event: KeyboardEvent): void {
    const target = event.target as HTMLElement
    if (target.closest('input, button') && event.key !== 'Delete') return
    const isCommand = event.ctrlKey || event.metaKey
    if (event.key === 'ArrowDown') moveBy(event, 1)
    else if (event.key === 'ArrowUp') moveBy(event, -1)
    else if (event.key === 'Delete' || event.key === 'Backspace') onDelete(selection.selected)
    else if (event.key === 'F2' && selection.selectedIds.length === 1) {
      selection.renamingId = selection.selectedIds[0]!
    } else if (event.key === 'a' && isCommand) selection.replace(orderedIds())
    else if (event.key === 'Escape') selection.clear()
    else return
    event.preventDefault()
  }

  // Where nothing has the focus, as after a deletion, the keys are still meant for the list.
  useEventListener(document, 'keydown', (event) => {
    if (event.target === document.body && !event.defaultPrevented) onKeyDown(event)
  })

  // Once the panel below opens, the table is shorter: what was selected stays in sight.
  watch(
    () => selection.selectedIds.length === 1,
    (isOne) => {
      if (isOne) requestAnimationFrame(() => scrollTo(selection.selectedIds[0]!))
    },
  )

  return { isAllSelected, toggleAll, select, check, focusRow, onKeyDown }
}
