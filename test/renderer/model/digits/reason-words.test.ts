import { expect, it } from 'vitest'
import { describeChange, describeNearest } from '../../../../renderer/model/digits/reason-words.ts'
import { describePixels, reasonPictures } from '../../../../renderer/model/inspect/reasons.ts'

it('the nearest images are counted by their labels, the most frequent first', () => {
  const nearest = [1, 7, 7, 1, 7, 9].map((label, index) => ({ index, label, distance: index }))
  expect(describeNearest({ nearest, compared: 50_000 }, String)).toBe(
    'Of the 6 nearest of 50,000 training images, 3 are labelled 7, 2 are labelled 1 and 1 is labelled 9.',
  )
  expect(describeNearest({ nearest: nearest.slice(1, 3), compared: 50_000 }, String)).toBe(
    'All 2 nearest of 50,000 training images are labelled 7.',
  )
})

it('a change is told by how many pixels are seen to change, and by how much', () => {
  const change = (...to: number[]): string =>
    describeChange(Uint8Array.of(0, 100, 255), Uint8Array.from(to), '8')
  const way = 'by more than 10\u00a0% of the way from black to white'
  expect(change(51, 0, 255)).toBe(
    `2 pixels change ${way}, none by more than 39\u00a0%, and it is read as an 8.`,
  )
  expect(change(51, 100, 255)).toBe(`One pixel changes ${way}, by 20\u00a0%, and it is read as an 8.`)
  expect(change(10, 100, 255)).toBe(`No pixel changes ${way}, and it is read as an 8.`)
})

it('pixels are pictured for the answer, against it, and as the difference, each with its sum and sign', () => {
  const reasons = {
    ...{ outputs: new Float64Array(10), hidden: [], said: 7, other: 1 },
    ...{ forSaid: Float64Array.of(1, 0.25), forOther: Float64Array.of(-1.5, 0.5) },
  }
  const pictures = reasonPictures(reasons, String)
  expect(pictures.map(({ title, sum }) => [title, sum])).toEqual([
    ['For 7', 'together +1.250'],
    ['For 1', 'together −1.000'],
    ['For 7 against 1', 'together +2.250'],
  ])
  expect([...pictures[2]!.values]).toEqual([2.5, -0.25])
  expect(describePixels(reasons, String)).toMatch(/On the right, blue speaks for a 7 rather than a 1\.$/)
  expect(reasonPictures({ ...reasons, other: null, forOther: null }, String)).toHaveLength(1)
})
