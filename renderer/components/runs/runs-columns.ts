import type { TableColumn } from '@nuxt/ui'
import { h } from 'vue'
import type { RunsRow } from '../../model/runs/group-runs.ts'
import { SIDE_WIDTHS, type LaidOutColumn } from '../../model/runs/table-layout.ts'
import RunsColumnHead from './RunsColumnHead.vue'

/** What a person does to a column by its heading. */
export interface ColumnActions {
  /** Moves it so many columns to the right; to the left for less than 0. */
  readonly move: (id: string, step: number) => void
  /** Puts it where another one is. */
  readonly place: (id: string, at: string) => void
  /** Makes it so many pixels wide. */
  readonly resize: (id: string, pixels: number) => void
}

type HeaderRenderer = NonNullable<Exclude<TableColumn<RunsRow>['header'], string>>

/**
 * Makes the columns of the table of runs; cells are slots of the table. A heading is drawn by the same function as long as
 * the table lives: with another one it would be a new heading, without the focus or the drag of the old one.
 */
export function runsColumns({
  move,
  place,
  resize,
}: ColumnActions): (columns: readonly LaidOutColumn[]) => TableColumn<RunsRow>[] {
  const headings = new Map<string, HeaderRenderer>()
  /** A heading's words may change while the heading stays. */
  const labels = new Map<string, string>()
  const headingOf = ({ id, label, isNumber }: LaidOutColumn): HeaderRenderer => {
    labels.set(id, label)
    const known = headings.get(id)
    if (known !== undefined) return known
    const heading: HeaderRenderer = ({ column }) =>
      h(RunsColumnHead, {
        ...{ id, label: labels.get(id)!, direction: column.getIsSorted(), isNumber: isNumber === true },
        onSort: () => column.toggleSorting(),
        onMove: (step: number) => move(id, step),
        onPlace: (moved: string) => place(moved, id),
        onResize: (pixels: number) => resize(id, pixels),
      })
    headings.set(id, heading)
    return heading
  }
  const sideOf = (id: keyof typeof SIDE_WIDTHS): TableColumn<RunsRow> => ({
    id,
    enableSorting: false,
    // The other one has a checkbox for all rows.
    ...(id === 'actions' ? { header: () => h('span', { class: 'sr-only' }, 'Actions') } : {}),
    meta: {
      style: { th: { width: `${SIDE_WIDTHS[id]}px` } },
      class: id === 'select' ? { th: 'pl-4', td: 'pl-4' } : {},
    },
  })
  return (columns) => [
    sideOf('select'),
    ...columns.map((column): TableColumn<RunsRow> => ({
      id: column.id,
      accessorFn: (row) => (row.kind === 'run' ? column.value(row.run) : undefined),
      enableSorting: true,
      sortDescFirst: column.isBiggestFirst === true,
      header: headingOf(column),
      meta: {
        // The name takes what the others leave.
        style: column.id === 'name' ? {} : { th: { width: `${column.pixels}px` } },
        class: {
          td: column.isNumber === true ? 'text-right tabular-nums truncate' : 'truncate',
          th: 'relative',
        },
      },
    })),
    sideOf('actions'),
  ]
}
