import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { FormatError } from '#core/formats/format-error.ts'
import { readTorchTensors } from '#core/formats/pytorch/read-pytorch.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { accuracyOnMnist, findRealNetwork, hasRealWeights } from './real-weights.ts'

const bytesOf = (fileName: string): Uint8Array =>
  new Uint8Array(readFileSync(path.join(process.env.BACKPROP_WEIGHTS!, fileName)))
const tensorsOf = (fileName: string): [string, readonly number[], string, number[]][] =>
  readTorchTensors(bytesOf(fileName), FORMAT_TOOLS).tensors.map((tensor) => [
    tensor.name,
    tensor.shape,
    tensor.numberType,
    [...tensor.read()],
  ])

/** Their accuracies were computed with NumPy. */
describe.skipIf(!hasRealWeights)(
  'files of other people (where BACKPROP_WEIGHTS and BACKPROP_MNIST name them)',
  () => {
    it.each([
      ['abcrown-mnist_2_20.pth', 'relu', [20, 10], 88.39],
      ['abcrown-mnist_6_100_nat.pth', 'relu', [100, 100, 100, 100, 100, 10], 96.29],
      ['autolirpa-mnist_fc_3layer.pth', 'relu', [128, 64, 10], 97.52],
      ['oreilly-ch03-sample_weight.pkl', 'sigmoid', [50, 100, 10], 93.52],
    ] as const)('%s reads as many digits right as there', async (fileName, activation, sizes, accuracy) => {
      const found = await findRealNetwork(fileName)
      expect(found.layers.map(({ outFeatures }) => outFeatures)).toEqual(sizes)
      expect(accuracyOnMnist(found, { activation: [{ name: activation }] })).toBeCloseTo(accuracy, 2)
    })

    it.each([
      ['abcrown-mnist_conv_small_nat.pth', /^0\.weight: .*16 × 1 × 4 × 4, as a convolution has/],
      ['autolirpa-mnist_cnn_small.pth', /^conv1\.weight: .*as a convolution has/],
      ['burn-complex_nested.pt', /^conv_blocks\.0\.conv\.weight: .*as a convolution has/],
      ['burn-tar_weight_bias.tar', /the tar archive that PyTorch wrote in its first releases/],
      ['burn-bfloat16.pt', /got 3 that belongs to none/],
      ['candle-fortran_tensor_3d.pth', /2 × 3 × 4, as other layers have/],
      ['ghadimi-mnist_mlp.keras', /a web page that was saved under this name; download the raw file/],
    ])('%s is refused by what it is', async (fileName, message) => {
      await expect(findRealNetwork(fileName)).rejects.toThrow(FormatError)
      await expect(findRealNetwork(fileName)).rejects.toThrow(message)
    })

    it('weights of a checkpoint are read, and the rest is named', async () => {
      const { layers, notes } = await findRealNetwork('burn-checkpoint.pt')
      expect(layers.map(({ name }) => name)).toEqual(['fc1', 'fc2'])
      expect(notes.join(' ')).toMatch(/optimizer's memory.*: optimizer_state_dict\. .*: epoch, loss\./)
      expect((await findRealNetwork('abcrown-mnist_6_100_nat.pth')).notes.join(' ')).toMatch(/: acc\./)
    })

    it.each([
      ['burn-bfloat16.pt', 'bfloat16', [1.5, -2.5, 3.5]],
      ['burn-float16.pt', 'float16', [1.5, -2.25, 3.125]],
      ['burn-float64.pt', 'float64', [1.1, 2.2, 3.3]],
    ])('%s holds %s', (fileName, numberType, numbers) => {
      expect(tensorsOf(fileName)).toEqual([['tensor', [3], numberType, numbers]])
    })

    it('strides are followed', () => {
      const counted = Array.from({ length: 24 }, (_, k) => k + 1)
      expect(tensorsOf('candle-fortran_tensor_3d.pth')).toEqual([
        ['tensor_fortran', [2, 3, 4], 'int64', counted],
      ])
    })

    it('tensors that share a storage begin where they begin in it', () => {
      const [first, second] = tensorsOf('burn-legacy_uncloned_views.pt')
      expect([first![1], second![1]]).toEqual([[10], [10]])
      expect(second![3]).toEqual(first![3].map((number) => number + 40))
    })
  },
)
