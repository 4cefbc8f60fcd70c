/** From its first moment to the first that no longer belongs to it, in milliseconds since 1970. */
export interface TimeSpan {
  readonly from: number
  readonly to: number
}

/** The days that words name, as seen from a moment (milliseconds since 1970), in the local time zone. */
export type Days = (now: number) => TimeSpan

/** The days that can be named, for help and errors. */
export const DAY_WORDS =
  'a day, month or year, as in 2026-03-31, 2026-03 or 2026, today, yesterday or last 7 days'

/** How many days `last … days` may go back: a hundred years. */
const MAX_DAYS = 36_525

/**
 * Reads whole days, in the local time zone: `2026-03-31`, `2026-03` or `2026`, `today`, `yesterday`, and `last 7 days`,
 * which are today and the six days before it.
 * @returns null for anything else, such as a day that no calendar has
 */
export function readDays(text: string): Days | null {
  const words = text.toLowerCase().trim()
  if (words === 'today') return daysBefore(0, 1)
  if (words === 'yesterday') return daysBefore(1, 0)
  const count = Number(/^last\s+(\d{1,6})\s+days?$/.exec(words)?.[1] ?? 0)
  if (count >= 1 && count <= MAX_DAYS) return daysBefore(count - 1, 1)
  return readCalendarDays(words)
}

/** Days that are counted from today: from so many days ago to the start of the day so many days ahead. */
function daysBefore(ago: number, ahead: number): Days {
  return (now) => {
    const today = new Date(now)
    const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()]
    return { from: startOfDay(year, month, day - ago), to: startOfDay(year, month, day + ahead) }
  }
}

function readCalendarDays(text: string): Days | null {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text)
  if (match === null) return null
  const [year, month, day] = match.slice(1).map((part: string | undefined) => Number(part ?? NaN)) as [
    number,
    number,
    number,
  ]
  const span = spanOf(year, month, day)
  return span === null ? null : () => span
}

/** A year, a month of it or a day of that; month and day count from 1, NaN: all of them. Null: no calendar has it. */
function spanOf(year: number, month: number, day: number): TimeSpan | null {
  if (Number.isNaN(month)) return { from: startOfDay(year, 0, 1), to: startOfDay(year + 1, 0, 1) }
  if (month < 1 || month > 12) return null
  if (Number.isNaN(day)) return { from: startOfDay(year, month - 1, 1), to: startOfDay(year, month, 1) }
  const daysInMonth = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
  if (day < 1 || day > daysInMonth) return null
  return { from: startOfDay(year, month - 1, day), to: startOfDay(year, month - 1, day + 1) }
}

/**
 * The first moment of a day in local time; days beyond a month's end are those of the next one. A day has 23 or 25 hours
 * where clocks change, so its end is the next day's start and never 24 hours later.
 */
function startOfDay(year: number, month: number, day: number): number {
  const date = new Date(2000, 0, 1)
  // The constructor takes the years 0 to 99 for those of the twentieth century.
  date.setFullYear(year, month, day)
  date.setHours(0, 0, 0, 0)
  return date.getTime()
}
