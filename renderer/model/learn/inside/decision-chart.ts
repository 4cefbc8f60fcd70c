import type { RunDecision } from '#contract/types.ts'
import type { Chart, LineMark } from '#shared/chart/chart.ts'
import { numberAxis, POSITION_TICKS, VALUE_TICKS } from '#shared/chart/chart-axes.ts'
import { cursorStops } from '#shared/chart/chart-points.ts'

/** What a network took an image for at an epoch; null where an output is no number. */
export function answerAt({ outputs, classes }: RunDecision, index: number): number | null {
  const row = outputs.subarray(index * classes, (index + 1) * classes)
  return row.every(Number.isFinite) ? row.indexOf(row.reduce((a, b) => Math.max(a, b))) : null
}

/** The outputs for one image, a line for each class, over the kept epochs. @param nameOf a class as a person calls it */
export function decisionChart(decision: RunDecision, nameOf: (label: number) => string): Chart {
  const { epochs, outputs, classes, label } = decision
  const marks = Array.from({ length: classes }, (_, k): LineMark => ({
    ...{
      kind: 'line',
      key: String(k),
      owner: String(k),
      name: nameOf(k),
      colour: `var(--run-${(k % 10) + 1})`,
    },
    ...{ part: null, smooth: null, band: null },
    width: k === label ? 3 : 1.25,
    isFront: k === label,
    points: epochs.map((epoch, t) => ({ x: epoch, y: outputs[t * classes + k]! })),
  }))
  const finite = [...outputs].filter(Number.isFinite)
  const answers = epochs.map((_, t) => answerAt(decision, t))
  const right = epochs.filter((_, t) => answers[t] === label).length
  const last = answers.at(-1) ?? null
  return {
    title: 'Outputs for one image by epoch',
    description: `Outputs for an image labelled ${nameOf(label)} over ${epochs.length} epochs, read rightly at ${right} of them; at the last as ${last === null ? 'nothing' : nameOf(last)}`,
    names: 'class',
    x: numberAxis({
      label: 'Epoch',
      unit: 'epoch',
      range: { min: epochs[0] ?? 0, max: Math.max((epochs[0] ?? 0) + 1, epochs.at(-1) ?? 1) },
      count: POSITION_TICKS,
    }),
    y: numberAxis({
      label: 'Output',
      unit: 'number',
      range: finite.length === 0 ? null : { min: Math.min(0, ...finite), max: Math.max(1, ...finite) },
      count: VALUE_TICKS,
    }),
    marks,
    stops: cursorStops(marks.map(({ points }) => points)),
  }
}
