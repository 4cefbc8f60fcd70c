import type { RunSummary } from '#contract/types.ts'
import type { TableColumn } from '@nuxt/ui'
import { h } from 'vue'
import { rankingAccuracy } from '../charts/measures.ts'
import { formatSizes } from './run-format.ts'
import { STATUS_LOOKS } from './run-status.ts'
import RunsSortHeader from './RunsSortHeader.vue'

interface ColumnDescription {
  readonly id: string
  readonly label: string
  /** What rows are sorted by; undefined comes last either way. */
  readonly value: (run: RunSummary) => string | number | undefined
  readonly isNumber?: boolean
  /** Which way the first click sorts. */
  readonly isBiggestFirst?: boolean
  /** Fixed, so that columns stand still while rows scroll by. */
  readonly width: string
}

function describeColumns(titleOf: (dataSet: string) => string): ColumnDescription[] {
  return [
    { id: 'name', label: 'Name', value: (run) => run.name, width: 'auto' },
    { id: 'status', label: 'Status', value: (run) => STATUS_LOOKS[run.status].word, width: '104px' },
    { id: 'dataSet', label: 'Data', value: (run) => titleOf(run.recipe.data.dataSet), width: '80px' },
    { id: 'sizes', label: 'Layers', value: (run) => formatSizes(run.recipe), width: '112px' },
    {
      id: 'best',
      label: 'Best accuracy',
      value: (run) => rankingAccuracy(run.best) ?? undefined,
      isNumber: true,
      isBiggestFirst: true,
      width: '112px',
    },
    {
      id: 'last',
      label: 'Last',
      value: (run) => rankingAccuracy(run.last) ?? undefined,
      isNumber: true,
      isBiggestFirst: true,
      width: '70px',
    },
    {
      id: 'epochs',
      label: 'Epochs',
      value: (run) => run.epochsDone,
      isNumber: true,
      isBiggestFirst: true,
      width: '76px',
    },
    {
      id: 'duration',
      label: 'Duration',
      value: (run) => run.durationMs,
      isNumber: true,
      isBiggestFirst: true,
      width: '84px',
    },
    {
      id: 'date',
      label: 'Started',
      value: (run) => run.createdAt,
      isNumber: true,
      isBiggestFirst: true,
      width: '88px',
    },
  ]
}

/** Texts with numbers in them sort as a person counts: `run 9` before `run 10`. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

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
      sortUndefined: 'last',
      sortingFn: (a, b, id) => {
        const [left, right] = [a.getValue(id), b.getValue(id)]
        return typeof left === 'number' ? left - Number(right) : collator.compare(String(left), String(right))
      },
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
