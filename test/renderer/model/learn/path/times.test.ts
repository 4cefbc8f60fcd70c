import { expect, test } from 'vitest'
import { STOPS } from '../../../../../renderer/model/learn/path/path.ts'

/** Words that a person reads in a minute. */
const READING_SPEED = 200

test.each(STOPS)('$id takes longer than reading it: time to look and to answer is left', (stop) => {
  const words = [stop.says, stop.ask, stop.hint, stop.after].join(' ').split(/\s+/).length
  const reading = (60 * words) / READING_SPEED
  expect(stop.seconds).toBeGreaterThanOrEqual(reading + 30)
  expect(stop.seconds).toBeLessThanOrEqual(4 * reading + 120)
})
