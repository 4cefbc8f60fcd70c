import { quantityOf, type Picture } from './picture.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

/**
 * Which node or edge an arrow key leads to: left and right go along the edges (from a unit to its edges, from an edge to its
 * unit), up and down to the neighbours in the same column. The same one where there is no other.
 */
export function neighbourOf(picture: Picture, id: string, direction: Direction): string {
  const node = picture.byId.get(id)
  if (direction === 'left' || direction === 'right') {
    const isRight = direction === 'right'
    if (node === undefined) {
      const edge = picture.edges.find((other) => other.id === id)
      return edge === undefined ? id : isRight ? edge.to : edge.from
    }
    // A wanted output stands between its output and the loss.
    const wanted = isRight
      ? node.kind === 'output' && picture.byId.get(`d:${node.unit}`)
      : node.kind === 'loss' && picture.nodes.find(({ kind }) => kind === 'wanted')
    if (wanted && (node.kind === 'loss' || wanted.layer === node.layer)) return wanted.id
    if (node.kind === 'wanted' && !isRight) return quantityOf('output', node.layer, node.unit)
    const next = picture.edges.find((edge) => (isRight ? edge.from : edge.to) === id)
    if (next === undefined) return id
    // Lines without a number of their own are no place to stop.
    return next.isParameter ? next.id : isRight ? next.to : next.from
  }
  const column =
    node === undefined
      ? edgesBeside(picture, id)
      : [...(picture.columns.find(({ nodes }) => nodes.includes(node))?.nodes ?? [])]
          .sort((a, b) => a.y - b.y)
          .map((other) => other.id)
  const index = column.indexOf(id) + (direction === 'down' ? 1 : -1)
  return column[index] ?? id
}

/** The edges with numbers between the same two columns, from the top. */
function edgesBeside(picture: Picture, id: string): string[] {
  const edge = picture.edges.find((other) => other.id === id)
  return picture.edges
    .filter((other) => other.isParameter && other.layer === edge?.layer)
    .sort((a, b) => a.labelY - b.labelY)
    .map((other) => other.id)
}
