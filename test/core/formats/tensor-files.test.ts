import { describe, expect, it } from 'vitest'
import { FormatError } from '#core/formats/format-error.ts'
import { readNpy } from '#core/formats/npz/npy.ts'
import { findNetwork, writableFormat } from '#core/formats/registry.ts'
import { writeZip } from '#core/formats/zip/write-zip.ts'
import { openQuestions } from '#core/importing/settle-network.ts'
import { Random } from '#core/random/random.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { answerOf, ownNetwork, roundTrip } from './own-network.ts'
import { accuracyOnMnist, findRealNetwork, hasRealWeights, mutate } from './real-weights.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** An array of NumPy with a head as written. */
function npy(head: string, content: Uint8Array): Uint8Array {
  const file = new Uint8Array(10 + head.length + content.length)
  file.set([0x93, ...bytesOf('NUMPY'), 1, 0, head.length, 0])
  file.set(bytesOf(head), 10)
  file.set(content, 10 + head.length)
  return file
}

function safetensors(header: unknown, numbers = new Uint8Array()): Uint8Array {
  const text = bytesOf(JSON.stringify(header))
  const file = new Uint8Array(8 + text.length + numbers.length)
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true)
  file.set(text, 8)
  file.set(numbers, 8 + text.length)
  return file
}

const find = (bytes: Uint8Array) => findNetwork(bytes, 'download', FORMAT_TOOLS)

describe.each([
  ['safetensors', 100],
  ['npz', 100],
  // Most of so small a page is its script, which is not read.
  ['html', 10],
] as const)('%s', (name, leastRefused) => {
  it.each([
    ['a plain network', ownNetwork()],
    ['batch normalization', ownNetwork('relu', { batchNorm: true })],
    ['standardized pixels', ownNetwork('tanh', { normalization: 'standardized' })],
    ['pixels as they are', ownNetwork('gelu', { normalization: 'none', batchNorm: true })],
  ])('holds %s to the last bit, and the recipe', async (_what, network) => {
    const { format, found, read, bytes } = await roundTrip(await writableFormat(name).loadWriter(), network)
    expect(format.name).toBe(name)
    expect(openQuestions(found)).toEqual([])
    expect(read).toEqual(network)
    expect(answerOf(read)).toEqual(answerOf(network))
    expect((await roundTrip(await writableFormat(name).loadWriter(), network)).bytes).toEqual(bytes)
  })

  it('keeps what is not known of a recipe unknown', async () => {
    const network = { ...ownNetwork(), unknownFields: ['optimizer', 'seed'] }
    const { read } = await roundTrip(await writableFormat(name).loadWriter(), network)
    expect(read.unknownFields).toEqual(['optimizer', 'seed'])
  })

  it('is read or refused in clear words however it is damaged', async () => {
    const network = ownNetwork('relu', { batchNorm: true })
    const { bytes } = await roundTrip(await writableFormat(name).loadWriter(), network)
    const { read, refused, slowest } = await mutate(bytes, 400, new Random(1, 'mutants'))
    expect(read + refused).toBe(400)
    expect(refused).toBeGreaterThan(leastRefused)
    expect(slowest).toBeLessThan(1000)
  })
})

it('safetensors says that weights of 64 bits are rounded, NPZ keeps them', async () => {
  const { recipe } = ownNetwork()
  const codesOf = async (name: 'safetensors' | 'npz') =>
    (await writableFormat(name).loadWriter())
      .findLimits({ ...recipe, engine: 'reference' })
      .map(({ code }) => code)
  expect(await codesOf('safetensors')).toEqual(['rounding'])
  expect(await codesOf('npz')).toEqual([])
})

