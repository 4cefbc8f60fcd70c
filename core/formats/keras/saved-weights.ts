import { chainTensors } from '../chain-tensors.ts'
import { FormatError } from '../format-error.ts'
import type { FoundNetwork } from '../found-network.ts'
import type { Hdf5Group } from '../hdf5/open-hdf5.ts'
import { isFloat, type NamedTensor } from '../tensor.ts'
import { findVars, type WeightRole } from './layer-weights.ts'
import { listArrays, roleOf, textsOf } from './legacy-weights.ts'

/**
 * Files of `model.save_weights` have no architecture: layers are recognized by the shapes of their weights.
 * @param holder the group with `layer_names`, in files of Keras 2
 * @param mostNumbers of all arrays together, see `mostNumbersOf`
 * @throws FormatError
 */
export function chainSavedWeights(file: Hdf5Group, holder: Hdf5Group, mostNumbers: number): FoundNetwork {
  const layerNames = textsOf(holder, 'layer_names')
  const tensors = layerNames === null ? tensorsOfVars(file) : tensorsOfLayers(holder, layerNames)
  return chainTensors(tensors, 'in-out', mostNumbers)
}

function tensorsOfLayers(holder: Hdf5Group, layerNames: readonly string[]): NamedTensor[] {
  return layerNames.flatMap((layer) => {
    const group = holder.group(layer)
    if (group === null) throw new FormatError(`${layer}: expected a group with its weights, found none`)
    const arrays = listArrays(group, layer)
    return nameByRole(
      layer,
      arrays,
      arrays.map(({ name }) => roleOf(name)),
    )
  })
}

function tensorsOfVars(file: Hdf5Group): NamedTensor[] {
  const collator = new Intl.Collator('en', { numeric: true })
  return findVars(file)
    .sort(collator.compare)
    .flatMap((path) => {
      const vars = file.group(path)?.group('vars')
      const names = [...(vars?.names ?? [])].sort((a, b) => Number(a) - Number(b))
      const arrays = names.flatMap((name) => vars?.array(name) ?? [])
      return nameByRole(path.split(/[/\\]/).at(-1)!, arrays, rolesByShape(arrays))
    })
}

/** Keras numbers the weights of a layer: a matrix and a vector, or four vectors of batch normalization. */
function rolesByShape(arrays: readonly NamedTensor[]): (WeightRole | null)[] {
  if (arrays[0]?.shape.length === 2) return ['kernel', ...(arrays.length > 1 ? (['bias'] as const) : [])]
  if (arrays.length === 4) return ['gamma', 'beta', 'moving_mean', 'moving_variance']
  return arrays.map(() => null)
}

/** The state of random numbers in dropout is no weight. */
function nameByRole(
  layer: string,
  arrays: readonly NamedTensor[],
  roles: readonly (WeightRole | null)[],
): NamedTensor[] {
  return arrays.flatMap((array, k) => {
    if (!isFloat(array) && array.shape.length <= 1) return []
    return [{ ...array, name: `${layer}.${roles[k] ?? k}` }]
  })
}
