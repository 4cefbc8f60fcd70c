import { expect, test } from 'vitest'
import { presentationZoom } from '../../../../renderer/model/learn/presentation-zoom.ts'

test('letters of a presentation take the same share of every picture on the wall', () => {
  const [small, large, largest] = [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
    { width: 3840, height: 2160 },
  ].map((size) => presentationZoom(size) / size.height)
  expect(large! / small!).toBeCloseTo(1, 1)
  expect(largest! / large!).toBeCloseTo(1, 1)
})

test('a window that is small already is not made larger than fits, and never smaller', () => {
  expect(presentationZoom({ width: 640, height: 480 })).toBe(1)
  expect(presentationZoom({ width: 1024, height: 640 })).toBeCloseTo(1.13, 2)
  // A narrow one is limited by its width.
  expect(presentationZoom({ width: 1000, height: 2000 })).toBeCloseTo(1.11, 2)
})
