import type { RunSummary } from '#contract/types.ts'
import type { TableColumn } from '@nuxt/ui'
import { h } from 'vue'
import { describeColumns } from '../../model/runs/runs-sorting.ts'
import RunsSortHeader from './RunsSortHeader.vue'

/** The columns of the table of runs; cells are slots of the table. */
export function runsColumns(titleOf: (dataSet: string) => string): TableColumn<RunSummary>[] {
  return [
    {
      id: 'select',
      enableSorting: false,
      meta: { style: { th: { width: '40px' } }, class: { th: 'pl-4', td: 'pl-4' } },
    },
    ...describeColumns(titleOf).map((column): TableColumn<RunSummary> => ({
      id: column.id,
      accessorFn: column.value,
      enableSorting: true,
      sortDescFirst: column.isBiggestFirst === true,
      header: (context) =>
        h(RunsSortHeader, {
          label: column.label,
          direction: context.column.getIsSorted(),
          isNumber: column.isNumber === true,
          onSort: () => context.column.toggleSorting(),
        }),
      meta: {
        style: { th: { width: column.width } },
        class: { td: column.isNumber === true ? 'text-right tabular-nums' : 'truncate' },
      },
    })),
    { id: 'actions', enableSorting: false, meta: { style: { th: { width: '44px' } } } },
  ]
}
