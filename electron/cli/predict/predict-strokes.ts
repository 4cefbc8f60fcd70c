import type { DrawingAnswer, WorthRules } from '#contract/types.ts'
import { MOST_DRAWINGS } from '#contract/limits.ts'
import type { AnswerThresholds } from '#core/evaluation/answer-thresholds.ts'
import { MOST_STROKES_BYTES } from '#core/limits.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import { formatOutput } from '#core/math/format-output.ts'
import { type NumberedDrawing, parseDrawings, type RefusedDrawing } from '#core/formats/parse-drawings.ts'
import { type DrawingTally, joinAnswer, type ReadDrawing, tallyDrawings } from '#shared/drawings.ts'
import type { Workbench } from '#backend/workbench.ts'
import { EXIT } from '../common/errors.ts'
import type { Output } from '../common/output.ts'
import { readInputFile } from '../common/read-input.ts'

/** The network that reads them. */
export interface Reading {
  readonly workbench: Workbench
  readonly runId: string
  readonly epoch: number | undefined
  readonly classNames: readonly string[] | undefined
  /** The outputs that are told of an answer: the network's, or calibrated ones. */
  readonly tell: (outputs: readonly number[]) => readonly number[]
  /** Null where they are not calibrated. */
  readonly temperature: number | null
}

/**
 * Reads the drawings of a file, one a line, and counts how many are read right where labels are given. A line that cannot be
 * read is named, and the others are read. @returns the exit status
 */
export async function predictStrokes(file: string, reading: Reading, output: Output): Promise<number> {
  const { workbench, runId, epoch, classNames, tell, temperature } = reading
  let refused = 0
  let rules: WorthRules = { thresholds: null, noDigit: null }
  const refuse = ({ line, reason }: RefusedDrawing): void => {
    refused++
    const message = `${file}: line ${line}: ${reason}`
    output.note(`backprop: ${message}`)
    output.result({ event: 'refused', runId, file, line, message }, undefined)
  }
  const drawings: NumberedDrawing[] = []
  for (const each of parseDrawings(readInputFile(file, MOST_STROKES_BYTES).toString('utf8'))) {
    if ('reason' in each) refuse(each)
    else drawings.push(each)
  }
  const nameOf = (digit: number): string => classNames?.at(digit) ?? String(digit)
  const answered: ReadDrawing[] = []

  for (let k = 0; k < drawings.length; k += MOST_DRAWINGS) {
    const chunk = drawings.slice(k, k + MOST_DRAWINGS)
    const read = await workbench.api.analysis.readDrawings({
      ...{ runId, epoch, drawings: chunk.map(({ drawing }) => drawing) },
    })
    rules = read
    chunk.forEach((each, i) => {
      const joined = joinAnswer(each, read.answers[i] ?? null)
      if ('reason' in joined) {
        refuse(joined)
        return
      }
      answered.push(joined)
      const { line, label } = joined
      const answer = { ...joined.answer, outputs: tell(joined.answer.outputs) }
      output.result(
        {
          ...{ event: 'drawingRead', runId, epoch: read.epoch, file, line, label },
          ...{ answer: answer.digit, outputs: answer.outputs, temperature },
          ...{ isUnsure: answer.isUnsure, isNoDigit: answer.isNoDigit },
        },
        `${line}: ${describe(answer, label, nameOf)}`,
      )
    })
  }
  const tally = tallyDrawings(answered)
  summarize(file, runId, { tally, rules, read: drawings.length, nameOf }, output)
  return refused > 0 ? EXIT.failed : EXIT.done
}

function describe(
  { digit, outputs, isUnsure, isNoDigit }: DrawingAnswer,
  label: number | null,
  nameOf: (digit: number) => string,
): string {
  return [
    `${nameOf(digit)} (${formatOutput(outputs[digit]!)})`,
    ...(label === null || label === digit ? [] : [`is ${nameOf(label)}`]),
    ...(isNoDigit === true ? ['no digit'] : isUnsure === true ? ['not sure'] : []),
  ].join(', ')
}

function summarize(
  file: string,
  runId: string,
  {
    tally: { total, correct, interval, byLabel },
    rules,
    read,
    nameOf,
  }: {
    readonly tally: DrawingTally
    readonly rules: WorthRules
    readonly read: number
    readonly nameOf: (digit: number) => string
  },
  output: Output,
): void {
  const lines: string[] = []
  if (interval !== null) {
    lines.push(
      `Right: ${correct} of ${total}, ${formatPercent(correct / total)} (95 % interval ${formatPercent(interval.low)} to ${formatPercent(interval.high)})`,
      ...byLabel.map(
        (each) =>
          `  ${nameOf(each.label)}: ${each.correct} of ${each.total}, ${formatPercent(each.correct / each.total)}`,
      ),
    )
  }
  output.result(
    {
      ...{ event: 'drawingsRead', runId, file, drawings: read, total, correct },
      ...{ accuracy: total > 0 ? correct / total : null },
      accuracyInterval: interval === null ? null : [interval.low, interval.high],
      ...{ byLabel, thresholds: rules.thresholds, noDigit: rules.noDigit },
    },
    lines.length > 0 ? lines.join('\n') : undefined,
  )
  output.note(describeRules(rules))
}

function describeRules({ thresholds, noDigit }: WorthRules): string {
  const sure =
    thresholds === null
      ? "Whether an answer is sure is not known: the run's validation images, which would tell, are none or not at hand."
      : describeThresholds(thresholds)
  return noDigit === null
    ? `${sure} Whether a drawing is a digit at all is not known, as that takes a hundred training and validation images.`
    : `${sure} A drawing is called no digit where it is unlike all of ${noDigit.compared} training images: as ${formatPercent(noDigit.refused, 1)} of the validation images are.`
}

function describeThresholds({ images, answered, rightOfAnswered }: AnswerThresholds): string {
  return rightOfAnswered === null
    ? `On ${images} validation images none of its answers is sure.`
    : `On ${images} validation images ${formatPercent(answered, 1)} of its answers are sure, and ${formatPercent(rightOfAnswered, 1)} of these right.`
}
