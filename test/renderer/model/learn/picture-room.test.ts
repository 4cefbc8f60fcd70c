import { expect, test } from 'vitest'
import { layOut, type Picture } from '../../../../renderer/model/learn/microscope/picture.ts'
import {
  haveDerivativesRoom,
  numberedEdges,
} from '../../../../renderer/model/learn/microscope/picture-edges.ts'

/** As a cut through a run is drawn: three inputs, three hidden units, two outputs, and what is not drawn. */
function cut(width: number, height: number): Picture {
  const layers = [3, 3, 2].map((count, k) => ({ units: [...Array(count).keys()], rest: k === 2 ? 0 : 27 }))
  return layOut({ layers, isExpanded: false }, { width, height })
}
const firstLayer = (picture: Picture, interest: readonly string[] = []): string[] =>
  [...numberedEdges(picture, interest)].filter((id) => /^[wb]:1:/.test(id))

test('numbers stand on all lines of a cut where they have room, in a small picture on those of the chosen unit', () => {
  expect(firstLayer(cut(1200, 420))).toHaveLength(12)
  expect(firstLayer(cut(600, 200))).toEqual([])
  expect(firstLayer(cut(600, 200), ['y:1:1']).toSorted()).toEqual(['b:1:1', 'w:1:0>1', 'w:1:1>1', 'w:1:2>1'])
})

test('a small network has its numbers in every window', () => {
  const layers = [2, 2, 2].map((count) => ({ units: [...Array(count).keys()], rest: 0 }))
  const picture = layOut({ layers, isExpanded: true }, { width: 560, height: 200 })
  expect(numberedEdges(picture, []).size).toBe(12)
})

test('derivatives stand below units that are a line apart', () => {
  expect(haveDerivativesRoom(cut(1200, 420))).toBe(true)
  expect(haveDerivativesRoom(cut(600, 200))).toBe(false)
})
