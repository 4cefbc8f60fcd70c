/*
 * One id for each quantity of a network, as a string, so that pictures, formulas, steps and links speak of the same thing.
 * Layers count from 1, the first one that has weights; units and inputs count from 0.
 *
 *   x:I        input                          d:J        wanted output
 *   w:K:I>J    weight of layer K, from I to J  div        loss of the example
 *   b:K:J      bias                            z:K:J      sum, the affine map's output
 *   mu:K:J     the batch's mean of z           var:K:J    the batch's variance of z
 *   hat:K:J    z, normalized                   gamma:K:J  factor of the normalized z
 *   beta:K:J   shift of the normalized z       s:K:J      what the activation gets; z without batch normalization
 *   y:K:J      output of a unit                slope:K:J  f′(s), the activation's slope
 *
 * `d/` before an id is the derivative of the loss by that quantity: `d/w:1:0>1`.
 */

/** What a quantity is. */
export type QuantityKind = 'x' | 'd' | 'div' | 'w' | UnitKind
/** Quantities that each unit of a layer has one of. */
export type UnitKind = 'b' | 'z' | 'mu' | 'var' | 'hat' | 'gamma' | 'beta' | 's' | 'slope' | 'y'

/** A quantity's id, as `w:1:0>1` or `d/w:1:0>1`. */
export type QuantityId = string

/** An id taken apart. */
export type Quantity = {
  /** Whether it is the derivative of the loss by the quantity. */
  readonly isDerivative: boolean
} & (
  | { readonly kind: 'div' }
  | { readonly kind: 'x'; readonly unit: number }
  | { readonly kind: 'd'; readonly unit: number }
  | { readonly kind: 'w'; readonly layer: number; readonly from: number; readonly unit: number }
  | { readonly kind: UnitKind; readonly layer: number; readonly unit: number }
)

/** The id of input i. */
const inputId = (i: number): QuantityId => `x:${i}`
/** The id of the wanted output j. */
export const targetId = (j: number): QuantityId => `d:${j}`
/** The id of the weight of layer k, from 1, between its input i and its unit j. */
export const weightId = (k: number, i: number, j: number): QuantityId => `w:${k}:${i}>${j}`
/** The id of what unit j of layer k, from 1, has. */
export const unitId = (kind: UnitKind, k: number, j: number): QuantityId => `${kind}:${k}:${j}`
/** The id of what layer k, from 1, gets from i: an input or the output of the layer below. */
export const layerInputId = (k: number, i: number): QuantityId =>
  k === 1 ? inputId(i) : unitId('y', k - 1, i)
/** The id of the example's loss. */
export const LOSS_ID: QuantityId = 'div'

/** The id of the derivative of the loss by a quantity. */
export const derivativeId = (id: QuantityId): QuantityId => `d/${id}`
/** The quantity itself, of a derivative's id; other ids stay as they are. */
export const plainId = (id: QuantityId): QuantityId => (id.startsWith('d/') ? id.slice(2) : id)

const NUMBER = '(0|[1-9]\\d{0,5})'
const PATTERNS = {
  input: new RegExp(`^(x|d):${NUMBER}$`),
  weight: new RegExp(`^w:${NUMBER}:${NUMBER}>${NUMBER}$`),
  unit: new RegExp(`^(b|z|mu|var|hat|gamma|beta|s|slope|y):${NUMBER}:${NUMBER}$`),
}

/** Takes an id apart, or says by null that it is none. Whether the network has such a quantity is not looked at. */
export function readQuantity(id: string): Quantity | null {
  const isDerivative = id.startsWith('d/')
  const plain = plainId(id)
  if (plain === LOSS_ID) return { kind: 'div', isDerivative }
  const input = PATTERNS.input.exec(plain)
  if (input) return { kind: input[1] as 'x' | 'd', unit: Number(input[2]), isDerivative }
  const weight = PATTERNS.weight.exec(plain)
  if (weight && weight[1] !== '0') {
    const [layer, from, unit] = weight.slice(1).map(Number) as [number, number, number]
    return { kind: 'w', layer, from, unit, isDerivative }
  }
  const unit = PATTERNS.unit.exec(plain)
  if (unit && unit[2] !== '0') {
    return { kind: unit[1] as UnitKind, layer: Number(unit[2]), unit: Number(unit[3]), isDerivative }
  }
  return null
}

/** Takes an id apart. @throws RangeError for what is no id */
export function parseQuantity(id: string): Quantity {
  const quantity = readQuantity(id)
  if (quantity) return quantity
  throw new RangeError(
    `Quantity: expected an id such as w:1:0>1, z:2:0 or d/b:1:0, got ${JSON.stringify(id)}`,
  )
}

/** Whether a person may set the quantity: an input, a wanted output, or what is trained. */
export function isEditable(id: QuantityId): boolean {
  const quantity = readQuantity(id)
  return quantity !== null && !quantity.isDerivative && EDITABLE.includes(quantity.kind)
}

const EDITABLE: readonly QuantityKind[] = ['x', 'd', 'w', 'b', 'gamma', 'beta']

/** Whether the quantity is one of those that training changes. */
export function isParameter(id: QuantityId): boolean {
  const quantity = readQuantity(id)
  return quantity !== null && !quantity.isDerivative && PARAMETERS.includes(quantity.kind)
}

const PARAMETERS: readonly QuantityKind[] = ['w', 'b', 'gamma', 'beta']
