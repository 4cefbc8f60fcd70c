import { type CsvCell, writeCsv } from '#shared/csv.ts'
import type { SpacedValue } from '#core/experiments/sweep/spaced-values.ts'
import type { SweepAxis, SweepRow } from './sweep-axes.ts'

/** The numbers behind the pictures of a sweep: a row for each planned run, a column for each field and measure. */
export function sweepCsv(rows: readonly SweepRow[], axes: readonly SweepAxis[]): string {
  const cell = (axis: SweepAxis, value: SpacedValue): CsvCell =>
    typeof value === 'number' || value === null ? value : axis.format(value)
  return writeCsv([
    ['run', 'name', 'status', ...axes.map(({ key }) => key.replace(/^measure\./, ''))],
    ...rows.map(({ index, run, values }): CsvCell[] => [
      ...[index + 1, run?.name ?? null, run?.status ?? null],
      ...axes.map((axis) => cell(axis, values[axis.key] ?? null)),
    ]),
  ])
}
