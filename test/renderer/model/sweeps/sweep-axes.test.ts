import { describe, expect, it } from 'vitest'
import type { RunSummary, SweepDetail } from '#contract/types.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { scaleOf } from '#shared/chart/chart-axes.ts'
import { planSweep } from '#core/experiments/sweep/plan-sweep.ts'
import type { Variation } from '#core/experiments/sweep/variation.ts'
import {
  describeBrush,
  isWithin,
  sweepAxes,
  sweepRows,
  type Brush,
} from '../../../../renderer/model/sweeps/sweep-axes.ts'
import { brushBetween } from '../../../../renderer/model/sweeps/sweep-brushes.ts'
import { sweepCsv } from '../../../../renderer/model/sweeps/sweep-csv.ts'
import { scatterChart } from '../../../../renderer/model/sweeps/sweep-scatter.ts'
import { rowColour, worstFirst } from '../../../../renderer/model/sweeps/sweep-colours.ts'

const VARIATIONS: Variation[] = [
  { path: 'optimizer.learningRate', values: { kind: 'log', from: 0.1, to: 10, count: 3 } },
  { path: 'layers', values: { kind: 'list', values: ['30', '100-50'] } },
  { path: 'shuffle', values: { kind: 'list', values: [true, false] } },
]

function detailOf(variations = VARIATIONS): SweepDetail {
  const search = { kind: 'grid' } as const
  const planned = planSweep({ recipe: LECTURE_RECIPE, variations, search })
  const runs = planned.runs.map(({ changes }, index) => ({ index, changes, runId: null }))
  const settings = { recipe: LECTURE_RECIPE, variations, search }
  return { id: 'sweep', settings, runs } as unknown as SweepDetail
}

/** A run of the sweep with a result. */
const runOf = (index: number, accuracy: number | null): RunSummary =>
  ({
    id: `run${index}`,
    sweep: { id: 'sweep', name: 'Sweep 1', index },
    epochsDone: accuracy === null ? 0 : 3,
    durationMs: accuracy === null ? 0 : 1000 * (index + 1),
    best: accuracy === null ? null : { validationAccuracy: accuracy },
    last: accuracy === null ? null : { validationLoss: 1 - accuracy },
  }) as unknown as RunSummary

const detail = detailOf()
const rows = sweepRows(detail, [runOf(0, 0.5), runOf(3, 0.9), runOf(5, null)])
const axes = sweepAxes(detail, rows)
const axisOf = (key: string) => axes.find((axis) => axis.key === key)!

describe('a value of 0 among powers of ten', () => {
  const values = [0, 0.001, 0.1, 10]
  const strengths = detailOf([{ path: 'l2.lambda', values: { kind: 'list', values } }])
  const strengthRows = sweepRows(strengths, [])
  const axis = sweepAxes(strengths, strengthRows)[0]!

  it('has its place and its tick below a logarithmic axis', () => {
    expect(axis.axis).toMatchObject({ kind: 'log', hasZero: true, min: 0.001, max: 10 })
    expect(axis.axis.ticks.map(({ label }) => label)).toEqual(['0', '0.001', '0.1', '10'])
    expect(axis.positionOf(0)).toBe(0)
    const shareOf = scaleOf(axis.axis, 0, 1)
    expect(shareOf(0)).toBeLessThan(shareOf(0.001))
  })

  it('is chosen by a part of the axis that reaches below the break, as a dot is drawn there', () => {
    const all = brushBetween(axis, scaleOf(axis.axis, 0, 1).invert(0), 0.002)
    expect(strengthRows.filter((row) => isWithin(row, [axis], new Map([[axis.key, all]])))).toHaveLength(2)
    const { x } = scatterChart(strengthRows, { x: axis, y: axis, shown: new Set() })
    expect(scaleOf(x, 0, 1)(0)).toBeGreaterThan(0)
    expect(x.hasZero).toBe(true)
  })
})

it('the numbers of a sweep are a row for each run, with its fields and measures', () => {
  const [head, first, ...others] = sweepCsv(rows, axes).trimEnd().split('\r\n')
  expect(head).toBe('run,name,status,optimizer.learningRate,layers,shuffle,accuracy,loss,epochs,duration')
  expect(first).toBe('1,,,0.1,30,on,0.5,0.5,3,1000')
  expect(others).toHaveLength(11)
})

