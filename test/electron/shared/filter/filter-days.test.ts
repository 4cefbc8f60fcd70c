import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { FilterError } from '#shared/filter/filter-language.ts'
import { parseRunFilter } from '#shared/filter/run-filter.ts'
import { runOf } from '../../../renderer/epochs.ts'

/**
 * Clocks change at night in Berlin, at midnight in São Paulo (until 2019, to a day without one) and in Havana (to a day
 * with two), by half an hour on Lord Howe; Apia has no 2011-12-30.
 */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'America/Havana',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
] as const

const OPERATORS = ['=', '!=', '<', '<=', '>', '>=', ':'] as const
type Operator = (typeof OPERATORS)[number]

const zoneBefore = process.env.TZ
afterEach(() => {
  if (zoneBefore === undefined) delete process.env.TZ
  else process.env.TZ = zoneBefore
})

/** Whether a run that started at a moment passes, seen from another moment. */
function passes(filter: string, startedAt: string | number, now: string | number = 0): boolean {
  const run = runOf('run', { createdAt: new Date(startedAt).toISOString() })
  return parseRunFilter(filter, undefined, () => new Date(now).getTime()).accepts(run)
}

/** What a calendar on the wall shows, by a way of its own: it takes the time zone as an argument. */
function calendarDay(time: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
  }).formatToParts(time)
  const part = (type: string): string => parts.find((each) => each.type === type)!.value
  return `${part('year')}-${part('month')}-${part('day')}`
}

/** Dates of the same length are in the order of their texts. */
function holds(day: string, operator: Operator, wanted: string): boolean {
  switch (operator) {
    case '=':
    case ':':
      return day === wanted
    case '!=':
      return day !== wanted
    case '<':
      return day < wanted
    case '<=':
      return day <= wanted
    case '>':
      return day > wanted
    case '>=':
      return day >= wanted
  }
}

const DAY_MS = 86_400_000
const anyTime = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2035, 0, 1) })
const anyNearTime = fc.tuple(anyTime, fc.integer({ min: -3 * DAY_MS, max: 3 * DAY_MS }))

describe('days in a filter', () => {
  it.each([
    ['started = 2026-11-28', '2026-11-28T12:00', true],
    ['started = 2026-11-28', '2026-11-28T00:00', true],
    ['started = 2026-11-28', '2026-11-28T23:59:59.999', true],
    ['started = 2026-11-28', '2026-11-29T00:00', false],
    ['started <= 2026-11-28', '2026-11-28T18:00', true],
    ['started > 2026-11-28', '2026-11-28T18:00', false],
    ['started > 2026-11-28', '2026-11-29T00:00', true],
    ['started != 2026-11-28', '2026-11-28T18:00', false],
    ['started:2026-11', '2026-11-30T23:59', true],
    ['started = 2026-11', '2026-12-01T00:00', false],
    ['started <= 2026', '2026-12-31T23:59', true],
    ['started > 2026', '2026-12-31T23:59', false],
    ['date = 2024-02-29', '2024-02-29T08:00', true],
    ['started 2026-11-28', '2026-11-28T12:00', true],
    ['not started = 2026-11-28', '2026-11-28T12:00', false],
    ['started >= 2026-11-28 and started < 2026-11-29', '2026-11-28T12:00', true],
  ])('%j of a run of %s: %s', (filter, startedAt, isFound) => {
    expect(passes(filter, startedAt)).toBe(isFound)
  })

  it.each([
    ['started = today', '2026-11-28T00:00', true],
    ['started today', '2026-11-28T09:00', true],
    ['started today and epochs > 100', '2026-11-28T09:00', false],
    ['started = today', '2026-11-27T23:59', false],
    ['started = yesterday', '2026-11-27T23:59', true],
    ['started < yesterday', '2026-11-27T00:00', false],
    ['started = last 7 days', '2026-11-22T00:00', true],
    ['started = last 7 days', '2026-11-21T23:59', false],
    ['started = "Last 7 days"', '2026-11-25T12:00', true],
    ['(started in-no-way) or started last 1 day', '2026-11-28T23:00', true],
    ['started < last 7 days', '2026-11-21T23:59', true],
    ['started >= last 30 days and not star', '2026-10-30T00:00', true],
  ])('%j on 28 November 2026, of a run of %s: %s', (filter, startedAt, isFound) => {
    expect(passes(filter, startedAt, '2026-11-28T15:00')).toBe(isFound)
  })

  it('follows the day while the filter stands', () => {
    let now = new Date('2026-11-28T23:59').getTime()
    const run = runOf('run', { createdAt: new Date('2026-11-28T12:00').toISOString() })
    const { accepts } = parseRunFilter('started = today', undefined, () => now)
    expect(accepts(run)).toBe(true)
    now += 120_000
    expect(accepts(run)).toBe(false)
  })

  it.each([
    '2026-02-29',
    '2026-13',
    '2026-00',
    '2026-11-31',
    '26-11-28',
    'last 0 days',
    'last days',
    'soon',
    '"',
  ])('refuses %j as a day', (text) => {
    expect(() => parseRunFilter(`started = ${text}`)).toThrow(FilterError)
  })

  it.each(ZONES)('are those of the calendar on the wall in %s', (zone) => {
    process.env.TZ = zone
    fc.assert(
      fc.property(anyNearTime, fc.constantFrom(...OPERATORS), ([time, apart], operator) => {
        const [day, wanted] = [calendarDay(time, zone), calendarDay(time + apart, zone)]
        expect(passes(`started ${operator} ${wanted}`, time)).toBe(holds(day, operator, wanted))
        const [month, wantedMonth] = [day.slice(0, 7), wanted.slice(0, 7)]
        expect(passes(`started ${operator} ${wantedMonth}`, time)).toBe(holds(month, operator, wantedMonth))
        const [year, wantedYear] = [day.slice(0, 4), wanted.slice(0, 4)]
        expect(passes(`started ${operator} ${wantedYear}`, time)).toBe(holds(year, operator, wantedYear))
        expect(passes(`started ${operator} today`, time, time + apart)).toBe(holds(day, operator, wanted))
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['America/Sao_Paulo', '2018-11-04', 23],
    ['America/Havana', '2025-11-02', 25],
    ['Pacific/Apia', '2011-12-30', 0],
  ])('in %s, %s has %i hours', (zone, day, hours) => {
    process.env.TZ = zone
    const start = new Date(`${day}T12:00Z`).getTime() - 2 * DAY_MS
    const passed = Array.from({ length: 4 * 24 }, (_, hour) => start + hour * 3_600_000).filter((time) =>
      passes(`started = ${day}`, time),
    )
    expect(passed).toHaveLength(hours)
  })
})
