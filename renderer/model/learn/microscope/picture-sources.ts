import { parseQuantity, plainId } from '#core/explain/quantity.ts'
import type { Picture } from './picture.ts'

/**
 * Nodes and edges whose numbers go into what a step computes, as far as they are drawn: forward what comes in, backward
 * what the derivative comes from.
 * @param current ids of the quantities that the step computes, derivatives among them
 */
export function sourcesOf(picture: Picture, current: readonly string[]): Set<string> {
  const sources = new Set<string>()
  for (const id of current) {
    const plain = plainId(id)
    const isBackward = parseQuantity(id).isDerivative
    const own = picture.edges.find((edge) => edge.id === plain)
    // A weight's derivative is made of what it multiplies and of the slope by the sum that it goes to.
    if (own !== undefined) for (const end of [own.from, own.to]) sources.add(end)
    for (const edge of picture.edges) {
      if ((isBackward ? edge.from : edge.to) !== plain) continue
      sources.add(edge.id)
      sources.add(isBackward ? edge.to : edge.from)
      // The slope of the loss by an output needs what is wanted of it.
      if (isBackward && edge.to === 'div') sources.add(`d:${picture.byId.get(plain)?.unit ?? ''}`)
    }
  }
  return sources
}
