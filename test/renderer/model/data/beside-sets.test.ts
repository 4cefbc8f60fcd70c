import { describe, expect, it } from 'vitest'
import {
  describeMisfits,
  listClassRows,
  meanDifference,
  meanOf,
} from '../../../../renderer/model/data/beside-sets.ts'

const set = (title: string, classNames: string[], side = 28) => ({
  ...{ title, classNames },
  ...{ rows: side, columns: side },
})
const DIGITS = Array.from({ length: 10 }, (_, k) => String(k))

describe('the classes of data sets beside each other', () => {
  it('go together by their names, in the order of the first', () => {
    const rows = listClassRows([
      set('A', ['a', 'b', 'c']),
      set('B', ['C', 'B']),
      set('C', ['b', 'c', 'd', 'a']),
    ])
    expect(rows).toEqual([
      { name: 'a', labels: [0, null, 3] },
      { name: 'b', labels: [1, 1, 0] },
      { name: 'c', labels: [2, 0, 1] },
      { name: 'd', labels: [null, null, 2] },
    ])
  })

  it('go together by their labels where the names are others', () => {
    const clothes = set('Clothes', ['shirt', 'shoe', 'bag'])
    expect(listClassRows([set('Two', ['0', '1']), clothes])).toEqual([
      { name: '0', labels: [0, 0] },
      { name: '1', labels: [1, 1] },
      { name: 'bag', labels: [null, 2] },
    ])
  })

  it('are told in words where they or the images do not fit', () => {
    expect(describeMisfits(set('MNIST', DIGITS), set('Mine', DIGITS))).toEqual([])
    expect(describeMisfits(set('MNIST', DIGITS), set('Clothes', ['shirt', 'shoe'], 8))).toEqual([
      'MNIST has images of 28 × 28 pixels, Clothes of 8 × 8: there is no difference of them.',
      'MNIST has 10 classes, Clothes 2.',
      'The classes of Clothes have other names than those of MNIST; they go together by their labels, the first with the first.',
    ])
  })
})

describe('mean images beside each other', () => {
  const means = { rows: 1, columns: 2, counts: [3, 0], images: Uint8Array.of(0, 255, 0, 0) }

  it('differ by their brightness, pixel by pixel', () => {
    const first = meanOf(means, 0)
    expect(meanDifference(first, Uint8Array.of(255, 0))).toEqual({
      values: Float32Array.of(1, -1),
      distance: 1,
    })
    expect(meanDifference(first, Uint8Array.of(51, 255))!.distance).toBeCloseTo(0.1, 6)
  })

  it('have no difference where a class has no images, or the images another size', () => {
    expect(meanOf(means, 1)).toBeNull()
    expect(meanOf(means, null)).toBeNull()
    expect(meanDifference(meanOf(means, 0), null)).toBeNull()
    expect(meanDifference(meanOf(means, 0), new Uint8Array(64))).toBeNull()
  })
})
