import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { cellStrength, LEGEND_SHARES } from '../../../../renderer/model/inspect/cell-shade.ts'
import { errorScale } from '../../../../renderer/model/inspect/error-scale.ts'

type Rgb = readonly [number, number, number]

const tokens = readFileSync(path.join(import.meta.dirname, '../../../../renderer/styles/tokens.css'), 'utf8')
const [light = '', dark = ''] = tokens.split('.dark {')

function colourOf(theme: string, name: string): Rgb {
  const hex = new RegExp(`--${name}: #([0-9a-f]{6});`).exec(theme)![1]!
  return [0, 2, 4].map((k) => parseInt(hex.slice(k, k + 2), 16) / 255) as unknown as Rgb
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((v) =>
    v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4,
  ) as unknown as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)

/** CIE lightness, 0 to 100, of a luminance. */
const lightness = (y: number): number => (y <= 216 / 24389 ? (y * 24389) / 27 : 116 * Math.cbrt(y) - 16)

describe.each([
  ['light', light],
  ['dark', dark],
])('a cell of the confusion matrix in the %s theme', (_name, theme) => {
  const shade = (share: number): number => {
    const [surface, negative] = [colourOf(theme, 'surface'), colourOf(theme, 'negative')]
    const part = cellStrength(share) / 100
    return luminance(surface.map((v, k) => v + (negative[k]! - v) * part) as unknown as Rgb)
  }

  it('carries a number that can be read, whatever the share', () => {
    for (let share = 0.0005; share <= 1; share *= 1.05) {
      const cell = shade(share)
      // As the component chooses it by the cell's lightness.
      const number = lightness(cell) < 49.44 ? 1 : 0
      expect(contrast(cell, number)).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('tells shares apart that differ much, large ones too', () => {
    const steps = [1 / 400, 8 / 400, 43 / 400, 150 / 400, 388 / 400].map((share) => lightness(shade(share)))
    const distances = steps.slice(1).map((value, k) => Math.abs(value - steps[k]!))
    for (const distance of distances) expect(distance).toBeGreaterThan(5)
    // 43 and 388 of 400 had one colour.
    expect(Math.abs(lightness(shade(43 / 400)) - lightness(shade(388 / 400)))).toBeGreaterThan(15)
  })
})

describe('the strength of a cell', () => {
  it('rises with the share, from nothing to all', () => {
    expect([0, 1, 2].map(cellStrength)).toEqual([0, 100, 100])
    const strengths = LEGEND_SHARES.map(cellStrength)
    expect(strengths).toEqual([...strengths].sort((a, b) => a - b))
    expect(strengths[0]).toBeGreaterThan(10)
  })
})

describe('the scale of errors', () => {
  it.each([
    [[0, 0], 0.01],
    [[0.002, 0.018], 0.02],
    [[0.05, 0.0466], 0.05],
    [[0.051, 0.2], 0.2],
    [[0.6, 0.35], 1],
  ])('for %j ends at %f', (errors, end) => {
    expect(errorScale(errors)).toBe(end)
  })
})
