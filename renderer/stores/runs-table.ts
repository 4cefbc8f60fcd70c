import type { RunSummary } from '#contract/types.ts'
import { useLocalStorage } from '@vueuse/core'
import { commonRankingPart, groupByImages } from '#core/runs/measured-images.ts'
import { describeMixedImages } from '#shared/words/image-words.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { groupRows, type Grouping, type RunsRow } from '../model/runs/group-runs.ts'
import {
  type ColumnDescription,
  describeColumns,
  sortRuns,
  type RunsSorting,
} from '../model/runs/runs-sorting.ts'
import {
  isColumnShown,
  moveColumn,
  orderColumns,
  placeColumn,
  PLAIN_LAYOUT,
  resizeColumn,
  showColumn,
  type TableLayout,
} from '../model/runs/table-layout.ts'
import { useDataSetsStore } from './data-sets.ts'
import { useRunFilterStore } from './run-filter.ts'

/** How the table of runs looks: its columns, order and groups, which are kept for the next time. */
export const useRunsTableStore = defineStore('runsTable', () => {
  const dataSets = useDataSetsStore()
  const filter = useRunFilterStore()
  const titleOf = (dataSet: string): string => dataSets.titleOf(dataSet)

  const columns = describeColumns(titleOf)
  const layout = useLocalStorage<TableLayout>('backprop.runsColumns', PLAIN_LAYOUT, { mergeDefaults: true })
  const sorting = useLocalStorage<RunsSorting[]>('backprop.runsSorting', [{ id: 'date', desc: true }])
  const grouping = useLocalStorage<Grouping>('backprop.runsGrouping', 'none')
  /** Keys of the groups whose runs are shown. */
  const unfolded = shallowRef<ReadonlySet<string>>(new Set())

  /** Every column in its order, and whether it is shown where there is room. */
  const choices = computed(() =>
    orderColumns(columns, layout.value).map((column) => ({
      ...{ id: column.id, label: column.label, isShown: isColumnShown(column, layout.value) },
    })),
  )
  const sortedRuns = computed(() => sortRuns(filter.shownRuns, sorting.value.at(0), titleOf))
  const rows = computed<RunsRow[]>(() =>
    groupRows(sortedRuns.value, grouping.value, (key) => unfolded.value.has(key), titleOf),
  )

  /** That the runs are sorted by accuracies of different images; null where they are not. */
  const mixedImages = computed(() => {
    const column = columns.find(({ id }) => id === sorting.value.at(0)?.id)
    if (column?.accuracyOf === undefined) return null
    return describeMixedImages(
      groupByImages(filter.shownRuns, column.accuracyOf === 'ranking' ? null : column.accuracyOf),
      titleOf,
    )
  })
  /** What a column is called, with the part where all runs are ranked by the same. */
  const labelOf = computed(() => {
    const part = commonRankingPart(filter.shownRuns)
    return ({ label, labelOfPart }: ColumnDescription): string =>
      part === null || labelOfPart === undefined ? label : labelOfPart(part)
  })

  function fold(groupKey: string, isFolded: boolean): void {
    const next = new Set(unfolded.value)
    if (isFolded) next.delete(groupKey)
    else next.add(groupKey)
    unfolded.value = next
  }

  /** Makes rows of runs be there: the filter goes where it hides one of them, and their groups unfold. */
  function reveal(runs: readonly RunSummary[]): void {
    if (filter.hiddenOf(runs).length > 0) {
      filter.text = ''
      filter.showsArchived ||= runs.some((run) => run.isArchived)
    }
    const wanted = new Set(runs.map((run) => run.id))
    for (const row of rows.value)
      if (row.kind === 'group' && row.group.runs.some((run) => wanted.has(run.id))) fold(row.key, false)
  }

  return {
    columns,
    layout,
    sorting,
    grouping,
    choices,
    rows,
    mixedImages,
    labelOf,
    fold,
    reveal,
    isUnfolded: (groupKey: string): boolean => unfolded.value.has(groupKey),
    move: (id: string, step: number): void => {
      layout.value = moveColumn(columns, layout.value, id, step)
    },
    place: (id: string, at: string): void => {
      layout.value = placeColumn(columns, layout.value, id, at)
    },
    resize: (id: string, pixels: number): void => {
      layout.value = resizeColumn(layout.value, id, pixels)
    },
    show: (id: string, isShown: boolean): void => {
      layout.value = showColumn(layout.value, id, isShown)
    },
    reset: (): void => {
      layout.value = PLAIN_LAYOUT
    },
  }
})
