import type { Picture } from './picture.ts'
import {
  edgeBox,
  nodeDerivativeBox,
  nodeNameBox,
  overlapOf,
  shapeBox,
  type Box,
  type MarkLabels,
} from './picture-texts.ts'

/** Ids of the edges and nodes whose texts stand clear of all others. */
export interface ClearTexts {
  /** What each edge shows: all its texts, or those that have room; none where not even its number has. */
  readonly edges: ReadonlyMap<string, MarkLabels>
  /** Nodes whose name or symbol is shown, and whose derivative. */
  readonly names: ReadonlySet<string>
  readonly derivatives: ReadonlySet<string>
}

/** Texts may come so near each other, in pixels on each side. */
const NEAR = 1

const NOTHING: MarkLabels = { name: null, number: '', derivative: '' }

const shrunk = ({ left, right, top, bottom }: Box): Box => ({
  left: left + NEAR,
  right: right - NEAR,
  top: top + NEAR,
  bottom: bottom - NEAR,
})

/**
 * The texts that can be shown without lying on each other: numbers first, then derivatives and names, of what is of interest
 * before all others. What has no room stands in the table and beside the picture.
 * @param numbered edges that are to carry their numbers
 * @param labelsOf what stands beside a node or an edge; the name of a node is its symbol where it has one
 */
export function clearTexts(
  { nodes, edges }: Picture,
  numbered: ReadonlySet<string>,
  labelsOf: (id: string) => MarkLabels,
  isOfInterest: (id: string) => boolean,
): ClearTexts {
  const shapes = nodes.map((node) => ({ id: node.id, box: shapeBox(node) }))
  const taken: { readonly id: string; readonly box: Box }[] = []
  const isFree = (id: string, box: Box): boolean =>
    [...taken, ...shapes].every((other) => other.id === id || overlapOf(shrunk(box), other.box) === 0)

  const shown = {
    edges: new Map<string, MarkLabels>(),
    names: new Set<string>(),
    derivatives: new Set<string>(),
  }
  const numberedEdges = edges.filter(({ id }) => numbered.has(id))
  /** Adds a text to those of edges that have their number. */
  function placeEdges(text: keyof MarkLabels, isTurn: (id: string) => boolean, isAlways = false): void {
    for (const edge of numberedEdges.filter(({ id }) => isTurn(id))) {
      const before = shown.edges.get(edge.id)
      if (text !== 'number' && before === undefined) continue
      const labels = { ...(before ?? NOTHING), [text]: labelsOf(edge.id)[text] }
      const box = edgeBox(edge, labels)
      if (box === null || !(isAlways || isFree(edge.id, box))) continue
      shown.edges.set(edge.id, labels)
      taken.push({ id: edge.id, box })
    }
  }
  function placeNodes(text: 'name' | 'derivative', isTurn: (id: string) => boolean): void {
    for (const node of nodes.filter(({ id }) => isTurn(id))) {
      const words = labelsOf(node.id)[text]
      if (!words) continue
      const box = text === 'name' ? nodeNameBox(node, words) : nodeDerivativeBox(node, words)
      if (!isFree(node.id, box)) continue
      shown[text === 'name' ? 'names' : 'derivatives'].add(node.id)
      taken.push({ id: node.id, box })
    }
  }
  const others = (id: string): boolean => !isOfInterest(id)
  placeEdges('number', isOfInterest, true)
  placeEdges('number', others)
  for (const text of ['derivative', 'name'] as const) {
    for (const isTurn of [isOfInterest, others]) {
      placeNodes(text, isTurn)
      placeEdges(text, isTurn)
    }
  }
  return shown
}
