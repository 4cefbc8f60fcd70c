import { type InfluencePath, type InfluencePaths, influencePaths } from '#core/explain/paths.ts'
import { plainId, readQuantity, type QuantityId } from '#core/explain/quantity.ts'
import { hasQuantity } from '#core/explain/trace-value.ts'
import type { Trace } from '#core/explain/trace-types.ts'

/** Kinds of quantities whose ways to the loss are listed. */
const PATH_KINDS: ReadonlySet<string> = new Set(['x', 'w', 'b', 'z', 's', 'gamma', 'beta', 'y'])

/** The ways of a quantity, or of what a derivative is by, to the loss of an example; null where it has none. */
export function pathsOf(trace: Trace, chosen: QuantityId, example: number): InfluencePaths | null {
  const id = plainId(chosen)
  const quantity = readQuantity(id)
  const isInside = quantity !== null && PATH_KINDS.has(quantity.kind) && hasQuantity(trace, id)
  return isInside ? influencePaths(trace, id, example) : null
}

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
