import { describe, expect, it } from 'vitest'
import { findSlices, measureShapes, measureSlices } from '#core/evaluation/slices.ts'

const SIDE = 20

/** An image of a bar from top to bottom. @param lean pixels to the right from each row to the one above */
function bar(width: number, lean = 0): number[] {
  return Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [row, column] = [Math.floor(at / SIDE), at % SIDE]
    const left = 8 + lean * (SIDE / 2 - row)
    const isOutside = row < 2 || row > 17
    return isOutside
      ? 0
      : Math.round(255 * Math.max(0, Math.min(1, column + 1 - left, left + width - column)))
  })
}

function shapesOf(images: readonly (readonly number[])[]): ReturnType<typeof measureShapes> {
  const count = images.length
  const labels = new Uint8Array(count)
  return measureShapes({ count, rows: SIDE, columns: SIDE, images: Uint8Array.from(images.flat()), labels })
}

describe('shapes of images', () => {
  it('are the widths of strokes', () => {
    const { strokeWidths } = shapesOf([bar(1), bar(2), bar(4)])
    // A bar has two short ends besides.
    expect(strokeWidths[0]).toBeGreaterThan(0.8)
    expect(strokeWidths[0]).toBeLessThan(1.05)
    expect(strokeWidths[1]! / strokeWidths[0]!).toBeCloseTo(1.9, 0)
    expect(strokeWidths[2]! / strokeWidths[1]!).toBeCloseTo(1.8, 0)
  })

  it('are how far they lean, to the right where that is positive', () => {
    const { leanings } = shapesOf([bar(2, 0.3), bar(2, -0.3), bar(2)])
    expect(leanings[0]).toBeCloseTo(0.3, 2)
    expect(leanings[1]).toBeCloseTo(-0.3, 2)
    expect(leanings[2]).toBeCloseTo(0, 6)
  })

  it('are 0 of an empty and of a flat image', () => {
    const flat = Array.from({ length: SIDE * SIDE }, (_, at) => (Math.floor(at / SIDE) === 9 ? 255 : 0))
    const { strokeWidths, leanings } = shapesOf([new Array<number>(SIDE * SIDE).fill(0), flat])
    expect([...leanings]).toEqual([0, 0])
    expect(strokeWidths[0]).toBe(0)
  })
})

describe('slices', () => {
  const widths = [3, 1, 2, 4, 1, 2, 3, 4]
  const shapes = shapesOf(widths.map((width, k) => bar(width, 0.05 * (k - 4))))

  it('are quarters by shape and halves by place', () => {
    const byCode = Object.fromEntries(findSlices(shapes).map((slice) => [slice.code, slice.indices]))
    expect(byCode).toEqual({
      thin: [1, 4],
      thick: [3, 7],
      'left-leaning': [0, 1],
      'right-leaning': [6, 7],
      'first-half': [0, 1, 2, 3],
      'last-half': [4, 5, 6, 7],
    })
  })

  it('have their accuracy with its interval', () => {
    const labels = Uint8Array.from({ length: 8 }, () => 1)
    const predictions = labels.slice()
    predictions[1] = 2
    const thin = measureSlices(predictions, labels, shapes).find(({ code }) => code === 'thin')!
    expect(thin).toMatchObject({ correct: 1, total: 2 })
    expect(thin.interval.low).toBeLessThan(0.1)
    expect(thin.bound).toBeCloseTo(shapes.strokeWidths[1]!, 6)
  })

  it('are none of fewer than eight images', () => {
    expect(findSlices(shapesOf(widths.slice(1).map((width) => bar(width))))).toEqual([])
  })
})
