import type { PictureEdge, PictureNode } from './picture.ts'
import {
  edgeBox,
  nodeDerivativeBox,
  nodeNameBox,
  overlapOf,
  shapeBox,
  type Box,
  type MarkLabels,
} from './picture-texts.ts'

/** So many weights and biases of one layer have room for their numbers; of more, those beside a unit of interest alone. */
export const NUMBERED_PARAMETERS = 12
/** How far along its edge a number may stand, and where it is most welcome. */
const PLACES = Array.from({ length: 21 }, (_, k) => 0.1 + 0.04 * k)
const WELCOME = 0.3
/** For which numbers room is kept, so that they stay in their places while others are stepped through. */
const USUAL = { number: '−0.000', derivative: '∂ −0.000' }
/** Names of more letters, as `fc1.weight[0, 1]`, take the room that derivatives would have. */
const LONG_NAME = 8
/** A number on the line of another edge is read as if it were that one's. */
const LINE = { reach: 13, cost: 1.2 }
/** Room that texts keep from each other where there is some, in pixels on each side. */
const AIR = { room: 4, cost: 0.6 }
/** What it costs to lie wholly on another text, on a text of a node, and on its shape. */
const COSTS = { label: 10, text: 8, shape: 16, touch: 0.5 }
/** What it costs a number alone to lie on another or on a node: it could not be shown, where a name could be left out. */
const NUMBER_COST = 40
/** What a less welcome place costs. */
const ORDER_COST = 0.3
/** After so many rounds over all edges no number moves any more, or two change places for ever. */
const ROUNDS = 5
/** Places from which all numbers begin in turn. */
const BEGINNINGS = [0, 5, 10, 15, 20]

type Line = Omit<PictureEdge, 'labelX' | 'labelY'>
interface Place {
  readonly labelX: number
  readonly labelY: number
}
interface Obstacle {
  readonly box: Box
  readonly cost: number
}

const placeOf = ({ x1, y1, x2, y2 }: Line, at: number): Place => ({
  labelX: x1 + (x2 - x1) * at,
  labelY: y1 + (y2 - y1) * at,
})

/**
 * The edges with the places of their numbers: along each edge, where the number stands clearest of other numbers, nodes
 * and lines.
 * @param nameOf name of a quantity, or symbol of a node; empty where it has none, and of edges where names are off
 */
export function placeLabels(
  lines: readonly Line[],
  nodes: readonly PictureNode[],
  nameOf: (id: string) => string = () => '',
): PictureEdge[] {
  const edges = lines.map((line): PictureEdge => ({
    ...line,
    ...placeOf(line, line.isParameter ? WELCOME : 0.5),
  }))
  const hasLongNames = lines.some(({ id, isParameter }) => isParameter && nameOf(id).length > LONG_NAME)
  const labelsOf = (id: string): MarkLabels => ({
    ...{ name: nameOf(id), number: USUAL.number },
    derivative: hasLongNames ? '' : USUAL.derivative,
  })
  const layers = Map.groupBy(
    edges.map((_, k) => k).filter((k) => edges[k]!.isParameter),
    (k) => edges[k]!.layer,
  )
  for (const members of layers.values()) {
    const isWhole = members.length <= NUMBERED_PARAMETERS
    const areShown = (a: Line, b: Line): boolean => isWhole || a.from === b.from || a.to === b.to
    const obstacles = nodes.flatMap((node) => obstaclesOf(node, nameOf(node.id)))
    const candidates = members.map((k): Candidate[] => {
      const line = edges[k]!
      const others = members.filter((other) => other !== k && areShown(line, edges[other]!))
      return PLACES.map((at) => {
        const place = placeOf(line, at)
        const box = edgeBox(place, labelsOf(line.id))!
        const number = edgeBox(place, { name: null, number: USUAL.number, derivative: '' })!
        const own =
          ORDER_COST * Math.abs(at - WELCOME) +
          others.reduce((sum, other) => sum + lineCost(place, edges[other]!), 0) +
          obstacles.reduce((sum, obstacle) => sum + costOfOverlap(box, obstacle.box, obstacle.cost), 0) +
          nodes.reduce((sum, node) => sum + costOfOverlap(number, shapeBox(node), NUMBER_COST), 0)
        return { place, box, number, own }
      })
    })
    const chosen = choosePlaces(
      candidates,
      (a, b) => areShown(edges[members[a]!]!, edges[members[b]!]!),
      isWhole,
    )
    members.forEach((k, index) => {
      edges[k] = { ...edges[k]!, ...candidates[index]![chosen[index]!]!.place }
    })
  }
  return edges
}

