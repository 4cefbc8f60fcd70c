import { describe, expect, it } from 'vitest'
import type { GreyPicture } from '#core/data/pictures/grey-picture.ts'
import { pictureToImage } from '#core/data/pictures/picture-to-image.ts'

type Shade = (x: number, y: number) => number

const WIDTH = 120
const HEIGHT = 200

/** An upright bar with a hook, in a picture of 120 × 200. */
const isForeground = (x: number, y: number): boolean =>
  y >= 40 && y < 160 && ((x >= 50 && x < 62) || (y < 55 && x >= 30 && x < 62))

function makePicture(shade: Shade): GreyPicture {
  const grey = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, k) => shade(k % WIDTH, Math.floor(k / WIDTH)))
  return { width: WIDTH, height: HEIGHT, grey }
}

const read = (shade: Shade): Uint8Array | null => pictureToImage(makePicture(shade))

/** The digit with dark strokes on a light background that has another shade at each place. */
const onPaper =
  (paper: Shade): Shade =>
  (x, y) =>
    Math.round(paper(x, y) * (isForeground(x, y) ? 0.1 : 1))

describe('pictureToImage', () => {
  const makePlain = (): Uint8Array => read((x, y) => (isForeground(x, y) ? 20 : 235))!

  it("fits the digit into 20 × 20 and brings its centre of mass to MNIST's place", () => {
    const plain = makePlain()
    let mass = 0
    let massX = 0
    let massY = 0
    const rows = new Set<number>()
    const columns = new Set<number>()
    plain.forEach((value, k) => {
      if (value === 0) return
      const [x, y] = [k % 28, Math.floor(k / 28)]
      rows.add(y)
      columns.add(x)
      mass += value
      massX += value * (x + 0.5)
      massY += value * (y + 0.5)
    })
    expect(plain).toHaveLength(784)
    expect(rows.size).toBe(20)
    expect(columns.size).toBeGreaterThanOrEqual(5)
    expect(columns.size).toBeLessThanOrEqual(6)
    expect(Math.abs(massX / mass - 14.5)).toBeLessThanOrEqual(0.5)
    expect(Math.abs(massY / mass - 14.5)).toBeLessThanOrEqual(0.5)
    expect(Math.max(...plain)).toBe(255)
  })

  it.each<[string, Shade]>([
    ['light strokes on dark', (x, y) => (isForeground(x, y) ? 235 : 20)],
    [
      'pale strokes on grey paper with noise',
      (x, y) => (isForeground(x, y) ? 110 : 200 + ((x * 7 + y * 3) % 5) - 2),
    ],
    ['light that falls off by half from left to right', onPaper((x) => 240 * (1 - (0.5 * x) / WIDTH))],
    [
      'light that falls off towards the corners',
      onPaper((x, y) => 240 - ((x - 40) ** 2 + (y - 90) ** 2) / 120),
    ],
    ['a frame at the edge', (x, y) => (isForeground(x, y) || isAtEdge(x, y, 0) ? 20 : 235)],
    [
      'a frame farther in, a little askew',
      (x, y) => (isForeground(x, y) || isAtEdge(x, y, 6 + x / 40) ? 20 : 235),
    ],
    ['lines of ruled paper', (x, y) => (isForeground(x, y) ? 20 : (y + 0.04 * x) % 25 < 2 ? 120 : 235)],
    [
      'lines of squared paper, as dark as the strokes',
      (x, y) => (isForeground(x, y) || (y - 0.03 * x + 9) % 30 < 1.5 || (x + 0.03 * y) % 30 < 1.5 ? 20 : 235),
    ],
    ['the dark table beside the paper', (x, y) => (isForeground(x, y) || x > 105 - y / 50 ? 20 : 235)],
    ['dust', (x, y) => (isForeground(x, y) || (x > 90 && x < 93 && y > 180 && y < 183) ? 20 : 235)],
  ])('sees the same digit in spite of %s', (_, shade) => {
    const image = read(shade)!
    const plain = makePlain()
    const differences = image.map((value, k) => Math.abs(value - plain[k]!))
    const mean = differences.reduce((sum, each) => sum + each, 0) / plain.reduce((sum, each) => sum + each, 0)
    expect(mean).toBeLessThan(0.12)
  })

  it.each<[string, Shade]>([
    ['white paper', () => 255],
    ['paper with a faint pattern', (x) => 200 + (x % 3)],
    ['paper under light that falls off', (x, y) => 240 - x / 2 - y / 4],
    ['a frame alone', (x, y) => (isAtEdge(x, y, 3) ? 20 : 235)],
    ['ruled paper alone', (_, y) => (y % 25 < 2 ? 60 : 235)],
  ])('sees nothing on %s', (_, shade) => {
    expect(read(shade)).toBe(null)
  })

  it('brings the strokes of a fine pen and of a marker to widths that MNIST has', () => {
    const stroke = (width: number): number => {
      const image = read((x, y) => (Math.abs(x - 60) < width / 2 && y >= 40 && y < 160 ? 20 : 235))!
      // The middle row of the bar, as widths of full pixels.
      return image.subarray(14 * 28, 15 * 28).reduce((sum, value) => sum + value / 255, 0)
    }
    for (const width of [2, 4, 12, 24, 34]) {
      expect(stroke(width), `${width} pixels`).toBeGreaterThan(1.5)
      expect(stroke(width), `${width} pixels`).toBeLessThan(4.5)
    }
  })
})

function isAtEdge(x: number, y: number, inset: number): boolean {
  const depth = Math.min(x, y, WIDTH - 1 - x, HEIGHT - 1 - y)
  return depth >= inset && depth < inset + 2
}
