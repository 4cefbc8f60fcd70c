import { readFileSync } from 'node:fs'
import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import type { WrittenNetwork } from '#core/formats/weight-format.ts'
import { PICTURE_COLOURS, weightPicturesWriter } from '#core/formats/weight-pictures/write-weight-pictures.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { tinyRecipe } from '../training/tiny-images.ts'

type Colour = readonly number[]

/** Three units of 5 × 5 weights: full below 0, full above 0, and a single one halfway in the corner at the lower right. */
const recipe: Recipe = {
  ...tinyRecipe(),
  layers: [{ ...tinyRecipe().layers[0]!, units: 3 }, tinyRecipe().layers[1]!],
}
const parameters = new Float64Array(10_000)
parameters.fill(-0.25, 0, 25)
parameters.fill(0.25, 25, 50)
parameters[74] = 0.125
const network: WrittenNetwork = { recipe, unknownFields: [], parameters }

async function draw(drawn: WrittenNetwork): Promise<{ png: PNG; bytes: Uint8Array }> {
  const bytes = await weightPicturesWriter.write(drawn, FORMAT_TOOLS)
  return { bytes, png: PNG.sync.read(Buffer.from(bytes), { checkCRC: true }) }
}

const at = ({ data, width }: PNG, x: number, y: number): number[] => [
  ...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3),
]
/** The middle of a weight: 8 pixels a weight, 2 weights between pictures, two of them side by side. */
const weightAt = (png: PNG, unit: number, row: number, column: number): number[] =>
  at(png, 8 * (2 + 7 * (unit % 2) + column) + 4, 8 * (2 + 7 * Math.floor(unit / 2) + row) + 4)
const mixed = (a: Colour, b: Colour, share: number): number[] =>
  a.map((from, c) => Math.round(from + share * (b[c]! - from)))

describe('pictures of weights', () => {
  it('have a square for each unit, in one scale with a sign', async () => {
    const { png } = await draw(network)
    const { negative, ground, positive, between } = PICTURE_COLOURS
    for (const [row, column] of [
      [0, 0],
      [2, 3],
      [4, 4],
    ] as const) {
      expect(weightAt(png, 0, row, column)).toEqual([...negative])
      expect(weightAt(png, 1, row, column)).toEqual([...positive])
    }
    expect(weightAt(png, 2, 0, 0)).toEqual([...ground])
    expect(weightAt(png, 2, 4, 4)).toEqual(mixed(ground, positive, 64 / 127))
    expect(at(png, 0, 0)).toEqual([...between])
  })

  it('say the weight of full colour, beside the scale and in words', async () => {
    const { png, bytes } = await draw(network)
    const text = new TextDecoder('latin1').decode(bytes)
    expect(text).toContain("Weights of the first layer's 3 units, 5 x 5 each, row by row.")
    expect(text).toContain('full colour 0.25.')
    // The numbers below the scale, read back from their pixels: dark ones, two by two.
    const rows = Array.from({ length: 7 }, (_, y) => png.height - 12 - 14 + 2 * y)
    const lines = rows.map((y) =>
      Array.from({ length: Math.floor(png.width / 2) }, (_, x) =>
        at(png, 2 * x, y)[0]! < 64 ? '#' : '.',
      ).join(''),
    )
    expect(lines[0]).toMatch(/^\.+###\.+###\.+#####\.+###\.+###\.+###\.+#####\.+$/)
  })

  it('are in the window’s colours', () => {
    const tokens = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8')
    const light = tokens.slice(0, tokens.indexOf('.dark'))
    const names = {
      negative: 'negative',
      ground: 'surface',
      positive: 'positive',
      between: 'border',
      text: 'text',
    }
    for (const [name, token] of Object.entries(names)) {
      const hex = PICTURE_COLOURS[name as keyof typeof names]
        .map((value) => value.toString(16).padStart(2, '0'))
        .join('')
      expect(light).toContain(`--${token}: #${hex};`)
    }
  })

  it.each([30, 1, 400])('of %d units fit a screen or come as small as they are', async (units) => {
    const wide: Recipe = {
      ...LECTURE_RECIPE,
      layers: [{ ...LECTURE_RECIPE.layers[0]!, units }, LECTURE_RECIPE.layers[1]!],
    }
    const { png } = await draw({
      recipe: wide,
      unknownFields: [],
      parameters: new Float64Array(784 * units + 10 * units + units + 10),
    })
    expect(png.width).toBeLessThan(3100)
    expect(png.width).toBeGreaterThan(240)
  })

  it('are refused where inputs are no square', () => {
    const [limit] = weightPicturesWriter.findLimits({ ...recipe, inputSize: 768 })
    expect(limit).toMatchObject({
      code: 'square',
      isBlocking: true,
      message: expect.stringContaining('768 inputs') as string,
    })
  })
})
