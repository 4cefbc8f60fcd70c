import { describe, expect, it } from 'vitest'
import { nameOf, NOTATIONS } from '#core/explain/notation.ts'
import { readQuantity } from '#core/explain/quantity.ts'
import { clearTexts } from '../../../../renderer/model/learn/microscope/picture-clear.ts'
import { numberedEdges } from '../../../../renderer/model/learn/microscope/picture-edges.ts'
import {
  edgeBox,
  nodeDerivativeBox,
  nodeNameBox,
  overlapOf,
  shapeBox,
  type Box,
  type MarkLabels,
} from '../../../../renderer/model/learn/microscope/picture-texts.ts'
import { symbolOf } from '../../../../renderer/model/learn/microscope/picture-words.ts'
import { layOut, type Picture } from '../../../../renderer/model/learn/microscope/picture.ts'

type Notation = (typeof NOTATIONS)[number]

const SIZES = [
  // The picture's place in windows of 1024 × 640, 1280 × 800 and 1920 × 1080, beside the path.
  { width: 560, height: 240 },
  { width: 608, height: 326 },
  { width: 860, height: 400 },
]
const DERIVATIVES = ['', '∂ −0.049']
const NETWORKS = [
  { units: [2, 2, 2], isExpanded: true },
  { units: [2, 2, 2], isExpanded: false },
  { units: [2, 2, 1], isExpanded: true },
  { units: [2, 3, 2], isExpanded: false },
]

interface Drawn {
  readonly units: readonly number[]
  readonly isExpanded: boolean
  readonly notation?: Notation | null
  readonly derivative?: string
  readonly size: { readonly width: number; readonly height: number }
  readonly interest?: string
}

/** The texts of a picture as they are shown, each with its room. */
function drawn({ units, isExpanded, notation = null, derivative = '', size, interest }: Drawn) {
  const layers = units.map((count) => ({ units: [...Array(count).keys()], rest: 0 }))
  const nameIn =
    notation === null ? null : (id: string) => (readQuantity(id) === null ? '' : nameOf(id, notation).text)
  const picture = layOut({ layers, isExpanded }, size, nameIn)
  const labelsOf = (id: string): MarkLabels => {
    const kind = picture.byId.get(id)?.kind
    const symbol = kind === undefined ? '' : symbolOf(kind, isExpanded)
    const own = nameIn === null ? '' : nameIn(id)
    const text = own === '' ? symbol : own
    const name = text === '' ? null : text
    return { name, number: '−0.123', derivative: kind === 'wanted' || kind === 'loss' ? '' : derivative }
  }
  const numbered = numberedEdges(picture, interest === undefined ? [] : [interest])
  const clear = clearTexts(picture, numbered, labelsOf, (id) => id === interest)
  const texts: { of: string; box: Box }[] = [...clear.edges].map(([id, labels]) => ({
    of: id,
    box: edgeBox(
      picture.edges.find((edge) => edge.id === id)!,
      labels,
    )!,
  }))
  for (const node of picture.nodes) {
    const { name, derivative: below } = labelsOf(node.id)
    if (clear.names.has(node.id)) texts.push({ of: node.id, box: nodeNameBox(node, name!) })
    if (clear.derivatives.has(node.id)) texts.push({ of: node.id, box: nodeDerivativeBox(node, below) })
  }
  return { picture, numbered, clear, texts }
}

/** Texts that lie on each other, or on the shape of another node, by more than two pixels. */
function collisions(picture: Picture, texts: readonly { of: string; box: Box }[]): string[] {
  const inner = ({ left, right, top, bottom }: Box): Box => ({
    ...{ left: left + 1, right: right - 1, top: top + 1, bottom: bottom - 1 },
  })
  return texts.flatMap((text, k) => [
    ...texts
      .slice(k + 1)
      .filter((other) => overlapOf(inner(text.box), inner(other.box)) > 0)
      .map((other) => `${text.of} and ${other.of}`),
    ...picture.nodes
      .filter((node) => node.id !== text.of && overlapOf(inner(text.box), shapeBox(node)) > 0)
      .map((node) => `${text.of} on ${node.id}`),
  ])
}

const cases = NETWORKS.flatMap((network) =>
  SIZES.flatMap((size) => DERIVATIVES.map((derivative) => ({ ...network, size, derivative }))),
)

describe('the texts of the picture', () => {
  it.each(cases)('all have a place where names are off: %o', (each) => {
    const { picture, numbered, clear, texts } = drawn(each)
    expect(collisions(picture, texts)).toEqual([])
    expect([...clear.edges.keys()].toSorted()).toEqual([...numbered].toSorted())
  })

  it.each(cases.flatMap((each) => NOTATIONS.map((notation) => ({ ...each, notation }))))(
    'never lie on each other with names in any notation: %o',
    (each) => {
      const { picture, numbered, clear, texts } = drawn(each)
      expect(collisions(picture, texts)).toEqual([])
      // Every number has its place, whatever room the names leave.
      expect([...clear.edges.keys()].toSorted()).toEqual([...numbered].toSorted())
    },
  )

  it.each(NOTATIONS)('of the tiny network are all there in %s, names too', (notation) => {
    const { clear, picture } = drawn({
      ...{ units: [2, 2, 2], isExpanded: true, notation, size: SIZES[1]! },
    })
    const unnamed = [...clear.edges].filter(([, { name }]) => name === null).map(([id]) => id)
    expect(unnamed).toEqual([])
    expect(
      picture.nodes.filter(({ id, unit }) => unit >= 0 && !clear.names.has(id)).map(({ id }) => id),
    ).toEqual([])
  })

  it('have their derivatives before any symbol, that of the unit at hand, too', () => {
    const { clear, picture } = drawn({
      ...{ units: [2, 2, 2], isExpanded: true, derivative: '∂ −0.382' },
      // The picture's place in a window of 1024 × 640.
      ...{ size: { width: 656, height: 200 }, interest: 'y:2:1' },
    })
    const units = picture.nodes.filter(({ kind }) => ['input', 'output'].includes(kind))
    expect(units.filter(({ id }) => !clear.derivatives.has(id)).map(({ id }) => id)).toEqual([])
  })

  it('of a layer of many are clear of those that are shown with them', () => {
    for (const unit of [0, 3, 7]) {
      const interest = `y:1:${unit}`
      const { picture, texts, clear } = drawn({
        ...{ units: [8, 8, 4], isExpanded: false, size: { width: 900, height: 500 }, interest },
      })
      const shown = texts.filter(({ of }) => picture.edges.some(({ id, to }) => id === of && to === interest))
      expect(shown).toHaveLength(9)
      expect(collisions(picture, texts)).toEqual([])
      expect(clear.edges.size).toBeGreaterThanOrEqual(9)
    }
  })
})
