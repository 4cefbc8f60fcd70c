import { Random } from '../random/random.ts'
import type { Noise } from '../recipe/noise.ts'
import type { LabelledImages } from './data-set.ts'

/** Draws from the normal distribution that pixels take from, so that tens of millions of pixels take a moment. */
const DRAWS = 1 << 16

/**
 * Images with wrong labels and noise on their pixels, to see how a network learns them by heart. The same images, noise
 * and number of classes give the same bytes everywhere.
 * @param classes of the data set; with fewer than two no label can be wrong
 */
export function addNoise(images: LabelledImages, noise: Noise, classes: number): LabelledImages {
  return {
    ...images,
    labels: noise.wrongLabels > 0 && classes > 1 ? mislabel(images.labels, noise, classes) : images.labels,
    images: noise.pixels > 0 ? addToPixels(images.images, noise) : images.images,
  }
}

/** Exactly the share of labels, rounded to whole images, each one of the other classes with the same probability. */
function mislabel(labels: Uint8Array, { wrongLabels, seed }: Noise, classes: number): Uint8Array {
  const random = new Random(seed, 'wrong labels')
  const order = random.shuffle(Uint32Array.from(labels, (_, i) => i))
  const wrong = labels.slice()
  for (const i of order.subarray(0, Math.round(wrongLabels * labels.length))) {
    const other = random.integer(classes - 1)
    wrong[i] = other + (other >= labels[i]! ? 1 : 0)
  }
  return wrong
}

/** Normal noise on every pixel, rounded and kept between 0 and 255. */
function addToPixels(images: Uint8Array, { pixels, seed }: Noise): Uint8Array {
  const random = new Random(seed, 'pixel noise')
  const draws = Float64Array.from({ length: DRAWS }, () => 255 * pixels * random.normal())
  const noisy = new Uint8ClampedArray(images.length)
  for (let i = 0; i < images.length; i++) noisy[i] = images[i]! + draws[random.nextUint32() >>> 16]!
  return new Uint8Array(noisy.buffer)
}
