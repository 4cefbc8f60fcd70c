import { describe, expect, it } from 'vitest'
import { profileDataSet } from '#core/data/data-profile.ts'
import type { LabelledImages } from '#core/data/data-set.ts'
import { findImages, type ImageKind } from '#core/data/find-images.ts'
import { meanImages } from '#core/data/mean-images.ts'

/** Images of one pixel each. */
const imagesOf = (pixels: readonly number[], labels: readonly number[]): LabelledImages => ({
  ...{ count: pixels.length, rows: 1, columns: 1 },
  images: Uint8Array.from(pixels),
  labels: Uint8Array.from(labels),
})
//                       0   1   2   3   4   5
const training = imagesOf([10, 20, 10, 30, 20, 40], [0, 1, 0, 1, 0, 1])
const test = imagesOf([30, 50, 50], [1, 0, 0])
const profile = profileDataSet({ training, test }, 2)
const found = (part: 'training' | 'test', kind: ImageKind, label: number | null = null): number[] => [
  ...findImages(profile, { part, label, kind }),
]

describe('the images of a file', () => {
  it('are found by their label', () => {
    expect(found('training', 'all')).toEqual([0, 1, 2, 3, 4, 5])
    expect(found('training', 'all', 1)).toEqual([1, 3, 5])
    expect(found('test', 'all', 0)).toEqual([1, 2])
  })

  it('that come twice stand beside each other, wherever their twin is', () => {
    expect(found('training', 'twins')).toEqual([0, 2, 1, 4, 3])
    expect(found('test', 'twins')).toEqual([0, 1, 2])
    expect(found('training', 'twins', 0)).toEqual([0, 2, 4])
  })

  it('are told from those that the other file has, and from those with two labels', () => {
    expect(found('training', 'shared')).toEqual([3])
    expect(found('test', 'shared')).toEqual([0])
    expect(found('training', 'conflicts')).toEqual([1, 4])
    expect(found('test', 'conflicts')).toEqual([])
  })
})

it('the mean image of a class is the mean of each pixel, black where there is none', () => {
  const images: LabelledImages = {
    ...{ count: 3, rows: 1, columns: 2 },
    images: Uint8Array.from([0, 100, 255, 101, 7, 9]),
    labels: Uint8Array.from([0, 0, 2]),
  }
  expect(meanImages(images, 3)).toEqual({
    ...{ rows: 1, columns: 2, counts: [2, 0, 1] },
    images: Uint8Array.from([128, 101, 0, 0, 7, 9]),
  })
})
