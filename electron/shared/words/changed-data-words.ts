import type { ChangedData } from '#core/runs/changed-data.ts'

/** Digits of a SHA-256 that a person compares. */
const SHOWN_DIGITS = 12

/**
 * That a data set has changed since a run was trained on it, as a sentence with its full stop.
 * @param title what a person calls the data set
 */
export function describeChangedData({ before, now }: ChangedData, title: string, runName: string): string {
  const short = (sha256: string): string => `${sha256.slice(0, SHOWN_DIGITS)}…`
  return `The images or labels of '${title}' have changed since '${runName}' was trained on them: their SHA-256 was ${short(before)} and is ${short(now)} now.`
}

/** The same of two runs that are compared, as sentences; empty where nothing has changed. */
export function describeChangesOf(
  { a, b }: { readonly a: ChangedData | null; readonly b: ChangedData | null },
  title: string,
  names: { readonly a: string; readonly b: string },
): string[] {
  return [
    ...(a === null ? [] : [describeChangedData(a, title, names.a)]),
    ...(b === null ? [] : [describeChangedData(b, title, names.b)]),
  ]
}
