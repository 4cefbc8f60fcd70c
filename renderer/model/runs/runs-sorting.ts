import type { RunSummary } from '#contract/types.ts'
import { rankingAccuracy } from '#shared/measures.ts'
import { dataTitleOf } from '#shared/words/image-words.ts'
import { formatSizes } from './run-format.ts'
import { STATUS_LOOKS } from './run-status.ts'

/** A column of the table of runs. */
export interface ColumnDescription {
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

/** The columns that runs are sorted by. @param titleOf a data set's name in words */
export function describeColumns(titleOf: (dataSet: string) => string): ColumnDescription[] {
  return [
    { id: 'name', label: 'Name', value: (run) => run.name, width: 'auto' },
    { id: 'status', label: 'Status', value: (run) => STATUS_LOOKS[run.status].word, width: '104px' },
    { id: 'dataSet', label: 'Data', value: (run) => dataTitleOf(run, titleOf), width: '80px' },
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

/** By which column runs are sorted, and which way. */
export interface RunsSorting {
  readonly id: string
  readonly desc: boolean
}

/** Runs, newest first, in the order of a column; equal ones stay as they are. */
export function sortRuns(
  runs: readonly RunSummary[],
  sorting: RunsSorting | undefined,
  titleOf: (dataSet: string) => string,
): readonly RunSummary[] {
  const column = describeColumns(titleOf).find(({ id }) => id === sorting?.id)
  // So they come.
  if (column === undefined || (column.id === 'date' && sorting?.desc === true)) return runs
  const sign = sorting?.desc === true ? -1 : 1
  return runs
    .map((run) => ({ run, value: column.value(run) }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined) {
        return Number(a.value === undefined) - Number(b.value === undefined)
      }
      return sign * compareValues(a.value, b.value)
    })
    .map(({ run }) => run)
}

function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number') return a - Number(b)
  return a === b ? 0 : collator.compare(a, String(b))
}
