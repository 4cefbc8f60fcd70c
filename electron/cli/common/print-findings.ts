import { type DataExamination, isWarning } from '#core/data/examine-parts.ts'
import type { DataSetInfo } from '#contract/types.ts'
import { describeBaseline, describeDataFinding } from '#shared/words/data-finding-words.ts'
import type { Output } from './output.ts'

/** Says on standard error what a person should know of the images of a training, and which options would mend it. */
export function printFindings(
  output: Output,
  examination: DataExamination,
  info: Pick<DataSetInfo, 'classNames' | 'testCount'>,
): void {
  for (const warning of listWarnings(examination, info.classNames)) output.note(`Warning: ${warning}`)
  for (const hint of listHints(examination, info)) output.note(hint)
}

/** The findings that cast doubt on a training, as sentences. */
export function listWarnings(
  { findings, baseline }: DataExamination,
  classNames: readonly string[],
): string[] {
  return findings.filter(isWarning).map((finding) => {
    const sentence = describeDataFinding(finding, classNames)
    // Where accuracy alone says little, what it has to beat.
    return finding.code === 'unbalanced' || finding.code === 'one-class'
      ? `${sentence.slice(0, -1)}; ${describeBaseline(baseline, classNames)}.`
      : sentence
  })
}

function listHints({ cures }: DataExamination, { testCount }: Pick<DataSetInfo, 'testCount'>): string[] {
  return cures.map((cure) =>
    cure === 'stratify'
      ? 'With --stratified every class has its share of the training and validation images.'
      : `With --test-size ${testCount} the test part is the whole test file.`,
  )
}
