import { expect, test } from 'vitest'
import { STOPS } from '../../../../../renderer/model/learn/path/path.ts'
import { minutesOf, secondsOf } from '../../../../../renderer/model/learn/path/stop-time.ts'

const step = STOPS.find(({ id }) => id === 'step')!

test('the time of a stop is that of its words and those of its view, its actions, and what is looked at and waited for', () => {
  const words = (count: number): string => new Array<string>(count).fill('word').join(' ')
  const bare = { ...step, ...{ says: words(50), ask: words(20), hint: words(10), after: words(20) } }
  // 100 words and 50 of the view take 60 s, 4 actions 20 s.
  expect(secondsOf({ ...bare, time: { actions: 4, screen: 50, think: 60, wait: 15 } })).toBe(160)
  expect(secondsOf({ ...bare, time: { actions: 4, screen: 0, think: 30, wait: 0 } })).toBe(90)
})

test.each(STOPS)('$id takes between one and four minutes', (stop) => {
  expect(secondsOf(stop)).toBeGreaterThanOrEqual(60)
  expect(secondsOf(stop)).toBeLessThanOrEqual(240)
})

test('the short path takes about half an hour, and the whole one about an hour', () => {
  expect(minutesOf(STOPS.filter(({ isShort }) => isShort))).toBeLessThanOrEqual(35)
  expect(minutesOf(STOPS)).toBeLessThanOrEqual(65)
})
