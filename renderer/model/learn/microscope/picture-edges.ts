import { NUMBERED_PARAMETERS } from './picture-labels.ts'
import type { Picture, PictureEdge } from './picture.ts'

/** The weights and biases by their layers, in the order of the picture. */
export function parametersByLayer({ edges }: Picture): Map<number, PictureEdge[]> {
  return Map.groupBy(
    edges.filter(({ isParameter }) => isParameter),
    ({ layer }) => layer,
  )
}

/** From so many weights and biases of a layer on their numbers need room, square pixels for each. */
const CROWD = { edges: 7, room: 4500 }

/** Whether the numbers of a layer's weights and biases have room between its columns. */
function haveRoom(edges: readonly PictureEdge[]): boolean {
  if (edges.length < CROWD.edges) return true
  if (edges.length > NUMBERED_PARAMETERS) return false
  const extent = (values: number[]): number => Math.max(...values) - Math.min(...values)
  const width = extent(edges.flatMap(({ x1, x2 }) => [x1, x2]))
  const height = extent(edges.flatMap(({ y1, y2 }) => [y1, y2]))
  return width * height >= CROWD.room * edges.length
}

/**
 * Ids of the edges that carry their numbers: all where they are few and have room, else those beside units of interest.
 * @param interest ids of nodes or edges, as that which is chosen or pointed at
 */
export function numberedEdges(picture: Picture, interest: readonly string[]): Set<string> {
  const near = new Set(
    interest.flatMap((id) => {
      const node = picture.byId.get(id)
      if (node === undefined) return [id]
      if (node.unit < 0) return [node.id]
      return picture.nodes
        .filter(({ layer, unit, kind }) => layer === node.layer && unit === node.unit && kind !== 'wanted')
        .map((other) => other.id)
    }),
  )
  const isNear = ({ id, from, to }: PictureEdge): boolean =>
    near.has(to) || (near.has(from) && !from.startsWith('one')) || near.has(id)
  return new Set(
    [...parametersByLayer(picture).values()].flatMap((edges) => {
      const areNumbered = haveRoom(edges)
      return edges.filter((edge) => areNumbered || isNear(edge)).map(({ id }) => id)
    }),
  )
}

/** Widths of the lines of weights and biases, in pixels, by id: one scale for a layer, whose largest has the full width. */
export function edgeWidths(picture: Picture, valueOf: (id: string) => number | null): Map<string, number> {
  const size = ({ id }: PictureEdge): number => Math.abs(valueOf(id) ?? 0)
  return new Map(
    [...parametersByLayer(picture).values()].flatMap((edges) => {
      const largest = Math.max(...edges.map(size))
      return edges.map((edge): [string, number] => [
        edge.id,
        largest === 0 ? 0.75 : 0.75 + (3.5 * size(edge)) / largest,
      ])
    }),
  )
}

/** What of an edge can be pointed at: a band around its line, which has an area for lines that lie flat as well. */
export function edgeReach({ x1, y1, x2, y2 }: PictureEdge): string {
  const length = Math.sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2) || 1
  const [dx, dy] = [(7 * (y2 - y1)) / length, (-7 * (x2 - x1)) / length]
  return `${x1 + dx},${y1 + dy} ${x2 + dx},${y2 + dy} ${x2 - dx},${y2 - dy} ${x1 - dx},${y1 - dy}`
}
