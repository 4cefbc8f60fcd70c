import type { RunSummary } from '#contract/types.ts'
import { useEventListener } from '@vueuse/core'
import { computed, nextTick, watch, type ComputedRef } from 'vue'
import type { RunsRow } from '../model/runs/group-runs.ts'
import { useSelectionStore } from '../stores/selection.ts'
import { focusPlace } from './use-focus-return.ts'

/** Height of a row, in pixels; the table draws only the rows in sight. */
export const ROW_HEIGHT = 44

export interface UseRowSelectionOptions {
  /** All rows, in the order in which they are shown. */
  readonly rows: () => readonly RunsRow[]
  /** What scrolls, and holds the rows in sight; null before it is drawn. */
  readonly scroller: () => HTMLElement | null
  /** Enter on a run. */
  readonly onOpen: (run: RunSummary) => void
  /** Enter, or an arrow to the side, on a group; null: whichever it is not. */
  readonly onFold: (groupKey: string, isFolded: boolean | null) => void
  /** Delete or Backspace. */
  readonly onDelete: (runs: readonly RunSummary[]) => void
}

export interface UseRowSelectionReturn {
  readonly isAllSelected: ComputedRef<boolean | 'indeterminate'>
  toggleAll: () => void
  /** Whether all runs of a row are selected, some, or none. */
  isSelected: (row: RunsRow) => boolean | 'indeterminate'
  /** A row was clicked, or Enter or Space pressed on it. */
  select: (event: Event, row: RunsRow) => void
  /** A row's checkbox was clicked. */
  check: (event: MouseEvent, row: RunsRow) => void
  /** Brings a row into sight and gives it the focus. */
  focusRow: (rowKey: string) => void
  /** Keys of the whole table. */
  onKeyDown: (event: KeyboardEvent) => void
}

const runsOf = (row: RunsRow): readonly RunSummary[] => (row.kind === 'run' ? [row.run] : row.group.runs)

