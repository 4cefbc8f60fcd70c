import { listOr } from '#core/math/list-words.ts'
import { MEASURED_PARTS, type MeasuredPart } from '../measures.ts'
import type { ChartRun } from './run-lines.ts'
import type { RunMeasure } from './run-measures.ts'

/** Why a chart of runs has no line, in a sentence. @param parts which are wanted */
export function explainEmpty(
  runs: readonly Pick<ChartRun, 'epochs'>[],
  measure: RunMeasure,
  parts: Readonly<Record<MeasuredPart, boolean>>,
): string {
  const wanted = MEASURED_PARTS.filter((part) => parts[part])
  if (measure.hasParts && wanted.length === 0) return 'None of training, validation and test is chosen.'
  const measured = runs.flatMap(({ epochs }) => epochs)
  if (measured.length === 0) return 'No epoch is finished yet.'
  const who = runs.length === 1 ? 'This run' : 'These runs'
  const have = runs.length === 1 ? 'has' : 'have'
  if (measured.every(({ epoch }) => epoch < 0))
    return `${who} ${have} imported weights and no epoch trained here.`
  const what = measure.label.toLowerCase()
  return measure.hasParts
    ? `${who} ${have} no ${what} on ${listOr(wanted)} images.`
    : `${who} ${have} no measure of ${what}.`
}
