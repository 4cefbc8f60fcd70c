import { FormatError } from '../format-error.ts'
import { isConfig, type KerasLayer } from './model-config.ts'

interface Entry {
  readonly layer: KerasLayer
  /** With `inbound_nodes`. */
  readonly entry: unknown
}

/** Follows a Functional model from its input to its output. @throws FormatError where it branches */
export function orderLayers(entries: readonly Entry[]): KerasLayer[] {
  const after = new Map<string, KerasLayer>()
  let first: KerasLayer | undefined
  for (const { layer, entry } of entries) {
    const sources = sourcesOf(isConfig(entry) ? entry.inbound_nodes : undefined)
    if (sources.length > 1) {
      throw new FormatError(
        `${layer.name}: expected one layer before each, got ${layer.className} of ${sources.join(', ')}`,
      )
    }
    const [source] = sources
    if (source === undefined) {
      if (first !== undefined) {
        throw new FormatError(`expected a model with one input, got ${first.name} and ${layer.name}`)
      }
      first = layer
      continue
    }
    const other = after.get(source)
    if (other !== undefined) {
      throw new FormatError(
        `${source}: expected one layer after each, got ${other.name} and ${layer.name}; networks of several branches are not read`,
      )
    }
    after.set(source, layer)
  }
  const order: KerasLayer[] = []
  for (let layer = first; layer !== undefined; layer = after.get(layer.name)) {
    if (order.push(layer) > entries.length) break
  }
  if (order.length !== entries.length) {
    throw new FormatError(
      `expected layers that follow one another from the input, got ${entries.length}, of which ${order.length} do`,
    )
  }
  return order
}

/** The layers that a layer takes values of: as `[[["dense", 0, 0, {}]]]` in Keras 2, inside of tensors in Keras 3. */
function sourcesOf(nodes: unknown): string[] {
  const sources: string[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      const [name, node, tensor] = value as unknown[]
      if (typeof name === 'string' && typeof node === 'number' && typeof tensor === 'number')
        sources.push(name)
      else value.forEach(visit)
    } else if (isConfig(value)) Object.values(value).forEach(visit)
  }
  visit(nodes)
  return sources
}
