import type { RunSummary } from '#contract/types.ts'
import type { DropdownMenuItem, TableRow } from '@nuxt/ui'
import { computed, shallowRef, type ComputedRef } from 'vue'
import type { RunsRow } from '../../model/runs/group-runs.ts'
import { useSelectionStore } from '../../stores/selection.ts'
import type { UseRunActionsReturn } from './use-run-actions.ts'

export interface UseRowMenuReturn {
  readonly items: ComputedRef<DropdownMenuItem[][]>
  /** A right click on a row. */
  open: (event: Event, row: TableRow<RunsRow>) => void
  /** A click on the row's button. */
  openAtButton: (event: MouseEvent) => void
}

/** The menu of a row: of the selection where the row belongs to it, else of that row alone. */
export function useRowMenu(
  { menuFor }: Pick<UseRunActionsReturn, 'menuFor'>,
  isSelected: (row: RunsRow) => boolean | 'indeterminate',
): UseRowMenuReturn {
  const selection = useSelectionStore()
  const chosen = shallowRef<readonly RunSummary[]>([])

  function open(_event: Event, { original: row }: TableRow<RunsRow>): void {
    if (isSelected(row) !== true) {
      if (row.kind === 'run') selection.only(row.run.id)
      else selection.replace(row.group.runs.map((run) => run.id))
    }
    chosen.value = selection.selected
  }

  /** The row's button opens the menu that a right click on the row opens. */
  function openAtButton(event: MouseEvent): void {
    const button = event.currentTarget as HTMLElement
    const { left, bottom } = button.getBoundingClientRect()
    button.dispatchEvent(
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left, clientY: bottom }),
    )
  }

  return { items: computed(() => menuFor(chosen.value)), open, openAtButton }
}
