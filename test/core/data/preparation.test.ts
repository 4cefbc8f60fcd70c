import { describe, expect, it } from 'vitest'
import type { PenStroke } from '#core/data/drawing.ts'
import { drawingToImage } from '#core/data/network-input.ts'
import type { GreyPicture } from '#core/data/pictures/grey-picture.ts'
import { digitToImages, findDigit, pictureToImage } from '#core/data/pictures/picture-to-image.ts'
import {
  ALL_STEPS,
  PREPARATION_STEPS,
  type PreparationMask,
  type PreparationStep,
  stepsUpTo,
  withStep,
} from '#core/data/preparation.ts'

/** A small seven, high on the left of its surface of 280. */
const SEVEN: PenStroke[] = [
  [
    { x: 40, y: 30, pressure: 0.8 },
    { x: 80, y: 30, pressure: 0.8 },
    { x: 60, y: 100, pressure: 0.8 },
  ],
]

/** The same as dark strokes on a light picture of 280 × 280. */
function makePicture(): GreyPicture {
  const grey = new Uint8Array(280 * 280).fill(200)
  for (let y = 25; y < 105; y++) {
    for (let x = 35; x < 90; x++) {
      const isBar = y < 36 && x < 86
      const isLeg = y >= 36 && Math.abs(x - (80 - ((y - 30) * 20) / 70)) < 5
      if (isBar || isLeg) grey[y * 280 + x] = 100
    }
  }
  return { width: 280, height: 280, grey }
}

interface Measures {
  readonly left: number
  readonly top: number
  readonly longer: number
  readonly brightest: number
  readonly greys: number
  readonly x: number
}

function measure(image: Uint8Array): Measures {
  const inked = [...image.keys()].filter((k) => image[k]! > 0)
  const columns = inked.map((k) => k % 28)
  const rows = inked.map((k) => Math.floor(k / 28))
  const mass = image.reduce((sum, value) => sum + value, 0)
  const [left, top] = [Math.min(...columns), Math.min(...rows)]
  return {
    ...{ left, top, longer: Math.max(Math.max(...columns) - left, Math.max(...rows) - top) + 1 },
    brightest: Math.max(...image),
    greys: new Set(image).size - 2,
    x: inked.reduce((sum, k) => sum + image[k]! * ((k % 28) + 0.5), 0) / mass,
  }
}

const pictures = digitToImages(findDigit(makePicture())!, 28)!
const SOURCES: readonly [string, (steps: PreparationMask) => Uint8Array][] = [
  ['a drawing', (steps) => drawingToImage(SEVEN, { side: 28, dotSize: 24, surface: 280, steps })!],
  ['a picture', (steps) => pictures.subarray(steps * 784, (steps + 1) * 784)],
]
const without = (...steps: PreparationStep[]): PreparationMask =>
  steps.reduce((mask, step) => withStep(mask, step, false), ALL_STEPS)

describe.each(SOURCES)('the steps that %s goes through', (name, prepare) => {
  it('give with all of them what it is by itself', () => {
    const whole =
      name === 'a drawing' ? drawingToImage(SEVEN, { side: 28, dotSize: 24 }) : pictureToImage(makePicture())
    expect(prepare(ALL_STEPS)).toEqual(whole)
    expect(prepare(stepsUpTo(ALL_STEPS, 'centre'))).toEqual(whole)
  })

  it('each change it, as its name says', () => {
    const all = measure(prepare(ALL_STEPS))
    expect(all.longer).toBe(20)
    for (const step of PREPARATION_STEPS) expect(prepare(without(step)), step).not.toEqual(prepare(ALL_STEPS))
    // As it lies: high on the left, as small as it is, in black and one grey.
    const raw = measure(prepare(0))
    expect(raw.left).toBeLessThan(6)
    expect(raw.top).toBeLessThan(5)
    expect(raw.longer).toBeLessThan(12)
    expect(raw.greys).toBe(0)
    expect(measure(prepare(without('fit'))).longer).toBeLessThan(12)
    expect(measure(prepare(without('crop', 'centre'))).left).toBeLessThan(9)
    expect(measure(prepare(without('anti-alias'))).greys).toBe(0)
    expect(all.greys).toBeGreaterThan(10)
    expect(Math.abs(all.x - 14.5)).toBeLessThanOrEqual(0.5)
  })

  it('leave ink as faint as it was without intensity', () => {
    const { brightest } = measure(prepare(without('intensity')))
    expect(brightest).toBeCloseTo(name === 'a drawing' ? 0.8 * 255 : 100, -1)
    expect(measure(prepare(ALL_STEPS)).brightest).toBe(255)
  })
})

it('a mouse, whose pressure is not known, leaves half of the ink without intensity', () => {
  const strokes = SEVEN.map((stroke) => stroke.map(({ x, y }) => ({ x, y })))
  const image = drawingToImage(strokes, { surface: 280, steps: without('intensity') })!
  expect(Math.max(...image)).toBe(128)
})