describe('an array of NumPy', () => {
  const numbers = new Uint8Array(new Float64Array([1, 2, 3, 4, 5, 6]).buffer)
  it.each([
    ['C order', "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", numbers, [1, 2, 3, 4, 5, 6]],
    [
      'Fortran order',
      "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }",
      numbers,
      [1, 3, 5, 2, 4, 6],
    ],
    [
      'big-endian numbers',
      "{'descr': '>f8', 'fortran_order': False, 'shape': (6,), }",
      numbers.toReversed(),
      [6, 5, 4, 3, 2, 1],
    ],
    [
      'float16',
      "{'descr': '<f2', 'fortran_order': False, 'shape': (3,), }",
      Uint8Array.of(0, 0x3c, 0, 0xc1, 1, 0),
      [1, -2.5, 2 ** -24],
    ],
    [
      'a single number',
      "{'descr': '<f4', 'fortran_order': False, 'shape': (), }",
      Uint8Array.of(0, 0, 0xc0, 0x3f),
      [1.5],
    ],
  ])('is read in %s', (_what, head, content, expected) => {
    expect([...readNpy(npy(head, content), 'x').read()]).toEqual(expected)
  })

  it.each([
    [
      'a shape of 2³¹ × 2³¹',
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2147483648, 2147483648), }",
      /x: expected the shape/,
    ],
    [
      'more numbers than there are',
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2147483648,), }",
      /x: expected 2147483648 numbers as float64, the file is cut off after 48/,
    ],
    [
      'a record',
      "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (6,), }",
      /x: expected an array of numbers/,
    ],
    [
      'complex numbers',
      "{'descr': '<c16', 'fortran_order': False, 'shape': (3,), }",
      /x: expected numbers as float16.*got c16/,
    ],
  ])('is refused with %s', (_what, head, message) => {
    expect(() => readNpy(npy(head, numbers), 'x').read()).toThrow(FormatError)
    expect(() => readNpy(npy(head, numbers), 'x').read()).toThrow(message)
  })

  it('of Python objects is refused with what helps', async () => {
    const array = npy(
      "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }",
      bytesOf('\x80\x03cos\nsystem\n'),
    )
    await expect(find(writeZip([{ name: 'arr_0.npy', bytes: array }], FORMAT_TOOLS))).rejects.toThrow(
      /arr_0: expected numbers, got Python objects.*save each matrix under a name/,
    )
  })
})

describe('a file of safetensors', () => {
  it.each([
    [
      'numbers that overlap the end',
      { w: { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] } },
      /w: expected numbers up to byte 16, the file is cut off/,
    ],
    [
      'another size than its shape',
      { w: { dtype: 'F32', shape: [2, 2], data_offsets: [0, 8] } },
      /w: expected 2 × 2 numbers as F32, got 8 bytes/,
    ],
    [
      'a shape of 2³¹ × 2³¹',
      { w: { dtype: 'F32', shape: [2 ** 31, 2 ** 31], data_offsets: [0, 8] } },
      /w: expected at most 4,000,000 numbers in a file of this size, got 2147483648 × 2147483648/,
    ],
    ['an entry that is none', { w: [1] }, /w: expected dtype, shape and data_offsets/],
    [
      '8-bit floats',
      { w: { dtype: 'F8_E4M3', shape: [2, 2], data_offsets: [0, 4] } },
      /w: expected weights as float16.*got F8_E4M3/,
    ],
    ['no tensors', {}, /found none/],
  ])('is refused with %s', async (_what, header, message) => {
    const reading = find(safetensors(header, new Uint8Array(8)))
    await expect(reading).rejects.toThrow(FormatError)
    await expect(reading).rejects.toThrow(message)
  })

  it('is not taken for JSON, however long its header is', async () => {
    // The length 31,520 as bytes is a space and an opening brace.
    const header = { __metadata__: { pad: 'x'.repeat(31_520 - 26) } }
    expect(safetensors(header)[1]).toBe(0x7b)
    await expect(find(safetensors(header))).rejects.toThrow(/matrices of fully connected layers, found none/)
  })
})

describe.skipIf(!hasRealWeights)('files of other programs', () => {
  it('read as many of MNIST’s images right as they do there', async () => {
    const relu = { activation: [{ name: 'relu' }] } as const
    expect(accuracyOnMnist(await findRealNetwork('dfdx-mnist.safetensors'), relu)).toBeCloseTo(98.49, 1)
    expect(accuracyOnMnist(await findRealNetwork('baretensor-mnist_mlp_weights.npz'), relu)).toBeCloseTo(
      97.06,
      1,
    )
    expect(accuracyOnMnist(await findRealNetwork('greatshasha-network2.json'))).toBeCloseTo(90.81, 1)
  })

  it.each([
    ['burn-multi_layer.safetensors', /conv1\.weight: .*as a convolution has/],
    ['fluent-mnist.safetensors', /got uint8/],
  ])('are refused where they are no such network: %s', async (fileName, message) => {
    await expect(findRealNetwork(fileName)).rejects.toThrow(message)
  })
})
