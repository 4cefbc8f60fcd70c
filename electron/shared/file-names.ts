import type { RunSummary } from '#contract/types.ts'

type NamedRun = Pick<RunSummary, 'id' | 'name'>

/** A run's name as the beginning of a file's name. */
export function fileStemOf(run: NamedRun): string {
  const slug = run.name
    .normalize('NFKD')
    .replace(/[^\p{Letter}\p{Number}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  return slug || run.id
}

/** Suggested names for files of runs that a person saves; for several runs they say how many. */
export const fileNameOf = {
  runs: (runs: readonly NamedRun[]): string => `${stemOf(runs)}.backprop`,
  measures: (runs: readonly NamedRun[]): string => `${stemOf(runs)}-measures.csv`,
  report: (runs: readonly NamedRun[]): string => `${stemOf(runs)}-report.html`,
  /** @param epoch −1 for weights that no epoch of its own made */
  weights: (run: NamedRun, epoch: number, extension: string): string =>
    `${epoch < 0 ? fileStemOf(run) : `${fileStemOf(run)}-epoch-${epoch}`}.${extension}`,
}

function stemOf(runs: readonly NamedRun[]): string {
  return runs.length === 1 ? fileStemOf(runs[0]!) : `${runs.length}-runs`
}
