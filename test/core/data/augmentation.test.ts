import { describe, expect, it } from 'vitest'
import { augmentBatch } from '#core/data/augmentation.ts'
import type { LabelledImages } from '#core/data/data-set.ts'
import { makePenDigit } from '#core/data/pen-digits/pen-digits.ts'
import { augmentationSchema, type Augmentation } from '#core/recipe/augmentation.ts'

const COUNT = 40
const PIXELS = 28 * 28
const images = new Uint8Array(COUNT * PIXELS)
for (let i = 0; i < COUNT; i++) images.set(makePenDigit(1, 'training', i, i % 10), i * PIXELS)
const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 10)
const source: LabelledImages = { count: COUNT, rows: 28, columns: 28, images, labels }
const all = Uint32Array.from({ length: COUNT }, (_, i) => i)
const vary = (changes: Partial<Augmentation>, indices = all, epoch = 0): LabelledImages =>
  augmentBatch(source, indices, augmentationSchema.parse(changes), 1, epoch)

const image = ({ images }: LabelledImages, i: number): Uint8Array =>
  images.subarray(i * PIXELS, (i + 1) * PIXELS)
const brightness = (pixels: Uint8Array): number => pixels.reduce((sum, pixel) => sum + pixel, 0)

function centre(pixels: Uint8Array): [x: number, y: number] {
  let x = 0
  let y = 0
  pixels.forEach((pixel, p) => {
    x += pixel * (p % 28)
    y += pixel * Math.floor(p / 28)
  })
  return [x / brightness(pixels), y / brightness(pixels)]
}

describe('augmentation', () => {
  it('changes nothing where everything is off', () => {
    expect(vary({})).toEqual(source)
  })

  it.each<Partial<Augmentation>>([
    { shift: 2 },
    { rotation: 15 },
    { scale: 0.2 },
    { shear: 0.3 },
    { elasticStrength: 34, elasticSmoothness: 4 },
    { thickness: 1 },
  ])('varies images by %o, repeatably, anew in each epoch, whatever the grouping', (changes) => {
    const varied = vary(changes)
    expect(varied.labels).toEqual(source.labels)
    expect(varied.images).not.toEqual(source.images)
    expect(vary(changes)).toEqual(varied)
    expect(vary(changes, all, 1).images).not.toEqual(varied.images)
    const some = vary(changes, Uint32Array.of(7, 3))
    expect(image(some, 0)).toEqual(image(varied, 7))
    expect(image(some, 1)).toEqual(image(varied, 3))
  })

  it('with a shear of 0.2 moves the top by up to a tenth of the height, and the bottom as far to the other side', () => {
    const bars = images.map((_, p) => (p % 28 === 14 ? 255 : 0))
    const varied = augmentBatch(
      { ...source, images: bars },
      all,
      augmentationSchema.parse({ shear: 0.2 }),
      1,
      0,
    )
    const middleOf = (row: Uint8Array): number =>
      row.reduce((sum, pixel, x) => sum + pixel * x, 0) / brightness(row)
    const moves = Array.from({ length: COUNT }, (_, i) => {
      const [top, bottom] = [0, 27].map((y) => image(varied, i).subarray(y * 28, (y + 1) * 28))
      return [middleOf(top!) - 14, middleOf(bottom!) - 14] as const
    })
    for (const [top, bottom] of moves) expect(top + bottom).toBeCloseTo(0, 1)
    const largest = Math.max(...moves.map(([top]) => Math.abs(top)))
    expect(largest).toBeLessThanOrEqual(0.1 * 28)
    expect(largest).toBeGreaterThan(0.09 * 28)
  })

  it('shifts by at most so many pixels', () => {
    const varied = vary({ shift: 2 })
    let largest = 0
    for (let i = 0; i < COUNT; i++) {
      const [before, after] = [centre(image(source, i)), centre(image(varied, i))]
      for (const k of [0, 1]) largest = Math.max(largest, Math.abs(after[k]! - before[k]!))
    }
    expect(largest).toBeGreaterThan(1)
    expect(largest).toBeLessThanOrEqual(2.05)
  })

  it('keeps the brightness when it turns, and changes it with size and thickness', () => {
    const ratio = (changes: Partial<Augmentation>): number[] => {
      const varied = vary(changes)
      return Array.from(all, (i) => brightness(image(varied, i)) / brightness(image(source, i)))
    }
    for (const share of ratio({ rotation: 20 })) expect(Math.abs(share - 1)).toBeLessThan(0.06)
    expect(Math.max(...ratio({ scale: 0.2 }))).toBeGreaterThan(1.2)
    expect(Math.min(...ratio({ scale: 0.2 }))).toBeLessThan(0.8)
    expect(Math.max(...ratio({ thickness: 1 }))).toBeGreaterThan(1.3)
    expect(Math.min(...ratio({ thickness: 1 }))).toBeLessThan(0.7)
  })
})
