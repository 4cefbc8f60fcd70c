import { describe, expect, it } from 'vitest'
import { describeColumns } from '../../../../renderer/model/runs/runs-sorting.ts'
import {
  layOutColumns,
  moveColumn,
  placeColumn,
  PLAIN_LAYOUT,
  resizeColumn,
  showColumn,
  tableWidth,
  type TableLayout,
} from '../../../../renderer/model/runs/table-layout.ts'

const columns = describeColumns((name) => name)
const ids = (layout: TableLayout, room: number | null = null): string[] =>
  layOutColumns(columns, layout, room).map(({ id }) => id)
const PLAIN = ['name', 'status', 'dataSet', 'sizes', 'best', 'last', 'epochs', 'duration', 'date']

describe('the columns of the table of runs', () => {
  it('come in one order, without those that are to be chosen', () => {
    expect(ids(PLAIN_LAYOUT)).toEqual(PLAIN)
    expect(ids(showColumn(PLAIN_LAYOUT, 'seed', true))).toEqual([...PLAIN, 'seed'])
    expect(ids(showColumn(PLAIN_LAYOUT, 'last', false))).not.toContain('last')
    expect(ids(showColumn(PLAIN_LAYOUT, 'name', false))).toContain('name')
  })

  it('give way to the name where there is little room, but for those that were chosen', () => {
    const narrow = layOutColumns(columns, PLAIN_LAYOUT, 560)
    expect(narrow.map(({ id }) => id)).toEqual(['name', 'status', 'best'])
    expect(narrow[0]!.pixels).toBeGreaterThan(200)
    expect(tableWidth(narrow)).toBeLessThanOrEqual(560)
    const chosen = showColumn(PLAIN_LAYOUT, 'dataSet', true)
    expect(ids(chosen, 560)).toContain('dataSet')
    expect(ids(PLAIN_LAYOUT, 2000)).toEqual(PLAIN)
  })

  it('move past the next one that is shown, and the name stays first', () => {
    expect(ids(moveColumn(columns, PLAIN_LAYOUT, 'date', -1)).slice(-2)).toEqual(['date', 'duration'])
    const without = showColumn(PLAIN_LAYOUT, 'duration', false)
    expect(ids(moveColumn(columns, without, 'date', -1)).slice(-2)).toEqual(['date', 'epochs'])
    expect(ids(moveColumn(columns, PLAIN_LAYOUT, 'status', 1)).slice(0, 3)).toEqual([
      'name',
      'dataSet',
      'status',
    ])
    expect(moveColumn(columns, PLAIN_LAYOUT, 'status', -1)).toBe(PLAIN_LAYOUT)
    expect(moveColumn(columns, PLAIN_LAYOUT, 'name', 1)).toBe(PLAIN_LAYOUT)
    expect(moveColumn(columns, PLAIN_LAYOUT, 'date', 1)).toBe(PLAIN_LAYOUT)
  })

  it('are put where another one is', () => {
    expect(ids(placeColumn(columns, PLAIN_LAYOUT, 'date', 'status')).slice(0, 3)).toEqual([
      'name',
      'date',
      'status',
    ])
    expect(ids(placeColumn(columns, PLAIN_LAYOUT, 'status', 'date')).at(-1)).toBe('status')
    expect(placeColumn(columns, PLAIN_LAYOUT, 'gone', 'date')).toBe(PLAIN_LAYOUT)
  })

  it('keep a width within limits, also in a layout that was kept with columns that are gone', () => {
    const width = (pixels: number): number =>
      layOutColumns(columns, resizeColumn(PLAIN_LAYOUT, 'status', pixels), null)[1]!.pixels
    expect([width(200), width(-50), width(9999)]).toEqual([200, 48, 800])
    expect(ids({ order: ['gone', 'date'], shown: { gone: true }, widths: { gone: 5 } })[1]).toBe('date')
  })
})
