import { expect, test } from 'vitest'
import { STOPS } from '../../../../../renderer/model/learn/path/path.ts'
import { minutesOf, secondsOf } from '../../../../../renderer/model/learn/path/stop-time.ts'

const step = STOPS.find(({ id }) => id === 'step')!

test('the time of a stop is that of its words, its actions, and what is looked at and waited for', () => {
  const words = (count: number): string => new Array<string>(count).fill('word').join(' ')
  const bare = { ...step, ...{ says: words(50), ask: words(20), hint: words(10), after: words(20) } }
  // 100 words take 30 s, 4 actions 20 s.
  expect(secondsOf({ ...bare, time: { actions: 4, think: 60, wait: 15 } })).toBe(130)
  expect(secondsOf({ ...bare, time: { actions: 4, think: 30, wait: 0 } })).toBe(80)
})

test.each(STOPS)('$id takes between one and four minutes', (stop) => {
  expect(secondsOf(stop)).toBeGreaterThanOrEqual(60)
  expect(secondsOf(stop)).toBeLessThanOrEqual(240)
})

test('the short path takes less than half an hour, and the whole one less than an hour', () => {
  expect(minutesOf(STOPS.filter(({ isShort }) => isShort))).toBeLessThan(30)
  expect(minutesOf(STOPS)).toBeLessThan(60)
})
