import { describe, expect, it } from 'vitest'
import { chainTensors } from '#core/formats/chain-tensors.ts'
import { FormatError } from '#core/formats/format-error.ts'
import type { NamedTensor } from '#core/formats/tensor.ts'

/** A tensor whose numbers count up from `first`. */
function tensor(name: string, shape: readonly number[], first = 0, numberType = 'float32'): NamedTensor {
  const count = shape.reduce((product, side) => product * side, 1)
  return { name, shape, numberType, read: () => Float64Array.from({ length: count }, (_, k) => first + k) }
}

const sizes = (tensors: readonly NamedTensor[], usual: 'out-in' | 'in-out' = 'out-in'): number[] => {
  const { layers } = chainTensors(tensors, usual)
  return [layers[0]!.inFeatures, ...layers.map(({ outFeatures }) => outFeatures)]
}

const TORCH = [
  tensor('fc1.weight', [3, 4]),
  tensor('fc1.bias', [3]),
  tensor('fc2.weight', [2, 3]),
  tensor('fc2.bias', [2], 7),
]

describe('a network of named tensors', () => {
  it.each([
    ["PyTorch's layers", TORCH],
    [
      'numbered ones of a Sequential',
      TORCH.map((each, k) => ({ ...each, name: `${k < 2 ? 0 : 2}.${each.name.slice(4)}` })),
    ],
    ['a common prefix', TORCH.map((each) => ({ ...each, name: `module.net.${each.name}` }))],
    ['biases before weights', [1, 0, 3, 2].map((k) => TORCH[k]!)],
    ['layers in another order', [3, 2, 1, 0].map((k) => TORCH[k]!)],
    [
      'rows and columns as (in, out)',
      [tensor('W1', [4, 3]), tensor('b1', [3]), tensor('W2', [3, 2]), tensor('b2', [2])],
    ],
    ['keys out of order', [tensor('b2', [2]), tensor('W1', [4, 3]), tensor('b1', [3]), tensor('W2', [3, 2])]],
    [
      'biases as columns',
      [tensor('w_1', [3, 4]), tensor('b_1', [3, 1]), tensor('w_2', [2, 3]), tensor('b_2', [2, 1])],
    ],
    [
      'arrays without names',
      [tensor('arr_0', [4, 3]), tensor('arr_1', [3]), tensor('arr_2', [3, 2]), tensor('arr_3', [2])],
    ],
    [
      "scikit-learn's",
      [
        tensor('coefs_0', [4, 3]),
        tensor('coefs_1', [3, 2]),
        tensor('intercepts_0', [3]),
        tensor('intercepts_1', [2]),
      ],
    ],
    ['no biases', [tensor('a.weight', [3, 4]), tensor('b.weight', [2, 3])]],
  ])('takes %s', (_what, tensors) => {
    expect(sizes(tensors)).toEqual([4, 3, 2])
    expect(chainTensors(tensors, 'out-in').isOrientationAssumed).toBe(false)
  })

  it('turns matrices that lie as (in, out)', () => {
    const { layers } = chainTensors([tensor('W', [2, 3]), tensor('b', [3])], 'out-in')
    expect(layers[0]).toMatchObject({ inFeatures: 2, outFeatures: 3, activation: null })
    expect([...layers[0]!.weights]).toEqual([0, 3, 1, 4, 2, 5])
  })

  it('lets a square layer follow its neighbours, and says where nothing decides', () => {
    const square = [tensor('a.weight', [3, 4]), tensor('b.weight', [3, 3]), tensor('c.weight', [2, 3])]
    expect(chainTensors(square, 'in-out').isOrientationAssumed).toBe(false)
    expect(chainTensors(square, 'in-out').layers[1]!.weights[1]).toBe(1)
    expect(chainTensors([tensor('a.weight', [3, 3])], 'out-in').isOrientationAssumed).toBe(true)
  })

  it('places batch normalization and leaves counters out', () => {
    const { layers, notes } = chainTensors(
      [
        ...TORCH.slice(0, 2),
        ...['weight', 'bias', 'running_mean', 'running_var'].map((name, k) => tensor(`bn1.${name}`, [3], k)),
        tensor('bn1.num_batches_tracked', [], 0, 'int64'),
        ...TORCH.slice(2),
      ],
      'out-in',
    )
    expect([...layers[0]!.batchNorm!.runningVariance]).toEqual([3, 4, 5])
    expect(layers[1]!.batchNorm).toBeUndefined()
    expect(notes.join(' ')).toContain('bn1.num_batches_tracked')
  })

  it.each([
    [
      'a convolution',
      [tensor('conv1.weight', [16, 1, 4, 4]), ...TORCH],
      /conv1\.weight: .*16 × 1 × 4 × 4, as a convolution/,
    ],
    ['integers', [tensor('Xtrain', [60, 196], 0, 'uint8')], /Xtrain: .*got uint8/],
    [
      'layers that do not follow',
      [TORCH[0]!, tensor('fc2.weight', [2, 5])],
      /takes what the one before it gives.*fc2 2 × 5/,
    ],
    [
      'a vector that belongs to nothing',
      [...TORCH, tensor('mask', [9])],
      /mask: expected weights, biases.*got 9/,
    ],
    ['nothing', [], /found none/],
  ])('refuses %s', (_what, tensors, message) => {
    expect(() => chainTensors(tensors, 'out-in')).toThrow(FormatError)
    expect(() => chainTensors(tensors, 'out-in')).toThrow(message)
  })
})