describe('the rows of a sweep', () => {
  it('are its planned runs, with what came of those that are there', () => {
    expect(rows).toHaveLength(12)
    expect(rows[3]).toMatchObject({
      index: 3,
      run: { id: 'run3' },
      values: {
        'optimizer.learningRate': 0.1,
        layers: '100-50',
        shuffle: false,
        'measure.accuracy': 0.9,
        'measure.epochs': 3,
        'measure.duration': 4000,
      },
    })
    expect(rows[5]!.values['measure.accuracy']).toBeNull()
    expect(rows[6]).toMatchObject({ run: null, values: { 'measure.loss': null } })
  })
})

describe('the axes of a sweep', () => {
  it('are its fields, then the measures', () => {
    expect(axes.map(({ title }) => title)).toEqual([
      'Learning rate',
      'Hidden layers',
      'Shuffle',
      'Best validation accuracy',
      'Last loss',
      'Epochs',
      'Time',
    ])
  })

  it('place numbers by their logarithm where they were spaced so, and names in their order', () => {
    const rate = axisOf('optimizer.learningRate')
    const shareOf = scaleOf(rate.axis, 0, 1)
    expect(shareOf(rate.positionOf(1)!)).toBeCloseTo(0.5, 9)
    expect(rate.axis).toMatchObject({ kind: 'log', min: 0.1, max: 10 })
    expect(rate.axis.ticks.map(({ label }) => label)).toEqual(['0.1', '1', '10'])
    const layers = axisOf('layers')
    expect(['30', '100-50', 'none'].map(layers.positionOf)).toEqual([0, 1, null])
    expect(axisOf('shuffle').axis.ticks.map(({ label }) => label)).toEqual(['on', 'off'])
  })

  it('mark measures at round numbers within their range', () => {
    expect(axisOf('measure.accuracy').axis.ticks.map(({ label }) => label)).toEqual([
      '50\u00a0%',
      '60\u00a0%',
      '70\u00a0%',
      '80\u00a0%',
      '90\u00a0%',
    ])
    expect(axisOf('measure.duration').axis.ticks.map(({ label }) => label)).toContain('2\u00a0s')
    // One value alone lies in the middle.
    const epochs = axisOf('measure.epochs')
    expect((epochs.axis.min + epochs.axis.max) / 2).toBe(3)
  })

  it('have room where nothing is measured yet', () => {
    const empty = sweepAxes(detail, sweepRows(detail, []))
    const accuracy = empty.find(({ key }) => key === 'measure.accuracy')!
    expect(accuracy.axis.max).toBeGreaterThan(accuracy.axis.min)
    expect(accuracy.positionOf(null)).toBeNull()
  })

  it('mark many values of a field at round numbers', () => {
    const variation: Variation = { path: 'batchSize', values: { kind: 'log', from: 1, to: 5000, count: 20 } }
    const many = detailOf([variation])
    const axis = sweepAxes(many, sweepRows(many, []))[0]!
    expect(axis.axis.ticks.map(({ label }) => label)).toEqual(['1', '10', '100', '1,000'])
  })
})

describe('brushing', () => {
  const within = (...brushes: [string, Brush][]): number[] =>
    rows.filter((row) => isWithin(row, axes, new Map(brushes))).map(({ index }) => index)

  it('keeps what lies in every part, and leaves out what has no value', () => {
    expect(within()).toHaveLength(12)
    expect(within(['optimizer.learningRate', [0.08, 0.3]])).toEqual([0, 1, 2, 3])
    expect(within(['optimizer.learningRate', [0.08, 0.3]], ['layers', [0.9, 1.1]])).toEqual([2, 3])
    expect(within(['measure.accuracy', [0, 1]])).toEqual([0, 3])
  })

  it('is reported by the values that it holds', () => {
    const rate = axisOf('optimizer.learningRate')
    expect(describeBrush(rate, [0.08, 1.5], rows)).toBe('0.1 to 1')
    expect(describeBrush(rate, [8, 12], rows)).toBe('10')
    expect(describeBrush(rate, [2, 2.5], rows)).toBe('none')
  })
})

it('colours runs from the worst to the best, those without a result apart', () => {
  const [worst, best, none] = [rows[0]!, rows[3]!, rows[6]!].map((row) => rowColour(row, rows))
  expect(new Set([worst, best, none]).size).toBe(3)
  expect(worstFirst(rows).slice(-2)).toEqual([0, 3])
})
