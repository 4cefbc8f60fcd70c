import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { WorkProgress } from '../../../electron/worker/work-progress.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => vi.useRealTimers())

it('estimates nothing by the start of the first job, whose pace is not that of the rest', () => {
  const progress = new WorkProgress([1, 1, 1, 1])
  vi.advanceTimersByTime(1500)
  // By this pace all would take 15 s.
  expect(progress.report(0, 0.4)).toEqual({ share: 0.1, remainingMs: null })
  vi.advanceTimersByTime(500)
  expect(progress.report(1, 0)).toEqual({ share: 0.25, remainingMs: 6000 })
})

it('estimates by a first job that takes long, and by short jobs once a moment has passed', () => {
  const long = new WorkProgress([1, 1])
  vi.advanceTimersByTime(5000)
  expect(long.report(0, 0.5)).toEqual({ share: 0.25, remainingMs: 15_000 })
  const short = new WorkProgress([1, 1, 1, 1])
  vi.advanceTimersByTime(100)
  expect(short.report(1, 0)!.remainingMs).toBeNull()
  vi.advanceTimersByTime(300)
  expect(short.report(2, 0)!.remainingMs).toBe(400)
})

it('reports at most 20 times a second', () => {
  const progress = new WorkProgress([1])
  expect(progress.report(0, 0)).not.toBeNull()
  vi.advanceTimersByTime(20)
  expect(progress.report(0, 0.1)).toBeNull()
})
