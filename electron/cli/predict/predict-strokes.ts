import type { DrawingAnswer, WorthRules } from '#contract/types.ts'
import { MOST_DRAWINGS } from '#contract/limits.ts'
import type { StrokeDrawing } from '#core/data/stroke-drawing.ts'
import type { AnswerThresholds } from '#core/evaluation/answer-thresholds.ts'
import { wilsonInterval } from '#core/evaluation/intervals.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { readStrokeDrawing } from '#core/formats/read-stroke-drawing.ts'
import { MOST_STROKES_BYTES } from '#core/limits.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import { formatOutput } from '#core/math/format-output.ts'
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
}

interface NumberedDrawing {
  readonly line: number
  readonly drawing: StrokeDrawing
}

/** How many drawings of one label there were, and were read right. */
interface LabelCount {
  total: number
  correct: number
}

/**
 * Reads the drawings of a file, one a line, and counts how many are read right where labels are given. A line that cannot be
 * read is named, and the others are read. @returns the exit status
 */
export async function predictStrokes(file: string, reading: Reading, output: Output): Promise<number> {
  const { workbench, runId, epoch, classNames } = reading
  const refused = new Set<number>()
  const counts = new Map<number, LabelCount>()
  let rules: WorthRules = { thresholds: null, noDigit: null }
  const refuse = (line: number, reason: string): void => {
    refused.add(line)
    const message = `${file}: line ${line}: ${reason}`
    output.note(`backprop: ${message}`)
    output.result({ event: 'refused', runId, file, line, message }, undefined)
  }
  const drawings = [...parseLines(file, refuse)]
  const nameOf = (digit: number): string => classNames?.at(digit) ?? String(digit)

  for (let k = 0; k < drawings.length; k += MOST_DRAWINGS) {
    const chunk = drawings.slice(k, k + MOST_DRAWINGS)
    const read = await workbench.api.analysis.readDrawings({
      ...{ runId, epoch, drawings: chunk.map(({ drawing }) => drawing) },
    })
    rules = read
    chunk.forEach(({ line, drawing: { label } }, i) => {
      const answer = read.answers[i]
      if (answer == null) {
        refuse(line, 'strokes: expected a point at least, got none')
        return
      }
      if (label !== undefined && label >= answer.outputs.length) {
        const reason = `label: expected 0 to ${answer.outputs.length - 1}, as the network has ${answer.outputs.length} outputs, got ${label}`
        refuse(line, reason)
        return
      }
      if (label !== undefined) count(counts, label, answer.digit === label)
      output.result(
        {
          ...{ event: 'drawingRead', runId, epoch: read.epoch, file, line, label: label ?? null },
          ...{ answer: answer.digit, outputs: answer.outputs },
          ...{ isUnsure: answer.isUnsure, isNoDigit: answer.isNoDigit },
        },
        `${line}: ${describe(answer, label, nameOf)}`,
      )
    })
  }
  summarize(file, runId, { counts, rules, read: drawings.length, nameOf }, output)
  return refused.size > 0 ? EXIT.failed : EXIT.done
}

function* parseLines(
  file: string,
  refuse: (line: number, reason: string) => void,
): Generator<NumberedDrawing> {
  const text = readInputFile(file, MOST_STROKES_BYTES)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  let line = 0
  for (const each of text.split('\n')) {
    line++
    if (each.trim() === '') continue
    try {
      yield { line, drawing: readStrokeDrawing(each) }
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      refuse(line, error.message.replace(' in line 1', ''))
    }
  }
}

function count(counts: Map<number, LabelCount>, label: number, isRight: boolean): void {
  const known = counts.get(label) ?? { total: 0, correct: 0 }
  counts.set(label, { total: known.total + 1, correct: known.correct + Number(isRight) })
}

function describe(
  { digit, outputs, isUnsure, isNoDigit }: DrawingAnswer,
  label: number | undefined,
  nameOf: (digit: number) => string,
): string {
  return [
    `${nameOf(digit)} (${formatOutput(outputs[digit]!)})`,
    ...(label === undefined || label === digit ? [] : [`is ${nameOf(label)}`]),
    ...(isNoDigit === true ? ['no digit'] : isUnsure === true ? ['not sure'] : []),
  ].join(', ')
}

function summarize(
  file: string,
  runId: string,
  {
    counts,
    rules,
    read,
    nameOf,
  }: {
    readonly counts: ReadonlyMap<number, LabelCount>
    readonly rules: WorthRules
    readonly read: number
    readonly nameOf: (digit: number) => string
  },
  output: Output,
): void {
  const byLabel = [...counts].sort(([a], [b]) => a - b).map(([label, each]) => ({ label, ...each }))
  const total = byLabel.reduce((sum, each) => sum + each.total, 0)
  const correct = byLabel.reduce((sum, each) => sum + each.correct, 0)
  const interval = total > 0 ? wilsonInterval(correct, total) : null
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