/** Selecting rows by pointer and keys, as in a file list. */
export function useRowSelection({
  rows,
  scroller,
  onOpen,
  onFold,
  onDelete,
}: UseRowSelectionOptions): UseRowSelectionReturn {
  const selection = useSelectionStore()

  /** Ids in the order in which they are shown, for ranges; those of folded groups too. */
  const orderedIds = computed(() => [...new Set(rows().flatMap((row) => runsOf(row).map((run) => run.id)))])

  const stateOf = (ids: readonly string[]): boolean | 'indeterminate' => {
    const count = ids.filter((id) => selection.has(id)).length
    if (count === 0) return false
    return count === ids.length || 'indeterminate'
  }
  const isAllSelected = computed(() => stateOf(orderedIds.value))
  const isSelected = (row: RunsRow): boolean | 'indeterminate' => stateOf(runsOf(row).map((run) => run.id))

  function toggleAll(): void {
    if (isAllSelected.value === true) selection.clear()
    else selection.replace(orderedIds.value)
  }

  /** Adds the runs of a group to the selection, or takes them out where all are selected. */
  function toggleGroup(row: RunsRow): void {
    const ids = runsOf(row).map((run) => run.id)
    const others = selection.selectedIds.filter((id) => !ids.includes(id))
    selection.replace(isSelected(row) === true ? others : [...others, ...ids])
  }

  /** A click selects one, Ctrl adds or removes, Shift selects a range. */
  function select(event: Event, row: RunsRow): void {
    const { shiftKey, ctrlKey, metaKey } = event as MouseEvent | KeyboardEvent
    const isKey = event instanceof KeyboardEvent
    const adds = ctrlKey || metaKey || isKey
    if (row.kind === 'group') {
      if (isKey && event.key === 'Enter') onFold(row.key, null)
      else if (adds) toggleGroup(row)
      else selection.replace(row.group.runs.map((run) => run.id))
    } else if (isKey && event.key === 'Enter') onOpen(row.run)
    else if (shiftKey) selection.extendTo(row.run.id, orderedIds.value)
    else if (adds) selection.toggle(row.run.id)
    else selection.only(row.run.id)
  }

  /** A checkbox always adds or removes; with Shift it selects a range. */
  function check(event: MouseEvent, row: RunsRow): void {
    if (row.kind === 'group') toggleGroup(row)
    else if (event.shiftKey) selection.extendTo(row.run.id, orderedIds.value)
    else selection.toggle(row.run.id)
    // The browser has already flipped the box, which may not be what became of the selection.
    const box = event.target as HTMLInputElement
    box.checked = isSelected(row) === true
  }

  function focusRow(rowKey: string): void {
    scrollTo(rows().findIndex((row) => row.key === rowKey))
    // The row may only be drawn after the scrolling, whose event comes with the next frame.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const cells = scroller()?.querySelectorAll<HTMLElement>('[data-row]') ?? []
        const cell = [...cells].find((each) => each.dataset.row === rowKey)
        cell?.closest('tr')?.focus()
      }),
    )
  }

  /** Scrolls just so far that a row is in sight. */
  function scrollTo(index: number): void {
    const root = scroller()
    if (!root || index < 0) return
    const header = root.querySelector('thead')?.offsetHeight ?? 0
    const top = index * ROW_HEIGHT
    if (top < root.scrollTop) root.scrollTop = top
    else if (top + ROW_HEIGHT + header > root.scrollTop + root.clientHeight) {
      root.scrollTop = top + ROW_HEIGHT + header - root.clientHeight
    }
  }

  /** The index of the row in which an element is; -1 for none. */
  function rowIndexOf(element: Element | null, all: readonly RunsRow[] = rows()): number {
    const key = element?.closest('tr')?.querySelector<HTMLElement>('[data-row]')?.dataset.row
    return key === undefined ? -1 : all.findIndex((row) => row.key === key)
  }
  const focusedIndex = (event: KeyboardEvent): number => rowIndexOf(event.target as HTMLElement)

  // The row that takes the place of one that was deleted has its focus, too.
  watch(rows, (now, before) => {
    const { activeElement } = document
    const index = rowIndexOf(activeElement, before)
    if (index < 0 || rowIndexOf(activeElement, now) >= 0) return
    const next = now[Math.min(index, now.length - 1)]
    if (next === undefined) void nextTick(focusPlace)
    else void nextTick(() => focusRow(next.key))
  })

  function moveBy(event: KeyboardEvent, step: number): void {
    const all = rows()
    const next = all.at(Math.min(Math.max(focusedIndex(event) + step, 0), all.length - 1))
    if (next === undefined) return
    if (next.kind === 'run') {
      if (event.shiftKey) selection.extendTo(next.run.id, orderedIds.value)
      else if (!event.ctrlKey && !event.metaKey) selection.only(next.run.id)
    }
    focusRow(next.key)
  }

  function foldBy(event: KeyboardEvent, isFolded: boolean): void {
    const row = rows()[focusedIndex(event)]
    if (row?.kind === 'group') onFold(row.key, isFolded)
  }

  function onKeyDown(event: KeyboardEvent): void {
    const target = event.target as HTMLElement
    if (target.closest('input, button') && event.key !== 'Delete') return
    const isCommand = event.ctrlKey || event.metaKey
    if (event.key === 'ArrowDown') moveBy(event, 1)
    else if (event.key === 'ArrowUp') moveBy(event, -1)
    else if (event.key === 'ArrowRight') foldBy(event, false)
    else if (event.key === 'ArrowLeft') foldBy(event, true)
    else if (event.key === 'Delete' || event.key === 'Backspace') onDelete(selection.selected)
    else if (event.key === 'F2' && selection.selectedIds.length === 1) {
      selection.renamingId = selection.selectedIds[0]!
    } else if (event.key === 'a' && isCommand) selection.replace(orderedIds.value)
    else if (event.key === 'Escape' && selection.isComparisonAlone) selection.isComparisonAlone = false
    else if (event.key === 'Escape') selection.clear()
    else return
    event.preventDefault()
  }

  // Where nothing has the focus, as after a deletion, or the place's heading, the keys are still meant for the list.
  useEventListener(document, 'keydown', (event) => {
    const { target } = event
    const isNowhere = target === document.body || (target instanceof Element && target.id === 'place-title')
    if (isNowhere && !event.defaultPrevented) onKeyDown(event)
  })

  // Once the panel below opens, the table is shorter: what was selected stays in sight.
  watch(
    () => selection.selectedIds.length === 1,
    (isOne) => {
      const id = selection.selectedIds[0]
      const indexOf = (): number => rows().findIndex((row) => row.kind === 'run' && row.run.id === id)
      if (isOne) requestAnimationFrame(() => scrollTo(indexOf()))
    },
  )

  return { isAllSelected, toggleAll, isSelected, select, check, focusRow, onKeyDown }
}
