import type { Workbench } from '#backend/workbench.ts'
import type { RunSummary } from '#contract/types.ts'
import { describeDiagnosed } from '#shared/words/diagnosis-words.ts'
import type { Output } from '../common/output.ts'

/** Prints what stands in the way of a run and what helps, the likeliest first. */
export async function printDiagnosis(
  workbench: Workbench,
  output: Output,
  run: RunSummary,
  epoch: number | undefined,
): Promise<void> {
  const { findings, classNames } = await workbench.api.analysis.diagnose({ runId: run.id, epoch })
  for (const diagnosed of findings) {
    const { cause, cures } = describeDiagnosed(diagnosed, classNames)
    const text = [cause, ...cures.map((cure) => `  What helps: ${cure}`)].join('\n')
    output.result({ event: 'finding', runId: run.id, ...diagnosed, cause, help: cures }, text)
  }
}
