import { describe, expect, it } from 'vitest'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import type { LayerUnits, RunDecision, RunLayerPictures } from '#contract/types.ts'
import {
  INSIDE_STATES,
  type InsideState,
  noteSeen,
  shownIndexOf,
} from '../../../../renderer/model/learn/inside-state.ts'
import { answerAt, decisionChart } from '../../../../renderer/model/learn/inside/decision-chart.ts'
import { updateChart } from '../../../../renderer/model/learn/inside/update-chart.ts'
import {
  describePictures,
  heatRange,
  inkWords,
  listUnits,
  picturedValue,
  pixelsWithoutInk,
  pixelWords,
  standingsOf,
} from '../../../../renderer/model/learn/inside/inside-words.ts'

const pictures: RunLayerPictures = {
  ...{ kind: 'weights', epochs: [-1, 0, 4], leftOut: 0, rows: 1, columns: 3, units: 3, from: 1, count: 2 },
  scale: 2.54,
  values: Int8Array.from({ length: 18 }, (_, i) => i - 9),
  ink: { counts: Uint32Array.from([0, 1200, 1]), total: 50_000 },
}

describe('the state of the inside view', () => {
  it('knows whether both ends of the change were looked at', () => {
    const look = (state: InsideState, epoch: number | null): InsideState =>
      noteSeen({ ...state, epoch }, pictures.epochs)
    const change: InsideState = { ...INSIDE_STATES.hidden, kind: 'change' }
    expect(look(INSIDE_STATES.hidden, -1).seen).toEqual({ first: false, last: false })
    expect(look(change, 0).seen).toEqual({ first: false, last: false })
    expect(look(change, null).seen).toEqual({ first: false, last: true })
    expect(look(look(change, -1), 4).seen).toEqual({ first: true, last: true })
    expect(noteSeen(change, [])).toBe(change)
  })

  it('shows a kept epoch, the nearest before one that is not', () => {
    expect(shownIndexOf(null, pictures.epochs)).toBe(2)
    expect(shownIndexOf(3, pictures.epochs)).toBe(1)
    expect(shownIndexOf(-1, pictures.epochs)).toBe(0)
    expect(shownIndexOf(7, pictures.epochs)).toBe(2)
    expect(shownIndexOf(null, [])).toBe(0)
  })
})

describe('the words of the inside view', () => {
  it('tell a weight by unit, epoch and pixel', () => {
    expect(picturedValue(pictures, 0, 1, 0)).toBeCloseTo(-0.18, 12)
    expect(picturedValue(pictures, 2, 2, 2)).toBeCloseTo(0.16, 12)
    expect(describePictures(pictures, -1)).toBe(
      'Weights of units 2 to 3 of 3 of the first layer, before the first epoch; colours from −2.54 to 2.54',
    )
    expect(pixelWords(28, 28)).toBe('row 2, column 1')
  })

  it('tell which pixels no training image has ink on', () => {
    expect(pixelsWithoutInk(pictures)).toEqual([0])
    expect(inkWords(pictures, 0)).toBe('no training image of 50,000 has ink there')
    expect(inkWords(pictures, 1)).toBe('1,200 of 50,000 training images have ink there')
    expect(pixelsWithoutInk({ ink: null })).toEqual([])
    expect(inkWords({ ink: null }, 1)).toBe('the training images are not there to look at')
  })

  it('name units that cannot learn', () => {
    const list = new Float64Array(6)
    const layer: LayerUnits = {
      ...{ units: 3, activation: 'relu', weightNorm: list, gradientNorm: list, meanOutput: list },
      flatShare: Float64Array.from([0, 0, 0, 1, 0.95, 0.5]),
    }
    expect(standingsOf(layer, 0)).toEqual({ dead: [], saturated: [] })
    expect(standingsOf(layer, 1)).toEqual({ dead: [0], saturated: [1] })
    expect(listUnits([])).toBe('none')
    expect(listUnits([0])).toBe('unit 1')
    expect(listUnits([0, 4, 9])).toBe('units 1, 5 and 10')
    expect(listUnits([0, 1, 2, 3], 2)).toBe('units 1, 2 and 2 more')
  })

  it('say what the colours of a heat map stand for', () => {
    const of = (...values: number[]) => Float64Array.from(values)
    expect(heatRange(of(3, 5), 'weightNorm')).toEqual({ low: 3, high: 5 })
    expect(heatRange(of(-2, 1), 'meanOutput')).toEqual({ low: 0, high: 2 })
    expect(heatRange(of(0.2, 0.4), 'flatShare')).toEqual({ low: 0, high: 1 })
  })
})

it('a decision is drawn as a line for each class, its own in front', () => {
  const decision: RunDecision = {
    ...{ epochs: [-1, 0], leftOut: 0, rows: 1, columns: 1, image: new Uint8Array(1), label: 1, classes: 2 },
    outputs: Float64Array.from([0.9, 0.2, 0.1, 0.8]),
  }
  expect([answerAt(decision, 0), answerAt(decision, 1)]).toEqual([0, 1])
  expect(answerAt({ ...decision, outputs: Float64Array.from([NaN, 1]) }, 0)).toBeNull()
  const chart = decisionChart(decision, (label) => `class ${label}`)
  expect(chart.description).toBe(
    'Outputs for an image labelled class 1 over 2 epochs, read rightly at 1 of them; at the last as class 1',
  )
  const lines = chart.marks.flatMap((mark) => (mark.kind === 'line' ? [mark] : []))
  expect(lines.map(({ points }) => points.map(({ y }) => y))).toEqual([
    [0.9, 0.1],
    [0.2, 0.8],
  ])
  expect(lines.map(({ isFront }) => isFront)).toEqual([false, true])
})

it('the last step of each epoch is drawn beside the weights, where it was recorded', () => {
  const epoch = (n: number, updateNorm?: number): EpochMetrics => ({
    ...{ epoch: n, trainLoss: 1, trainAccuracy: 0, validationLoss: null, validationAccuracy: null },
    ...{ testLoss: null, testCorrect: null, testTotal: null, durationMs: 1, learningRate: 3 },
    layers: [
      { weightNorm: 20, gradientNorm: 1, dead: 0, saturated: 0, ...(updateNorm && { updateNorm }) },
      { weightNorm: 10, gradientNorm: 1, dead: null, saturated: null, ...(updateNorm && { updateNorm }) },
    ],
  })
  expect(updateChart([epoch(0), epoch(1)], 2)).toBeNull()
  expect(updateChart([], 2)).toBeNull()
  const chart = updateChart([epoch(0), epoch(1, 0.02)], 2)!
  const lines = chart.marks.flatMap((mark) => (mark.kind === 'line' ? [mark] : []))
  expect(lines.map(({ name, points }) => [name, points])).toEqual([
    ['Hidden 1', [{ x: 1, y: 0.001 }]],
    ['Output', [{ x: 1, y: 0.002 }]],
  ])
  expect(chart.description).toContain('At epoch 1, Hidden 1: 0.001; Output: 0.002')
})
