import { objectsOf } from './numpy-values.ts'
import {
  describePickled,
  isObject,
  isSequence,
  type NumpyArray,
  type PickleValue,
  textOf,
  type TorchTensor,
} from './pickle-value.ts'

/** Named children of a container. */
export type Container = readonly (readonly [name: string, value: PickleValue])[]

/** The children of a dict, list, tuple or array of objects; null for any other value. A later value of a key replaces the former. */
export function childrenOf(value: PickleValue): Container | null {
  if (!isObject(value)) return null
  if (isSequence(value)) return value.items.map((item, k) => [`${k}`, item])
  if (value.kind === 'array') return objectsOf(value)?.map((item, k) => [`${k}`, item]) ?? null
  if (value.kind !== 'dict') return null
  const children = new Map<string, PickleValue>()
  for (const [key, item] of value.entries) children.set(nameOf(key), item)
  return [...children]
}

const nameOf = (key: PickleValue): string =>
  textOf(key) ?? (typeof key === 'number' ? `${key}` : describePickled(key))

export const isArray = (value: PickleValue): value is TorchTensor | NumpyArray =>
  isObject(value) && (value.kind === 'tensor' || (value.kind === 'array' && objectsOf(value) === null))

const isMatrix = (value: PickleValue): boolean => isArray(value) && axesOf(value) >= 2

const axesOf = (value: TorchTensor | NumpyArray): number =>
  (value.kind === 'tensor' ? value.shape : (value.content?.shape ?? [])).length

const OPTIMIZER_KEY = /optim|^opt(_|$)/i

/** Levels below a container at which its matrices may lie, as in a list around a dict of layers. */
const LEVELS = 2

/** What containers are. A pickle may put one into many places: each is looked at once, so that this takes no longer than reading it. */
export class ContainerKinds {
  readonly #optimizers = new Map<PickleValue, boolean>()
  readonly #states = new Map<PickleValue, boolean>()
  /** How many levels were looked at, and whether matrices were found. */
  readonly #holders = new Map<PickleValue, { levels: number; holds: boolean }>()

  /** Whether a container is an optimizer's memory, by its key or by what it has. */
  isOptimizer(name: string, value: PickleValue): boolean {
    if (!isObject(value) || (value.kind !== 'dict' && !isSequence(value))) return false
    if (OPTIMIZER_KEY.test(name)) return true
    return (
      value.kind === 'dict' &&
      once(this.#optimizers, value, () => value.entries.some(([key]) => textOf(key) === 'param_groups'))
    )
  }

  /** Whether a dict is one network's: its keys have layer and role, as in `fc1.weight`. */
  isState(value: PickleValue): boolean {
    if (!isObject(value) || value.kind !== 'dict') return false
    return once(this.#states, value, () =>
      value.entries.some(([key, item]) => (textOf(key) ?? '').includes('.') && isMatrix(item)),
    )
  }

  /** Whether a container holds matrices, at most some levels down. */
  holdsWeights(value: PickleValue, levels = LEVELS): boolean {
    const known = this.#holders.get(value)
    if (known !== undefined && (known.holds || known.levels >= levels)) return known.holds
    const children = this.isOptimizer('', value) ? null : childrenOf(value)
    if (children === null) return false
    const holds = children.some(
      ([, child]) => isMatrix(child) || (levels > 0 && this.holdsWeights(child, levels - 1)),
    )
    this.#holders.set(value, { levels, holds })
    return holds
  }
}

function once(known: Map<PickleValue, boolean>, value: PickleValue, judge: () => boolean): boolean {
  const answer = known.get(value) ?? judge()
  known.set(value, answer)
  return answer
}
