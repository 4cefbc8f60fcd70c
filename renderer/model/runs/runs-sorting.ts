import type { RunSummary } from '#contract/types.ts'
import { countParameters } from '#core/network/parameters.ts'
import { ifKnown } from '#core/recipe/unknown-fields.ts'
import { type MeasuredPart, testAccuracy } from '#core/runs/measured-part.ts'
import { formatAccuracy, rankingAccuracy } from '#shared/measures.ts'
import { dataTitleOf } from '#shared/words/image-words.ts'
import { labelOf, OPTIMIZER_CHOICES } from '../recipe/recipe-choices.ts'
import { formatSizes } from './run-format.ts'
import { STATUS_LOOKS } from './run-status.ts'

/** A column of the table of runs. */
export interface ColumnDescription {
  readonly id: string
  readonly label: string
  /** What rows are sorted by; undefined comes last either way. */
  readonly value: (run: RunSummary) => string | number | undefined
  readonly isNumber?: boolean
  /** The part whose accuracy it shows, `ranking` for the one that ranks each run; left out by other columns. */
  readonly accuracyOf?: 'ranking' | 'test'
  /** The heading where all runs are ranked by one part. */
  readonly labelOfPart?: (part: MeasuredPart) => string
  /** Which way the first click sorts. */
  readonly isBiggestFirst?: boolean
  /** In pixels, fixed so that columns stand still while rows scroll by; the name takes what is left. */
  readonly width?: number
  /** In pixels, where it also shows means of groups with their spread. */
  readonly groupedWidth?: number
  /** Whether it is shown only where it was chosen. */
  readonly isExtra?: boolean
  /** What a cell says, where that is no more than its value. */
  readonly text?: (run: RunSummary) => string
}

/** The columns that runs are sorted by. @param titleOf a data set's name in words */
export function describeColumns(titleOf: (dataSet: string) => string): ColumnDescription[] {
  return [
    { id: 'name', label: 'Name', value: (run) => run.name },
    { id: 'status', label: 'Status', value: (run) => STATUS_LOOKS[run.status].word, width: 104 },
    { id: 'dataSet', label: 'Data', value: (run) => dataTitleOf(run, titleOf), width: 80 },
    { id: 'sizes', label: 'Layers', value: (run) => formatSizes(run.recipe), width: 112 },
    {
      id: 'best',
      label: 'Best accuracy',
      labelOfPart: (part) => `Best ${part}`,
      accuracyOf: 'ranking',
      value: (run) => rankingAccuracy(run.best) ?? undefined,
      isNumber: true,
      isBiggestFirst: true,
      // Of an epoch with three digits, as in `97.25 % @ 399`.
      width: 124,
      groupedWidth: 128,
    },
    {
      id: 'last',
      label: 'Last',
      accuracyOf: 'ranking',
      value: (run) => rankingAccuracy(run.last) ?? undefined,
      isNumber: true,
      isBiggestFirst: true,
      width: 70,
      groupedWidth: 128,
    },
    {
      id: 'epochs',
      label: 'Epochs',
      value: (run) => run.epochsDone,
      isNumber: true,
      isBiggestFirst: true,
      width: 76,
    },
    {
      id: 'duration',
      label: 'Duration',
      value: (run) => run.durationMs,
      isNumber: true,
      isBiggestFirst: true,
      width: 84,
    },
    {
      id: 'date',
      label: 'Started',
      value: (run) => run.createdAt,
      isNumber: true,
      isBiggestFirst: true,
      // As in `14 min ago` and `Nov 29, 2026`.
      width: 108,
    },
    ...describeExtraColumns(),
  ]
}

/** A column of numbers that is shown where it was chosen. */
function extraNumber(
  id: string,
  label: string,
  width: number,
  value: (run: RunSummary) => number | null,
  format: (value: number) => string = (number) => number.toLocaleString('en-US'),
): ColumnDescription {
  return {
    ...{ id, label, width, isExtra: true, isNumber: true, isBiggestFirst: true },
    value: (run) => value(run) ?? undefined,
    text: (run) => {
      const known = value(run)
      return known === null ? '–' : format(known)
    },
  }
}

function extraText(
  id: string,
  label: string,
  width: number,
  value: (run: RunSummary) => string | null,
): ColumnDescription {
  return {
    ...{ id, label, width, isExtra: true },
    value: (run) => value(run) ?? undefined,
    text: (run) => value(run) ?? '–',
  }
}

function describeExtraColumns(): ColumnDescription[] {
  return [
    {
      ...extraNumber('testAccuracy', 'Test accuracy', 112, (run) => testAccuracy(run.best), formatAccuracy),
      accuracyOf: 'test',
    },
    extraText('optimizer', 'Optimizer', 104, (run) =>
      ifKnown(run, 'optimizer', labelOf(OPTIMIZER_CHOICES, run.recipe.optimizer.name)),
    ),
    extraNumber(
      'learningRate',
      'Learning rate',
      112,
      (run) => ifKnown(run, 'optimizer', run.recipe.optimizer.learningRate),
      String,
    ),
    extraNumber('batchSize', 'Mini-batch', 92, (run) => ifKnown(run, 'batchSize', run.recipe.batchSize)),
    extraNumber('seed', 'Seed', 72, (run) => ifKnown(run, 'seed', run.recipe.seed), String),
    extraNumber('parameters', 'Parameters', 104, (run) => countParameters(run.recipe)),
    extraText('tags', 'Tags', 128, (run) => (run.tags.length === 0 ? null : run.tags.join(', '))),
    extraText('sweep', 'Sweep', 128, (run) => run.sweep?.name ?? null),
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
