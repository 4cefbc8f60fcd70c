import { FormatError } from '../format-error.ts'
import type { Hdf5Group } from '../hdf5/open-hdf5.ts'
import { describeShape, isFloat, type NamedTensor } from '../tensor.ts'
import type { KerasLayer } from './model-config.ts'

/** What a weight is to its layer. */
export type WeightRole =
  | 'kernel'
  | 'bias'
  | 'gamma'
  | 'beta'
  | 'moving_mean'
  | 'moving_variance'
  /** Of Normalization, and of how many images. */
  | 'mean'
  | 'variance'
  | 'count'

/** The weights of one layer by role. */
export type LayerWeights = ReadonlyMap<WeightRole, NamedTensor>

/** Finds the weights of layers in one way of writing them. */
export interface WeightSource {
  /** @param roles that the layer has, in Keras' order @throws FormatError where it has others */
  weightsOf(layer: KerasLayer, roles: readonly WeightRole[]): LayerWeights
  /** Of a model inside the model. */
  inside(layer: KerasLayer): WeightSource
}

/** @throws FormatError where a layer's weights are not the expected ones */
export function pairRoles(
  { name, className }: KerasLayer,
  roles: readonly WeightRole[],
  tensors: readonly NamedTensor[],
): LayerWeights {
  if (tensors.length !== roles.length) {
    const got = tensors.map((tensor) => `${tensor.name} ${describeShape(tensor.shape)}`).join(', ')
    throw new FormatError(
      `${name}: expected ${roles.join(', ') || 'no weights'} of ${className}, got ${got === '' ? 'none' : got}`,
    )
  }
  for (const [k, tensor] of tensors.entries()) {
    if (isFloat(tensor) || roles[k] === 'count') continue
    throw new FormatError(
      `${tensor.name}: expected weights as float16, bfloat16, float32 or float64, got ${tensor.numberType}`,
    )
  }
  return new Map(roles.map((role, k) => [role, tensors[k]!]))
}

/** Where Keras 3 and its forerunner keep the layers of a model. */
const CONTAINERS = ['layers', '_layer_checkpoint_dependencies']

/** The groups of a model's layers, each with `vars`, in files of Keras 3: by the paths to them. */
export function findVars(model: Hdf5Group): string[] {
  return CONTAINERS.flatMap((container) => [
    ...(model.group(container)?.names ?? []).map((name) => `${container}/${name}`),
    ...model.names.filter((name) => name.startsWith(`${container}\\`)),
  ])
}

/** Files of Keras 3 have `layers/dense_1/vars/0`: the class in small letters, counted, and what the layer is called beside it. */
export class VarsSource implements WeightSource {
  readonly #model: Hdf5Group
  readonly #paths: readonly string[]
  readonly #byName = new Map<string, string>()
  readonly #byClass = new Map<KerasLayer, string>()

  constructor(model: Hdf5Group, layers: readonly KerasLayer[]) {
    this.#model = model
    this.#paths = findVars(model)
    for (const path of this.#paths) {
      const [name] = model.group(`${path}/vars`)?.texts('name') ?? []
      if (name !== undefined) this.#byName.set(name, path)
    }
    const counts = new Map<string, number>()
    for (const layer of layers) {
      const name = toSnakeCase(layer.className)
      const count = counts.get(name) ?? 0
      counts.set(name, count + 1)
      this.#byClass.set(layer, count === 0 ? name : `${name}_${count}`)
    }
  }

  weightsOf(layer: KerasLayer, roles: readonly WeightRole[]): LayerWeights {
    const vars = this.#groupOf(layer)?.group('vars')
    const names = [...(vars?.names ?? [])].sort((a, b) => Number(a) - Number(b))
    const tensors = names.flatMap((name) => vars?.array(name) ?? [])
    return pairRoles(layer, roles, tensors)
  }

  inside(layer: KerasLayer): WeightSource {
    const group = this.#groupOf(layer)
    if (group === null)
      throw new FormatError(`${layer.name}: expected weights of the model inside the model, found none`)
    return new VarsSource(group, layer.layers ?? [])
  }

  #groupOf(layer: KerasLayer): Hdf5Group | null {
    const named = this.#byName.get(layer.name)
    if (named !== undefined) return this.#model.group(named)
    const name = this.#byClass.get(layer)
    const path = this.#paths.find((each) => each.split(/[/\\]/).at(-1) === name)
    return path === undefined ? null : this.#model.group(path)
  }
}

/** As Keras does: `LeakyReLU` becomes `leaky_re_lu`. */
export const toSnakeCase = (className: string): string =>
  className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
