import { describe, expect, it } from 'vitest'
import {
  layOut,
  type Picture,
  type PictureEdge,
} from '../../../../renderer/model/learn/microscope/picture.ts'

/** Of a number with its derivative below it, in pixels. */
const NUMBER = { width: 42, height: 24 }

function pictureOf(units: readonly number[], isExpanded: boolean, width: number, height: number): Picture {
  const layers = units.map((count) => ({ units: [...Array(count).keys()], rest: 0 }))
  return layOut({ layers, isExpanded }, { width, height })
}

const numbersOf = ({ edges }: Picture): PictureEdge[] => edges.filter(({ isParameter }) => isParameter)

/** Pairs of numbers that touch, and numbers that lie on a node. */
function crowded(picture: Picture, numbers: readonly PictureEdge[]): string[] {
  const pairs = numbers.flatMap((a, k) =>
    numbers
      .slice(k + 1)
      .filter(
        (b) => Math.abs(a.labelX - b.labelX) < NUMBER.width && Math.abs(a.labelY - b.labelY) < NUMBER.height,
      )
      .map((b) => `${a.id} and ${b.id}`),
  )
  const onNodes = numbers.flatMap((a) =>
    picture.nodes
      .filter(
        ({ x, y, radius }) =>
          Math.abs(a.labelX - x) < NUMBER.width / 2 + radius &&
          Math.abs(a.labelY - y) < NUMBER.height / 2 + radius,
      )
      .map(({ id }) => `${a.id} on ${id}`),
  )
  return [...pairs, ...onNodes]
}

describe('the numbers of weights and biases', () => {
  it.each([
    { units: [2, 2, 2], isExpanded: true, width: 624, height: 240 },
    { units: [2, 2, 2], isExpanded: false, width: 480, height: 240 },
    { units: [2, 3, 2], isExpanded: false, width: 624, height: 300 },
    { units: [2, 2, 2], isExpanded: true, width: 1000, height: 400 },
  ])('touch neither each other nor a node: %o', ({ units, isExpanded, width, height }) => {
    const picture = pictureOf(units, isExpanded, width, height)
    expect(crowded(picture, numbersOf(picture))).toEqual([])
  })

  it('of a layer of many are clear of those that are shown with them', () => {
    const picture = pictureOf([8, 8, 4], false, 900, 500)
    for (const unit of [0, 3, 7]) {
      const shown = numbersOf(picture).filter(({ to }) => to === `y:1:${unit}`)
      expect(shown).toHaveLength(9)
      expect(crowded(picture, shown)).toEqual([])
    }
  })
})
