import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import { pictureToImage } from '#core/data/pictures/picture-to-image.ts'
import { loadDataSet } from '#data/data-sets.ts'

const mnist = process.env.BACKPROP_MNIST
const IMAGES = 100
/** Side of the pad, in pixels, and how large MNIST's image lies on it. */
const PAD = 280
/** Where, how large, and whether pixels flow into each other; how far shades are from MNIST's at most, on the average, of 255. */
const PLACES = [
  { scale: 4, left: 0, top: 0, isSmooth: false, most: 0.05 },
  { scale: 4, left: 160, top: 20, isSmooth: false, most: 0.05 },
  { scale: 8, left: 28, top: 50, isSmooth: false, most: 0.05 },
  { scale: 2, left: 200, top: 200, isSmooth: false, most: 0.05 },
  // Interpolated, their shades are others before the preparation sees them.
  { scale: 4, left: 60, top: 90, isSmooth: true, most: 10 },
] as const

/** An image as it lies on the pad, so many pixels for each of its own, which are squares or flow into each other. */
function layOnPad(image: Uint8Array, { scale, left, top, isSmooth }: (typeof PLACES)[number]): Uint8Array {
  const pad = new Uint8Array(PAD * PAD)
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= FIELD_SIZE || y >= FIELD_SIZE ? 0 : image[y * FIELD_SIZE + x]!
  const snap = (value: number): number => (isSmooth ? value : Math.round(value))
  for (let y = 0; y < FIELD_SIZE * scale; y++) {
    for (let x = 0; x < FIELD_SIZE * scale; x++) {
      const [u, v] = [snap((x + 0.5) / scale - 0.5), snap((y + 0.5) / scale - 0.5)]
      const [u0, v0] = [Math.floor(u), Math.floor(v)]
      const upper = at(u0, v0) * (u0 + 1 - u) + at(u0 + 1, v0) * (u - u0)
      const lower = at(u0, v0 + 1) * (u0 + 1 - u) + at(u0 + 1, v0 + 1) * (u - u0)
      pad[(top + y) * PAD + left + x] = Math.round(upper * (v0 + 1 - v) + lower * (v - v0))
    }
  }
  return pad
}

function centreOf(image: Uint8Array): { readonly x: number; readonly y: number } {
  let [mass, x, y] = [0, 0, 0]
  image.forEach((value, k) => {
    mass += value
    x += value * ((k % FIELD_SIZE) + 0.5)
    y += value * (Math.floor(k / FIELD_SIZE) + 0.5)
  })
  return { x: x / mass, y: y / mass }
}

const meanDifference = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, value, k) => sum + Math.abs(value - b[k]!), 0) / a.length

describe.skipIf(mnist === undefined)("MNIST's images put through the preparation", () => {
  it.each(PLACES)(
    'come back nearly unchanged from a pad at $left, $top, $scale times as large, smooth: $isSmooth',
    async (place) => {
      const { dataSet } = await loadDataSet('mnist', { dataFolder: '/', mnistFolder: path.resolve(mnist!) })
      const { images } = dataSet.test
      let difference = 0
      for (let k = 0; k < IMAGES; k++) {
        const image = images.subarray(k * 784, (k + 1) * 784)
        const again = pictureToImage({ width: PAD, height: PAD, grey: layOnPad(image, place) })!
        difference += meanDifference(image, again) / IMAGES
        const { x, y } = centreOf(again)
        expect(Math.abs(x - 14.5), `image ${k}`).toBeLessThanOrEqual(0.5)
        expect(Math.abs(y - 14.5), `image ${k}`).toBeLessThanOrEqual(0.5)
      }
      expect(difference).toBeLessThan(place.most)
    },
  )
})
