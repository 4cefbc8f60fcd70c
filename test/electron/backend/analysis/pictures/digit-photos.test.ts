import { describe, expect, it } from 'vitest'
import { pictureToImage } from '#core/data/pictures/picture-to-image.ts'
import { decodePicture } from '#backend/analysis/pictures/decode-picture.ts'
import { makeDigitPhoto, PHOTO_KINDS, writePhoto } from './digit-photos.ts'
import { trainReader } from './digit-reader.ts'

/** Pictures of each kind. */
const COUNT = 30

/** Share of what is read right of drawings that pictures must reach. */
const LEAST_SHARE = 0.95

/** Formats by turns; JPEG knows no transparency. */
const formatOf = (kind: string, index: number): 'jpeg' | 'png' | 'webp' => {
  if (index % 3 === 1) return 'webp'
  return kind === 'transparent' || index % 3 === 2 ? 'png' : 'jpeg'
}

describe('pictures of digits from outside', () => {
  const read = trainReader()

  /** Kinds of pictures and how a camera was held; turned ones are plain otherwise, in each of the eight ways by turns. */
  const cases: [string, string, (index: number) => number][] = [
    ...Object.keys(PHOTO_KINDS).map((kind): (typeof cases)[number] => [kind, kind, () => 1]),
    ['turned by EXIF', 'light falls off by 25 %', (index) => 1 + (index % 8)],
  ]

  it.each(cases)('%s: are read as well as the same digits drawn', async (name, kind, orientationOf) => {
    let drawnRight = 0
    let right = 0
    const misread: string[] = []
    for (let index = 0; index < COUNT; index++) {
      const photo = makeDigitPhoto(kind, index)
      if (read(photo.drawn) === photo.digit) drawnRight++
      const file = await writePhoto(photo, formatOf(kind, index), orientationOf(index))
      const image = pictureToImage(await decodePicture(file, `${name} ${index}`))
      const answer = image === null ? null : read(image)
      if (answer === photo.digit) right++
      else misread.push(`${index}: ${photo.digit} as ${answer}`)
    }
    expect(drawnRight).toBeGreaterThanOrEqual(0.9 * COUNT)
    expect(right, misread.join(', ')).toBeGreaterThanOrEqual(LEAST_SHARE * drawnRight)
  })
})
