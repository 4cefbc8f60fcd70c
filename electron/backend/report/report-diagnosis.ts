import { findBeside } from '#core/evaluation/diagnosis/beside.ts'
import { diagnoseRun } from '#core/evaluation/diagnosis/diagnose-run.ts'
import { hasEnded } from '#core/runs/run-status.ts'
import { startsFromWeights } from '#core/recipe/starting-weights.ts'
import { isFieldKnown, knownDataSet } from '#core/recipe/unknown-fields.ts'
import { type RunDetail, type RunSummary, WorkbenchError } from '#contract/types.ts'
import { nameOfValue } from '#shared/words/choice-names.ts'
import { describeDiagnosed, type DiagnosisWords } from '#shared/words/diagnosis-words.ts'
import type { Inspector } from '../analysis/inspector.ts'
import { markup, type Markup } from './markup.ts'

/**
 * What stands in the way of a run and what helps: by its images where they can be asked, else by the measures of its epochs.
 * Empty for a run that goes on, or whose training nobody knows.
 * @param runs those that may have been measured on the same images
 * @param inspector null: its images are not asked, as of many runs that takes too long
 */
export async function diagnoseForReport(
  run: RunDetail,
  runs: readonly RunSummary[],
  inspector: Pick<Inspector, 'diagnose'> | null,
): Promise<readonly DiagnosisWords[]> {
  if (!hasEnded(run) || knownDataSet(run) === null) return []
  try {
    if (inspector !== null && run.weightsSha256 !== null) {
      const { findings, classNames } = await inspector.diagnose({ runId: run.id })
      return findings.map((each) => describeDiagnosed(each, classNames, nameOfValue))
    }
  } catch (error) {
    // A report is of use without the data set, too.
    if (!(error instanceof WorkbenchError) || error.code === 'store') throw error
  }
  return diagnoseRun({
    recipe: run.recipe,
    reason: run.reason,
    startsFromWeights: startsFromWeights(run) || !isFieldKnown(run, 'initializer'),
    epochs: run.epochs,
    beside: findBeside(run, runs),
  }).map((each) => describeDiagnosed(each, [], nameOfValue))
}

/** The diagnosis of a run; null where nothing is known of it. */
export function renderDiagnosis(diagnosis: readonly DiagnosisWords[]): Markup | null {
  if (diagnosis.length === 0) return null
  return markup`<h4>What its evidence says</h4>
    <ul>
      ${diagnosis.map(
        ({ cause, cures }) =>
          markup`<li>
            ${cause}${cures.length === 0 ? null : markup`<br /><small>What helps: ${cures.join(' Or: ')}</small>`}
          </li>`,
      )}
    </ul>`
}
