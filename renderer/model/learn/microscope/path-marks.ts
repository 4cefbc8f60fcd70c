import { readQuantity, type QuantityId } from '#core/explain/quantity.ts'
import type { InfluencePath } from '#core/explain/paths.ts'

/**
 * Ids of the picture's nodes and edges on an influence path, in the order in which its factors follow each other: weights by
 * their own id, plain lines by the two nodes that they join.
 */
export function pathMarks({ nodes, factors }: InfluencePath): QuantityId[] {
  const marks: QuantityId[] = [nodes[0]!]
  nodes.slice(1).forEach((node, index) => {
    const id = factors[index]!.id
    const isWeight = id !== null && readQuantity(id)?.kind === 'w' && !id.startsWith('d/')
    marks.push(isWeight ? id : `${nodes[index]!} ${node}`, node)
  })
  return marks
}
