import { FormatError } from '../format-error.ts'
import {
  countOf,
  describePickled,
  isObject,
  itemsOf,
  type PickleValue,
  shapeOf,
  textOf,
  type TorchStorage,
  type TorchTensor,
} from './pickle-value.ts'

/** The number types of PyTorch's storages, by their classes. */
export const STORAGE_TYPES: Readonly<Record<string, string>> = {
  'torch.FloatStorage': 'float32',
  'torch.DoubleStorage': 'float64',
  'torch.HalfStorage': 'float16',
  'torch.BFloat16Storage': 'bfloat16',
  'torch.LongStorage': 'int64',
  'torch.IntStorage': 'int32',
  'torch.ShortStorage': 'int16',
  'torch.CharStorage': 'int8',
  'torch.ByteStorage': 'uint8',
  'torch.BoolStorage': 'bool',
}

/** A persistent id: `('storage', class, key, location, count)`, and where it is part of another its place there. */
export function makeStorage(id: PickleValue): TorchStorage {
  const [word, type, keyValue, , countValue, view] = itemsOf(id, 'storage')
  const numberType = isObject(type) && type.kind === 'global' ? STORAGE_TYPES[type.name] : undefined
  if (textOf(word) !== 'storage' || numberType === undefined) {
    throw new FormatError(
      `storage: expected one of a class of PyTorch, got ${describePickled(word)} and ${describePickled(type)}`,
    )
  }
  const key = textOf(keyValue) ?? `${countOf(keyValue, 'storage')}`
  const storedCount = countOf(countValue, `storage ${key}`)
  const whole = { kind: 'storage', key, numberType, storedCount } as const
  if (view === undefined || view === null) return { ...whole, count: storedCount, start: 0 }
  const [, startValue, partValue] = itemsOf(view, `storage ${key}`)
  const start = countOf(startValue, `storage ${key}`)
  const count = countOf(partValue, `storage ${key}`)
  if (start + count > storedCount) {
    throw new FormatError(
      `storage ${key}: expected a part of its ${storedCount} numbers, got numbers ${start} to ${start + count}`,
    )
  }
  return { ...whole, count, start }
}

/** `torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, …)`. */
export function makeTensor(args: readonly PickleValue[]): TorchTensor {
  const [storage, offsetValue, shapeValue, stridesValue] = args
  if (!isObject(storage) || storage.kind !== 'storage') {
    throw new FormatError(`tensor: expected its storage, got ${describePickled(storage)}`)
  }
  const offset = countOf(offsetValue, 'tensor')
  const shape = shapeOf(shapeValue, 'tensor')
  const strides = shapeOf(stridesValue, 'tensor')
  if (strides.length !== shape.length) {
    throw new FormatError(`tensor: expected ${shape.length} strides, got ${strides.length}`)
  }
  const last = shape.reduce((sum, side, axis) => sum + (side - 1) * strides[axis]!, offset)
  if (!shape.includes(0) && last >= storage.count) {
    throw new FormatError(
      `tensor: expected numbers within the ${storage.count} of storage ${storage.key}, got number ${last + 1}`,
    )
  }
  return { kind: 'tensor', storage, offset, shape, strides }
}

/** `torch._utils._rebuild_parameter(tensor, …)`. */
export function makeParameter(args: readonly PickleValue[]): TorchTensor {
  const [tensor] = args
  if (isObject(tensor) && tensor.kind === 'tensor') return tensor
  throw new FormatError(`parameter: expected a tensor, got ${describePickled(tensor)}`)
}
