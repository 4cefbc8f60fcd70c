import { FormatError } from './format-error.ts'
import { describeShape, lengthOf, type NamedTensor } from './tensor.ts'

/** Tensors with a common prefix, as the members of one layer: `fc1.` has `weight` and `bias`. */
interface Group {
  readonly name: string
  readonly members: Map<string, NamedTensor>
}

/** The tensors of an affine map. */
export interface AffineGroup {
  readonly name: string
  readonly matrix: NamedTensor
  readonly bias: NamedTensor | undefined
}

/** The tensors of a batch normalization. */
export interface NormGroup {
  readonly name: string
  readonly width: number
  readonly gamma: NamedTensor | undefined
  readonly beta: NamedTensor | undefined
  readonly mean: NamedTensor
  readonly variance: NamedTensor
}

/** Its number as well as its name: `bias_2`, `b2` and `biases.2` belong to `weight_2`, `W2` and `weights.2`. */
const ROLES: readonly (readonly [RegExp, string])[] = [
  [/^(.*?)(?:running_mean|moving_mean|mean)([._]?\d*)$/i, 'mean'],
  [/^(.*?)(?:running_var|moving_variance|variance|var)([._]?\d*)$/i, 'variance'],
  [/^(.*?)gamma([._]?\d*)$/i, 'gamma'],
  [/^(.*?)beta([._]?\d*)$/i, 'beta'],
  [/^(.*?)(?:weights?|kernel|coefs?_?|coef|w)([._]?\d*)$/i, 'weight'],
  [/^(.*?)(?:bias(?:es)?|intercepts?_?|b)([._]?\d*)$/i, 'bias'],
]

function roleOf(name: string): { group: string; role: string } {
  for (const [pattern, role] of ROLES) {
    const match = pattern.exec(name)
    if (match === null) continue
    return { group: `${match[1]!.replace(/[._]$/, '')}${match[2]!.replace(/^[._]/, '#')}`, role }
  }
  return { group: name, role: 'other' }
}

/** Sorts tensors into affine maps and batch normalizations. @throws FormatError for a tensor that belongs to nothing */
export function groupTensors(tensors: readonly NamedTensor[]): { affine: AffineGroup[]; norms: NormGroup[] } {
  const groups = new Map<string, Group>()
  const others: NamedTensor[] = []
  for (const tensor of tensors) {
    const { group: name, role } = roleOf(tensor.name)
    const group = groups.get(name) ?? { name, members: new Map<string, NamedTensor>() }
    if (role === 'other' || group.members.has(role)) others.push(tensor)
    else {
      group.members.set(role, tensor)
      groups.set(name, group)
    }
  }
  const affine: AffineGroup[] = []
  const norms: NormGroup[] = []
  const loose: NamedTensor[] = [...others]
  for (const { name, members } of groups.values()) {
    const take = (role: string): NamedTensor | undefined => {
      const member = members.get(role)
      members.delete(role)
      return member
    }
    const matrix = members.get('weight')
    if (matrix !== undefined && isMatrix(matrix)) {
      members.delete('weight')
      affine.push({ name: name === '' ? matrix.name : name.replace('#', '.'), matrix, bias: take('bias') })
    }
    if (members.has('mean') && members.has('variance')) {
      const [mean, variance] = [take('mean')!, take('variance')!]
      const gamma = take('gamma') ?? take('weight')
      norms.push({
        name,
        width: mean.shape[0] ?? 0,
        gamma,
        beta: take('beta') ?? take('bias'),
        mean,
        variance,
      })
    }
    loose.push(...members.values())
  }
  pairLoose(affine, loose)
  return { affine, norms }
}

const isMatrix = ({ shape }: NamedTensor): boolean => shape.length === 2

/** Whether a tensor can be biases: a vector, or a matrix of one row or column. */
const isVector = ({ shape }: NamedTensor): boolean =>
  shape.length === 1 || (shape.length === 2 && Math.min(...shape) === 1)

/** Names that say nothing, as `arr_0`, are paired in the file's order: a matrix and the vector after it. */
function pairLoose(affine: AffineGroup[], loose: readonly NamedTensor[]): void {
  const matrices = loose.filter((tensor) => isMatrix(tensor) && !isVector(tensor))
  const vectors = loose.filter(isVector)
  if (affine.length > 0 || vectors.length > matrices.length) {
    const unused = loose[0]
    if (unused === undefined) return
    throw new FormatError(
      `${unused.name}: expected weights, biases or batch normalization of a layer, got ${describeShape(unused.shape)} that belongs to none`,
    )
  }
  const sides = (matrix: NamedTensor): readonly number[] => matrix.shape
  let next = 0
  for (const matrix of matrices) {
    const bias = vectors[next]
    const fits = bias !== undefined && sides(matrix).includes(lengthOf(bias))
    affine.push({ name: matrix.name, matrix, bias: fits ? bias : undefined })
    if (fits) next++
  }
  if (next < vectors.length) {
    throw new FormatError(
      `${vectors[next]!.name}: expected biases of a layer, got ${describeShape(vectors[next]!.shape)}`,
    )
  }
}