/** A place of an edge's texts, with what it costs whatever the other edges do. */
interface Candidate {
  readonly place: Place
  readonly box: Box
  /** Of its number alone. */
  readonly number: Box
  readonly own: number
}

/**
 * One candidate for each edge, so that all together cost little: each edge in turn takes its best place beside those of the others,
 * until none moves. Where few crowd, the best of several beginnings and orders is taken, as the one that comes first decides much.
 */
function choosePlaces(
  candidates: readonly (readonly Candidate[])[],
  areShown: (a: number, b: number) => boolean,
  isThorough: boolean,
): number[] {
  const indices = candidates.map((_, index) => index)
  const beside = indices.map((a) => indices.filter((b) => b !== a && areShown(a, b)))
  const begin = PLACES.findIndex((at) => at >= WELCOME)
  const orders = isThorough ? [indices, indices.toReversed()] : [indices]
  const beginnings = isThorough ? BEGINNINGS : [begin]
  let best = { cost: Infinity, places: [] as number[] }
  for (const order of orders) {
    for (const beginning of beginnings) {
      const places = indices.map(() => beginning)
      let cost = 0
      for (let round = 0; round < (isThorough ? ROUNDS : 1); round++) {
        const before = places.join()
        cost = 0
        for (const edge of order) {
          const others = beside[edge]!.map((other) => candidates[other]![places[other]!]!)
          const costs = candidates[edge]!.map((candidate) =>
            others.reduce((sum, other) => sum + pairCost(candidate, other), candidate.own),
          )
          const least = Math.min(...costs)
          places[edge] = costs.indexOf(least)
          cost += least
        }
        if (places.join() === before) break
      }
      if (cost < best.cost) best = { cost, places }
    }
  }
  return best.places
}

/** A node with its texts; its derivative has its room before it is there. */
function obstaclesOf(node: PictureNode, name: string): Obstacle[] {
  const hasDerivative = ['input', 'sum', 'normalized', 'scaled', 'output'].includes(node.kind)
  return [
    { box: shapeBox(node), cost: COSTS.shape },
    ...(name === '' ? [] : [{ box: nodeNameBox(node, name), cost: COSTS.text }]),
    ...(hasDerivative ? [{ box: nodeDerivativeBox(node, USUAL.derivative), cost: COSTS.text }] : []),
  ]
}

function costOfOverlap(box: Box, other: Box, most: number): number {
  const area = (box.right - box.left) * (box.bottom - box.top)
  const near = overlapOf(box, grown(other))
  if (near === 0) return 0
  const overlap = overlapOf(box, other)
  return (AIR.cost * near) / area + (overlap === 0 ? 0 : COSTS.touch + (most * overlap) / area)
}

const pairCost = (a: Candidate, b: Candidate): number =>
  costOfOverlap(a.box, b.box, COSTS.label) + costOfOverlap(a.number, b.number, NUMBER_COST)

const lineCost = (place: Place, line: Line): number =>
  LINE.cost * Math.max(0, 1 - distanceTo(line, place) / LINE.reach)

const grown = ({ left, right, top, bottom }: Box): Box => ({
  left: left - AIR.room,
  right: right + AIR.room,
  top: top - AIR.room,
  bottom: bottom + AIR.room,
})

/** Of a place from the line of an edge, in pixels. */
function distanceTo({ x1, y1, x2, y2 }: Line, { labelX, labelY }: Place): number {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const along = ((labelX - x1) * dx + (labelY - y1) * dy) / (dx * dx + dy * dy || 1)
  const at = Math.min(1, Math.max(0, along))
  return Math.hypot(x1 + at * dx - labelX, y1 + at * dy - labelY)
}
