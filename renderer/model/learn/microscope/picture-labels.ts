import type { PictureEdge, PictureNode } from './picture.ts'

/** So many weights and biases of one layer have room for their numbers; of more, those beside a unit of interest alone. */
export const NUMBERED_PARAMETERS = 12
/** How far along its edge a number may stand, the most welcome first. */
const PLACES = [0.3, 0.36, 0.24, 0.44, 0.52, 0.6, 0.68, 0.76, 0.18]
/** Room that a number takes, with its derivative below it and air around. */
const LABEL = { width: 48, height: 28 }
/** A number on the line of another edge is read as if it were that one's. */
const LINE = { reach: 13, cost: 0.8 }
const NODE_COST = 4
/** What a less welcome place costs. */
const ORDER_COST = 0.01
/** After so many rounds over all edges no number moves any more, or two change places for ever. */
const ROUNDS = 4

type Line = Omit<PictureEdge, 'labelX' | 'labelY'>
interface Place {
  readonly labelX: number
  readonly labelY: number
}

/**
 * The edges with the places of their numbers: along each edge, where the number stands clearest of other numbers, nodes
 * and lines.
 */
export function placeLabels(lines: readonly Line[], nodes: readonly PictureNode[]): PictureEdge[] {
  const placeOf = ({ x1, y1, x2, y2 }: Line, at: number): Place => ({
    labelX: x1 + (x2 - x1) * at,
    labelY: y1 + (y2 - y1) * at,
  })
  const edges = lines.map((line): PictureEdge => ({
    ...line,
    ...placeOf(line, line.isParameter ? PLACES[0]! : 0.5),
  }))
  const layers = Map.groupBy(
    edges.map((_, k) => k).filter((k) => edges[k]!.isParameter),
    (k) => edges[k]!.layer,
  )
  for (const members of layers.values()) {
    const areShown = (a: Line, b: Line): boolean =>
      members.length <= NUMBERED_PARAMETERS || a.from === b.from || a.to === b.to
    const first = edges[members[0]!]!
    const beside = nodes.filter(
      ({ x, radius }) => x > first.x1 - LABEL.width - radius && x < first.x2 + LABEL.width + radius,
    )
    for (let round = 0; round < (members.length <= NUMBERED_PARAMETERS ? ROUNDS : 1); round++) {
      for (const k of members) {
        const others = members
          .filter((other) => other !== k && areShown(edges[k]!, edges[other]!))
          .map((other) => edges[other]!)
        const costs = PLACES.map((at, order) => {
          const place = placeOf(edges[k]!, at)
          return { place, cost: costOf(place, others, beside) + order * ORDER_COST }
        })
        const best = costs.reduce((a, b) => (b.cost < a.cost ? b : a))
        edges[k] = { ...edges[k]!, ...best.place }
      }
    }
  }
  return edges
}

function costOf(place: Place, others: readonly PictureEdge[], nodes: readonly PictureNode[]): number {
  let cost = 0
  for (const other of others) {
    cost += overlap(place.labelX - other.labelX, place.labelY - other.labelY)
    cost += LINE.cost * Math.max(0, 1 - distanceTo(other, place) / LINE.reach)
  }
  for (const { x, y, radius } of nodes) {
    const isOver =
      Math.abs(x - place.labelX) < LABEL.width / 2 + radius &&
      Math.abs(y - place.labelY) < LABEL.height / 2 + radius
    if (isOver) cost += NODE_COST
  }
  return cost
}

/** From 10 for two numbers in one place to 0 for two that do not touch. */
const overlap = (x: number, y: number): number =>
  10 * Math.max(0, 1 - Math.abs(x) / LABEL.width) * Math.max(0, 1 - Math.abs(y) / LABEL.height)

/** Of a place from the line of an edge, in pixels. */
function distanceTo({ x1, y1, x2, y2 }: Line, { labelX, labelY }: Place): number {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const along = ((labelX - x1) * dx + (labelY - y1) * dy) / (dx * dx + dy * dy || 1)
  const at = Math.min(1, Math.max(0, along))
  return Math.hypot(x1 + at * dx - labelX, y1 + at * dy - labelY)
}
