import { FormatError } from '../format-error.ts'
import type { Hdf5Group } from '../hdf5/open-hdf5.ts'
import type { NamedTensor } from '../tensor.ts'
import { type LayerWeights, pairRoles, type WeightRole, type WeightSource } from './layer-weights.ts'
import type { KerasLayer } from './model-config.ts'

/** How weights are called at their end: `kernel:0` of Keras 2, `kernel` of 3, `_W` of 1. */
const ENDINGS: readonly (readonly [RegExp, WeightRole])[] = [
  [/(?:kernel|_W)(?::0)?$/, 'kernel'],
  [/(?:bias|_b)(?::0)?$/, 'bias'],
  [/gamma(?::0)?$/, 'gamma'],
  [/beta(?::0)?$/, 'beta'],
  [/(?:moving|running)_mean(?::0)?$/, 'moving_mean'],
  [/(?:moving_variance|running_std)(?::0)?$/, 'moving_variance'],
]

/** What a weight is to its layer by its name; null where the name does not say it. */
export const roleOf = (name: string): WeightRole | null =>
  ENDINGS.find(([ending]) => ending.test(name))?.[1] ?? null

/** Texts of an attribute that is parted where it is beyond 64 kB: `weight_names0`, `weight_names1`. */
export function textsOf(group: Hdf5Group, name: string): readonly string[] | null {
  const whole = group.texts(name)
  if (whole !== null) return whole
  const parts: string[] = []
  for (let k = 0; ; k++) {
    const part = group.texts(`${name}${k}`)
    if (part === null) return k === 0 ? null : parts
    parts.push(...part)
  }
}

/** The arrays of a layer's group, as its `weight_names` lists them. @throws FormatError */
export function listArrays(group: Hdf5Group, name: string): NamedTensor[] {
  return (textsOf(group, 'weight_names') ?? []).map((path) => {
    const array = group.array(path)
    if (array === null) throw new FormatError(`${name}: expected its weights ${path}, found none`)
    return array
  })
}

/** Files of Keras 2 and earlier have a group for each layer, whose `weight_names` lists what it holds. */
export class LegacySource implements WeightSource {
  readonly #find: (layer: KerasLayer) => readonly NamedTensor[]

  /** @param weights the group that has one for each layer */
  constructor(weights: Hdf5Group) {
    this.#find = ({ name }) => {
      const group = weights.group(name)
      if (group === null) throw new FormatError(`${name}: expected a group with its weights, found none`)
      return listArrays(group, name)
    }
  }

  weightsOf(layer: KerasLayer, roles: readonly WeightRole[]): LayerWeights {
    return orderByRole(layer, roles, this.#find(layer))
  }

  /** The weights of a model inside stand together, those that are not trained last; their names have the layer's. */
  inside(model: KerasLayer): WeightSource {
    const all = this.#find(model)
    const source: WeightSource = {
      weightsOf: (layer, roles) =>
        orderByRole(
          layer,
          roles,
          all.filter(({ name }) => name.split('/').slice(1, -1).includes(layer.name)),
        ),
      inside: () => source,
    }
    return source
  }
}

/** By their names, where these say it, else as Keras orders them. */
function orderByRole(
  layer: KerasLayer,
  roles: readonly WeightRole[],
  tensors: readonly NamedTensor[],
): LayerWeights {
  const byRole = roles.map((role) => tensors.find(({ name }) => roleOf(name) === role))
  const isNamed = tensors.length === roles.length && byRole.every((tensor) => tensor !== undefined)
  return pairRoles(layer, roles, isNamed ? byRole : tensors)
}
