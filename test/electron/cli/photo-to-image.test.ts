import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { photoToImage } from '../../../electron/cli/predict/photo-to-image.ts'
import { readPng } from '../../../electron/cli/predict/read-png.ts'
import { makeFolder } from '../backend/tiny-workbench.ts'

type Shade = (x: number, y: number) => number

/** A slanted bar with a hook, in a picture of 120 × 200; `isForeground` decides its pixels. */
const isForeground = (x: number, y: number): boolean =>
  y >= 40 && y < 160 && ((x >= 50 && x < 62) || (y < 55 && x >= 30 && x < 62))

function readPicture(shade: Shade, alpha: Shade = () => 255): ReturnType<typeof readPng> {
  const png = new PNG({ width: 120, height: 200 })
  for (let y = 0; y < 200; y++) {
    for (let x = 0; x < 120; x++) {
      const k = 4 * (y * 120 + x)
      png.data.fill(shade(x, y), k, k + 3)
      png.data[k + 3] = alpha(x, y)
    }
  }
  const file = path.join(makeFolder(), 'digit.png')
  writeFileSync(file, PNG.sync.write(png))
  return readPng(file)
}

describe('photoToImage', () => {
  const makeOnWhite = (): Uint8Array => photoToImage(readPicture((x, y) => (isForeground(x, y) ? 20 : 235)))!

  it("fits the digit into 20 × 20 and brings its centre of mass to MNIST's place", () => {
    const onWhite = makeOnWhite()
    let mass = 0
    let massX = 0
    let massY = 0
    const rows = new Set<number>()
    const columns = new Set<number>()
    onWhite.forEach((value, k) => {
      if (value === 0) return
      const [x, y] = [k % 28, Math.floor(k / 28)]
      rows.add(y)
      columns.add(x)
      mass += value
      massX += value * (x + 0.5)
      massY += value * (y + 0.5)
    })
    expect(onWhite).toHaveLength(784)
    expect(rows.size).toBe(20)
    expect(columns.size).toBe(Math.round((32 * 20) / 120))
    expect(Math.abs(massX / mass - 14.5)).toBeLessThanOrEqual(0.5)
    expect(Math.abs(massY / mass - 14.5)).toBeLessThanOrEqual(0.5)
    expect(Math.max(...onWhite)).toBe(255)
  })

  it.each<[string, Shade, Shade?]>([
    ['light strokes on dark', (x, y) => (isForeground(x, y) ? 235 : 20)],
    ['strokes on transparent ground', () => 0, (x, y) => (isForeground(x, y) ? 255 : 0)],
    [
      'pale strokes on grey background with noise',
      (x, y) => (isForeground(x, y) ? 110 : 200 + ((x * 7 + y * 3) % 5) - 2),
    ],
  ])('gives the same for %s', (_, shade, alpha) => {
    const image = photoToImage(readPicture(shade, alpha))!
    const onWhite = makeOnWhite()
    // Noise may move a grey edge a little, never the shape.
    expect(Math.max(...image.map((value, k) => Math.abs(value - onWhite[k]!)))).toBeLessThan(12)
  })

  it('sees nothing in a picture of one shade', () => {
    expect(photoToImage(readPicture(() => 255))).toBe(null)
    expect(photoToImage(readPicture((x) => 200 + (x % 3)))).toBe(null)
  })
})
