import { describe, expect, it } from 'vitest'
import { FormatError } from '#core/formats/format-error.ts'
import { readTorchTensors } from '#core/formats/pytorch/read-pytorch.ts'
import { readPickledTensors } from '#core/formats/numpy-pickle/read-numpy-pickle.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { answerOf, findTorch, torchAnswers, torchBytes } from './torch-files.ts'

const ANSWERS = torchAnswers()
const FORMATS: Readonly<Record<string, string>> = { pkl: 'numpy-pickle', npz: 'npz' }

describe('files of PyTorch and pickle', () => {
  it.each(Object.entries(ANSWERS))('%s answers as it did in PyTorch', async (fileName, expected) => {
    const file = await findTorch(fileName)
    expect(file.format.name).toBe(FORMATS[fileName.split('.').at(-1)!] ?? 'pytorch')
    expect(file.network.layers.map(({ activation }) => activation)).toEqual([null, null, null])
    answerOf(file).forEach((output, k) => expect(output).toBeCloseTo(expected[k]!, 6))
  })

  it.each([
    ['plain.pth', []],
    [
      'checkpoint.pth',
      [/optimizer's memory.*: optimizer_state_dict\./, /: epoch, loss, best_acc, shape, history\./],
    ],
    ['lightning.ckpt', [/optimizer's memory.*: optimizer_states\./, /: epoch, lr_schedulers\./]],
    ['lists.pkl', [/: sizes, rate\./]],
    ['double.pth', [/float64; .* as float32/]],
    ['big-endian.pkl', [/float64; .* as float32/]],
    [
      'norm-behind-activation.pth',
      [
        /normalization 2 is taken to stand after the activation of 0.* into 4/,
        /before the activation \(5 after 4\)/,
      ],
    ],
  ])('%s says what was left out or taken for granted', async (fileName, notes) => {
    const { network } = await findTorch(fileName)
    for (const note of notes) expect(network.notes).toContainEqual(expect.stringMatching(note))
    if (notes.length === 0) expect(network.notes).toEqual([])
  })

  it.each([
    ['half.pth', 'float16'],
    ['bfloat16.pth', 'bfloat16'],
    ['double.pth', 'float64'],
    ['big-endian.pkl', 'float64'],
  ])('%s holds %s', async (fileName, numberType) => {
    expect((await findTorch(fileName)).network.numberTypes).toEqual([numberType])
  })

  it.each([
    ['optimizer-alone.pth', /got an optimizer's memory alone.*model\.state_dict\(\)/],
    ['two-networks.pth', /weights of one network, got 2: generator, discriminator/],
    [
      'whole-model.pth',
      /torch\.nn\.modules\.container\.Sequential, as part of a whole model; .*model\.state_dict\(\)/,
    ],
    ['script.pt', /__torch__\.torch\.nn\.modules\.container\.Sequential, a TorchScript program/],
    ['convolution.pth', /0\.weight: .*2 × 1 × 3 × 3, as a convolution has/],
    ['int8.pth', /0\.weight: .*got int8 \(3 × 6\)/],
    ['pickled-tensors.pkl', /torch\.storage\._load_from_bytes.*not with pickle\.dump/],
  ])('%s is refused by its name', async (fileName, message) => {
    await expect(findTorch(fileName)).rejects.toThrow(FormatError)
    await expect(findTorch(fileName)).rejects.toThrow(message)
  })

  it('tensors are read with their names, also where they are no network', () => {
    const { tensors } = readTorchTensors(torchBytes('convolution.pth'), FORMAT_TOOLS)
    expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ['0.weight', [2, 1, 3, 3]],
      ['0.bias', [2]],
      ['2.weight', [3, 6]],
      ['2.bias', [3]],
    ])
  })

  it('arrays of objects are read for other formats, under the name of the array', () => {
    const { tensors } = readPickledTensors(torchBytes('objects.pkl'), 0, 'arr_0')
    expect(tensors.map(({ name, shape }) => `${name} ${shape.join()}`).slice(0, 2)).toEqual([
      'arr_0.0 5,6',
      'arr_0.1 5',
    ])
  })
})
