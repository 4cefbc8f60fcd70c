import { expect, test } from 'vitest'
import { layOut, pictureScale, type Picture } from '../../../../renderer/model/learn/microscope/picture.ts'
import { clearTexts } from '../../../../renderer/model/learn/microscope/picture-clear.ts'
import { numberedEdges } from '../../../../renderer/model/learn/microscope/picture-edges.ts'
import { sourcesOf } from '../../../../renderer/model/learn/microscope/picture-sources.ts'

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

/** Nodes whose derivatives are shown, where all have one. */
const derivativesOf = (picture: Picture, chosen: string | null = null): string[] => {
  const labels = { name: null, number: '0.000', derivative: '∂ −0.000' }
  return [
    ...clearTexts(
      picture,
      new Set(),
      () => labels,
      (id) => id === chosen,
    ).derivatives,
  ]
}

test('derivatives stand below units that are a line apart, and never on the unit below', () => {
  expect(derivativesOf(cut(1200, 420))).toEqual(
    expect.arrayContaining(['x:0', 'x:1', 'y:1:0', 'y:1:1', 'y:2:0']),
  )
  const low = cut(600, 200)
  expect(derivativesOf(low)).not.toContain('y:1:1')
  expect(derivativesOf(low, 'y:1:1')).not.toContain('y:1:1')
})

const shape = {
  layers: [2, 2, 2].map((count) => ({ units: [...Array(count).keys()], rest: 0 })),
  isExpanded: true,
}

test('a picture is drawn larger, letters and all, only where that leaves it its air', () => {
  expect(pictureScale(shape, { width: 560, height: 200 })).toBe(1)
  const large = { width: 1500, height: 640 }
  const scale = pictureScale(shape, large)
  expect(scale).toBeGreaterThan(1.5)
  const picture = layOut(shape, { width: large.width / scale, height: large.height / scale })
  expect(numberedEdges(picture, []).size).toBe(12)
  expect(derivativesOf(picture)).toEqual(expect.arrayContaining(['x:0', 'z:1:0', 'y:1:0', 'z:2:0', 'y:2:0']))
})

test('what a step reads: the inputs of a sum, and on the way back where a derivative comes from', () => {
  const picture = layOut(shape, { width: 640, height: 300 })
  const sources = (...current: string[]) => [...sourcesOf(picture, current)].toSorted()
  expect(sources('z:1:0')).toEqual(['b:1:0', 'one:0', 'w:1:0>0', 'w:1:1>0', 'x:0', 'x:1'])
  expect(sources('y:1:0', 'slope:1:0')).toContain('z:1:0')
  expect(sources('div')).toEqual(expect.arrayContaining(['y:2:0', 'y:2:1', 'd:0', 'd:1']))
  // y − d, and not the other output.
  expect(sources('d/y:2:1')).toEqual(expect.arrayContaining(['d:1', 'div']))
  expect(sources('d/y:2:1')).not.toContain('d:0')
  expect(sources('d/y:1:0')).toEqual(expect.arrayContaining(['w:2:0>0', 'w:2:0>1', 'z:2:0', 'z:2:1']))
  expect(sources('d/w:2:0>1')).toEqual(['y:1:0', 'z:2:1'])
})
