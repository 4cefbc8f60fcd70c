import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PenStroke } from '#core/data/drawing.ts'
import { drawingSide, drawingToImage, FIELD_SIZE, DIGIT_SIZE } from '#core/data/network-input.ts'

interface Digit {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly mass: number
  /** Centre of mass in pixel numbers. */
  readonly x: number
  readonly y: number
}

function measure(image: Uint8Array | null): Digit {
  const columns: number[] = []
  const rows: number[] = []
  let mass = 0
  let x = 0
  let y = 0
  image!.forEach((value, k) => {
    if (value === 0) return
    columns.push(k % FIELD_SIZE)
    rows.push(Math.floor(k / FIELD_SIZE))
    mass += value
    x += value * columns.at(-1)!
    y += value * rows.at(-1)!
  })
  return {
    left: Math.min(...columns),
    right: Math.max(...columns),
    top: Math.min(...rows),
    bottom: Math.max(...rows),
    mass,
    x: x / mass,
    y: y / mass,
  }
}

const stroke = (...points: [number, number][]): PenStroke => points.map(([x, y]) => ({ x, y }))

/** A seven with a bar, in two strokes. */
const SEVEN = [stroke([10, 10], [60, 8], [35, 90]), stroke([22, 50], [55, 48])]

describe('a drawing as a network input', () => {
  it('is null while nothing is drawn', () => {
    expect(drawingToImage([])).toBeNull()
    expect(drawingToImage([[], []])).toBeNull()
  })

  it('fits 20 × 20 pixels with its aspect kept', () => {
    const upright = measure(drawingToImage([stroke([3, 0], [3, 500])]))
    expect(upright.bottom - upright.top + 1).toBe(DIGIT_SIZE)
    expect(upright.right - upright.left + 1).toBeLessThanOrEqual(4)
    const level = measure(drawingToImage([stroke([0, 0.002], [0.1, 0.002])]))
    expect(level.right - level.left + 1).toBe(DIGIT_SIZE)
    expect(level.bottom - level.top + 1).toBeLessThanOrEqual(4)
    const square = measure(drawingToImage([stroke([0, 0], [9, 0], [9, 9], [0, 9], [0, 0])]))
    expect([square.right - square.left + 1, square.bottom - square.top + 1]).toEqual([DIGIT_SIZE, DIGIT_SIZE])
  })

  it('has its centre of mass at pixel 14, as MNIST has', () => {
    const { x, y } = measure(drawingToImage(SEVEN))
    expect(Math.abs(x - 14)).toBeLessThanOrEqual(0.5)
    expect(Math.abs(y - 14)).toBeLessThanOrEqual(0.5)
  })

  it('does not depend on where and how large it is drawn', () => {
    const elsewhere = SEVEN.map((points) => points.map(({ x, y }) => ({ x: 4 * x + 1024, y: 4 * y - 512 })))
    expect(drawingToImage(elsewhere)).toEqual(drawingToImage(SEVEN))
  })

  it('has full brightness within the strokes, background beyond them and grey levels between', () => {
    const image = drawingToImage(SEVEN)!
    expect(Math.max(...image)).toBe(255)
    const grey = image.filter((value) => value > 0 && value < 255).length
    const covered = image.filter((value) => value > 0).length
    expect(grey).toBeGreaterThan(0.3 * covered)
    expect(covered).toBeLessThan(0.35 * image.length)
  })

  it('is not darker where strokes cross or are drawn twice', () => {
    expect(drawingToImage([...SEVEN, ...SEVEN])).toEqual(drawingToImage(SEVEN))
  })

  it('shows a dot as a dot', () => {
    const image = drawingToImage([stroke([5, 5])])
    const dot = measure(image)
    expect(dot.right - dot.left).toBeLessThanOrEqual(4)
    // the area of a disc as wide as the pen
    expect(dot.mass / 255).toBeCloseTo(Math.PI * 1.2 ** 2, 0)
    expect(drawingToImage([stroke([70, -3])])).toEqual(image)
    expect(drawingToImage([stroke([5, 5], [5, 5])])).toEqual(image)
  })

  it('leaves a drawing small that counts as a dot', () => {
    const jitter = [stroke([100, 100], [101, 100])]
    expect(measure(drawingToImage(jitter)).right - measure(drawingToImage(jitter)).left + 1).toBe(DIGIT_SIZE)
    const dot = measure(drawingToImage(jitter, { dotSize: 30 }))
    expect(dot.right - dot.left).toBeLessThanOrEqual(5)
    expect(drawingToImage(SEVEN, { dotSize: 30 })).toEqual(drawingToImage(SEVEN))
  })

  it('has more foreground with a wider pen, in the same square', () => {
    const masses = [1, 2, 3, 4, 5, 6].map((penWidth) => {
      const { mass, right, left, top, bottom } = measure(drawingToImage(SEVEN, { penWidth }))
      expect(Math.max(right - left, bottom - top) + 1).toBe(DIGIT_SIZE)
      return mass
    })
    expect(masses).toEqual([...masses].sort((a, b) => a - b))
    expect(masses[5]).toBeGreaterThan(3 * masses[0]!)
  })

  it('keeps the whole digit in the field, whatever is drawn', () => {
    const coordinate = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    const points = fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 12 })
    const strokes = fc.array(points, { maxLength: 4 }).filter((all) => all.some((one) => one.length > 0))
    fc.assert(
      fc.property(strokes, fc.double({ min: 1, max: 6, noNaN: true }), (drawing, penWidth) => {
        const image = drawingToImage(drawing, { penWidth })!
        expect(image).toHaveLength(FIELD_SIZE * FIELD_SIZE)
        const digit = measure(image)
        expect(digit.mass).toBeGreaterThan(0)
        expect(digit.right - digit.left + 1).toBeLessThanOrEqual(DIGIT_SIZE)
        expect(digit.bottom - digit.top + 1).toBeLessThanOrEqual(DIGIT_SIZE)
        // off the middle only where the box has reached the edge
        if (digit.left > 0 && digit.right < FIELD_SIZE - 1)
          expect(Math.abs(digit.x - 14)).toBeLessThanOrEqual(0.5001)
        if (digit.top > 0 && digit.bottom < FIELD_SIZE - 1)
          expect(Math.abs(digit.y - 14)).toBeLessThanOrEqual(0.5001)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a drawing for images of another size', () => {
  it.each([8, 14, 56])('is made in the same proportions, %i pixels a side', (side) => {
    const image = drawingToImage(SEVEN, { side })!
    expect(image).toHaveLength(side * side)
    const rows = Array.from({ length: side }, (_, y) => image.subarray(y * side, (y + 1) * side))
    const used = rows.filter((row) => row.some((value) => value > 0)).length
    expect(used).toBe(Math.round((side * DIGIT_SIZE) / FIELD_SIZE))
    expect(Math.max(...image)).toBeGreaterThan(150)
  })

  it('fits square grey images alone', () => {
    expect(drawingSide(784)).toBe(28)
    expect(drawingSide(64, { rows: 8, columns: 8, channels: 1 })).toBe(8)
    expect(drawingSide(30)).toBeNull()
    expect(drawingSide(4)).toBeNull()
    expect(drawingSide(64, { rows: 4, columns: 16, channels: 1 })).toBeNull()
    // Of another data set than the one that is here.
    expect(drawingSide(784, { rows: 8, columns: 8, channels: 1 })).toBe(28)
  })
})
