import { parseQuantity, readQuantity, type Quantity, type QuantityId } from '#core/explain/quantity.ts'
import { spokenNumber } from './numbers.ts'

/** Where a unit is: `hidden layer 1, unit 2`; layers are counted only where there are several hidden ones. */
function unitWords(layer: number, unit: number, layers: number): string {
  if (layer === layers) return `output ${unit + 1}`
  if (layer === 0) return `input ${unit + 1}`
  return layers > 2 ? `hidden layer ${layer}, unit ${unit + 1}` : `hidden unit ${unit + 1}`
}

function plainWords(quantity: Quantity, layers: number): string {
  if (quantity.kind === 'div') return 'divergence'
  if (quantity.kind === 'x') return unitWords(0, quantity.unit, layers)
  if (quantity.kind === 'd') return `wanted output ${quantity.unit + 1}`
  const unit = unitWords(quantity.layer, quantity.unit, layers)
  switch (quantity.kind) {
    case 'w':
      return `weight from ${unitWords(quantity.layer - 1, quantity.from, layers)} to ${unit}`
    case 'b':
      return `bias of ${unit}`
    case 'z':
      return `sum of ${unit}`
    case 'mu':
      return `mean over the mini-batch of the sum of ${unit}`
    case 'var':
      return `variance over the mini-batch of the sum of ${unit}`
    case 'hat':
      return `normalized sum of ${unit}`
    case 'gamma':
      return `gamma of ${unit}`
    case 'beta':
      return `beta of ${unit}`
    case 'slope':
      return `slope of the activation of ${unit}`
    case 's':
      return `scaled sum of ${unit}`
    case 'y':
      return quantity.layer === layers ? unit : `output of ${unit}`
  }
}

/** A quantity in words: `weight from input 1 to hidden unit 2`, `slope of the divergence by the sum of output 1`. */
export function quantityWords(id: QuantityId, layers: number): string {
  const quantity = parseQuantity(id)
  const words = plainWords(quantity, layers)
  return quantity.isDerivative ? `slope of the divergence by the ${words}` : words
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/**
 * What a screen reader says of a place in the picture: what it is, its number and the slope of the divergence by it; null
 * for numbers that are not computed yet.
 */
export function placeWords(
  id: QuantityId,
  layers: number,
  value: number | null,
  derivative: number | null,
  isCovered = false,
): string {
  if (readQuantity(id) === null) return 'The units that are not drawn'
  const number = isCovered ? 'covered' : value === null ? 'not computed yet' : spokenNumber(value)
  const slope =
    derivative === null || id === 'div' ? '' : ` Slope of the divergence by it: ${spokenNumber(derivative)}.`
  return `${capital(quantityWords(id, layers))}: ${number}.${slope}`
}

/** All quantities of a network that have a place in its table, by layer and kind. */
export interface QuantityGroup {
  readonly title: string
  readonly ids: readonly QuantityId[]
}

/** The quantities of these units of a network, the inputs first, in the order of the forward pass. */
export function quantityGroups(
  drawn: readonly (readonly number[])[],
  hasBatchNorm: readonly boolean[],
): QuantityGroup[] {
  const last = drawn.length - 1
  const groups: QuantityGroup[] = [{ title: 'Inputs', ids: drawn[0]!.map((i) => `x:${i}`) }]
  for (let k = 1; k <= last; k++) {
    const units = drawn[k]!
    const of = k === last ? 'Output layer' : last > 2 ? `Hidden layer ${k}` : 'Hidden layer'
    const below = drawn[k - 1]!
    const each = (kind: string): QuantityId[] => units.map((j) => `${kind}:${k}:${j}`)
    groups.push(
      { title: `${of}: weights`, ids: units.flatMap((j) => below.map((i) => `w:${k}:${i}>${j}`)) },
      { title: `${of}: biases`, ids: each('b') },
      { title: `${of}: sums`, ids: each('z') },
    )
    if (hasBatchNorm[k - 1]) {
      groups.push(
        { title: `${of}: means and variances`, ids: [...each('mu'), ...each('var')] },
        { title: `${of}: normalized`, ids: each('hat') },
        { title: `${of}: gamma and beta`, ids: [...each('gamma'), ...each('beta')] },
        { title: `${of}: scaled`, ids: each('s') },
      )
    }
    groups.push({ title: `${of}: outputs`, ids: each('y') })
  }
  groups.push(
    { title: 'Wanted outputs', ids: drawn[last]!.map((j) => `d:${j}`) },
    { title: 'Divergence', ids: ['div'] },
  )
  return groups
}

/** What the node that stands for all units of a layer that are not drawn is called; layer 0 are the inputs. */
export function restTitle(
  drawn: readonly (readonly number[])[],
  sizes: readonly number[],
  layer: number,
): string {
  const count = sizes[layer]! - drawn[layer]!.length
  const [one, many] = layer === 0 ? ['input', 'inputs'] : ['unit', 'units']
  return count === 1 ? `Rest: 1 ${one} that is not drawn` : `Rest: ${count} ${many} that are not drawn`
}

/** What a screen reader says of the node that stands for all units of a layer that are not drawn; layer 0 are the inputs. */
export function restWords(
  drawn: readonly (readonly number[])[],
  sizes: readonly number[],
  layer: number,
  value: number | null,
): string {
  const number = value === null ? 'not computed yet' : spokenNumber(value)
  return `${restTitle(drawn, sizes, layer)}. Together in the sum of the unit that is looked at: ${number}.`
}
