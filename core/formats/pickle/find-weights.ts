import { MOST_PICKLE_DEPTH } from '../../limits.ts'
import { FormatError } from '../format-error.ts'
import { listNames } from '../list-names.ts'
import { childrenOf, ContainerKinds, isArray } from './container-kinds.ts'
import {
  describePickled,
  isObject,
  isSequence,
  type NumpyArray,
  type PickleValue,
  type TorchTensor,
} from './pickle-value.ts'

/** An array of a pickle, by the keys that lead to it. */
export interface PickledArray {
  readonly name: string
  readonly value: TorchTensor | NumpyArray
}

/** The arrays that may be weights, and the names of what stands beside them. */
export interface PickledWeights {
  readonly arrays: readonly PickledArray[]
  readonly leftOut: readonly string[]
  /** Names of optimizers' memories, whose tensors have the shapes of weights and are none. */
  readonly optimizers: readonly string[]
}

/** Keys under which checkpoints have their weights, the usual first. */
const WEIGHT_KEYS = ['model_state_dict', 'state_dict', 'model_state', 'model', 'network', 'net', 'params']
const STATE_KEY = /(^|_)(state_dict|params)$/
/**
 * Finds the weights in what was pickled: a dict of arrays, also within checkpoints, lists and dicts of layers.
 * @throws FormatError where there are none, or those of several networks
 */
export function findWeights(root: PickleValue): PickledWeights {
  const leftOut: string[] = []
  const optimizers: string[] = []
  const kinds = new ContainerKinds()
  let weights = root
  const seen = new Set<PickleValue>()
  while (!seen.has(weights)) {
    seen.add(weights)
    weights = descend(weights, kinds, leftOut, optimizers) ?? weights
  }
  const arrays = new Map<string, PickledArray>()
  flatten(weights, '', { arrays, leftOut, optimizers, kinds, seen: new Set(), depth: 0 })
  if (arrays.size > 0) return { arrays: [...arrays.values()], leftOut, optimizers }
  if (optimizers.length > 0) {
    throw new FormatError(
      `expected a network's weights, got an optimizer's memory alone (${listNames(optimizers)}); save model.state_dict() instead`,
    )
  }
  throw new FormatError(
    `expected a dict of tensors or arrays, as model.state_dict() is, got ${describePickled(root)}`,
  )
}

/** What was left out, as notes. */
export function describeLeftOut({ leftOut, optimizers }: PickledWeights): string[] {
  return [
    ...(optimizers.length > 0
      ? [`Left out, as it is an optimizer's memory and no weights: ${listNames(optimizers)}.`]
      : []),
    ...(leftOut.length > 0 ? [`Left out, as they are no weights: ${listNames(leftOut)}.`] : []),
  ]
}

/** The part of a value that has the weights, where others stand beside it or around it; null where it is the weights itself. */
function descend(
  value: PickleValue,
  kinds: ContainerKinds,
  leftOut: string[],
  optimizers: string[],
): PickleValue | null {
  const children = childrenOf(value)
  if (children === null) return null
  if (isObject(value) && value.kind !== 'dict') {
    const [only] = children
    return children.length === 1 && !isArray(only![1]) ? only![1] : null
  }
  if (kinds.isOptimizer('', value)) return null
  const holders = children.filter(
    ([name, child]) => !kinds.isOptimizer(name, child) && kinds.holdsWeights(child),
  )
  const known = WEIGHT_KEYS.map((key) => holders.find(([name]) => name === key)).find(
    (holder) => holder !== undefined,
  )
  const states = holders.filter(([name, child]) => STATE_KEY.test(name) || kinds.isState(child))
  const chosen = known ?? states[0]
  if (chosen === undefined) return null
  if (known === undefined && states.some(([, state]) => state !== chosen[1])) {
    throw new FormatError(
      `expected the weights of one network, got ${states.length}: ${listNames(states.map(([name]) => name))}; save the state_dict of one alone`,
    )
  }
  for (const child of children) {
    if (child === chosen) continue
    const [name, item] = child
    ;(kinds.isOptimizer(name, item) ? optimizers : leftOut).push(name)
  }
  return chosen[1]
}

interface Gathered {
  readonly arrays: Map<string, PickledArray>
  readonly leftOut: string[]
  readonly optimizers: string[]
  readonly kinds: ContainerKinds
  /** Containers on the way: a pickle may put one into itself, or in many places. */
  readonly seen: Set<PickleValue>
  readonly depth: number
}

/** Characters of a name with those of all that is around it, at most: a long key may stand at every level. */
const LONGEST_NAME = 1000

function flatten(value: PickleValue, name: string, gathered: Gathered): void {
  const { arrays, leftOut, optimizers, kinds, seen, depth } = gathered
  if (name.length > LONGEST_NAME) {
    throw new FormatError(
      `pickle: expected names of at most ${LONGEST_NAME.toLocaleString('en-US')} characters, got one of ${name.length}`,
    )
  }
  if (isArray(value)) {
    arrays.set(name, { name: name === '' ? 'array' : name, value })
    return
  }
  if (kinds.isOptimizer(name, value)) {
    optimizers.push(name === '' ? 'param_groups' : name)
    return
  }
  if (seen.has(value)) return
  const children = childrenOf(value)
  if (children === null) {
    if (name !== '') leftOut.push(name)
    return
  }
  seen.add(value)
  if (depth >= MOST_PICKLE_DEPTH) {
    throw new FormatError(`pickle: expected at most ${MOST_PICKLE_DEPTH} levels of lists and dicts, got more`)
  }
  // Lists of numbers, as sizes, are one thing that is left out.
  if (children.length > 0 && children.every(([, child]) => !isObject(child)) && isSequence(value)) {
    leftOut.push(name === '' ? 'numbers' : name)
    return
  }
  for (const [key, child] of children) {
    flatten(child, name === '' ? key : `${name}.${key}`, { ...gathered, depth: depth + 1 })
  }
}
