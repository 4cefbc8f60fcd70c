import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FormatError } from '#core/formats/format-error.ts'
import { GRAPH, MODEL, NODE, TENSOR } from '#core/formats/onnx/fields.ts'
import {
  bytesField,
  floatBytes,
  integerField,
  message,
  textField,
  type WrittenField,
} from '#core/formats/onnx/protobuf-writer.ts'
import { findNetwork } from '#core/formats/registry.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { Random } from '#core/random/random.ts'
import { mutate } from '../real-weights.ts'
import { ends, modelOf, node, onnxTensor, opset } from './onnx-parts.ts'

const FOLDER = 'test/fixtures/weights/onnx'

const tensor = (name: string, shape: number[], numbers: ArrayLike<number>): WrittenField =>
  onnxTensor(name, shape, 1, bytesField(TENSOR.rawData, floatBytes(numbers)))
const chain = (count: number, make: (from: string, to: string) => WrittenField[]): WrittenField[] =>
  Array.from({ length: count }, (_, k) =>
    make(k === 0 ? 'input' : `v${k}`, k === count - 1 ? 'output' : `v${k + 1}`),
  ).flat()
const ten = new Float32Array(100).fill(0.1)

/** Graphs within graphs, as the branches of `If` are. */
function nested(depth: number): Uint8Array {
  // From the innermost outwards, as each has to know its length.
  const begins: Uint8Array[] = []
  let length = 0
  const wrap = (...before: WrittenField[]): void => {
    const begin = message(...before)
    begins.push(begin)
    length += begin.length
  }
  /** The tag and length of a field of which the bytes follow. */
  const openField = (number: number): WrittenField => [
    bytesField(number, new Uint8Array())[0]!,
    integerField(1, length)[1]!,
  ]
  const GRAPH_OF_ATTRIBUTE = 6
  for (let k = 0; k < depth; k++) {
    wrap(openField(GRAPH_OF_ATTRIBUTE))
    wrap(textField(NODE.operator, 'If'), textField(NODE.output, 'output'), openField(NODE.attribute))
    wrap(...ends, openField(GRAPH.node))
  }
  wrap(integerField(MODEL.irVersion, 7), opset, openField(MODEL.graph))
  return message(begins.reverse())
}

/** Bytes after a tag that claim to be many more. */
const lying = (number: number): WrittenField => [Uint8Array.of(number * 8 + 2, 255, 255, 255, 255, 127)]

describe('a hostile ONNX model', () => {
  it.each<[string, () => Uint8Array, RegExp]>([
    ['20,000 graphs in each other', () => nested(20_000), /depend on a condition/],
    [
      'a shape of 2³¹ × 2³¹',
      () => modelOf(tensor('W', [2 ** 31, 2 ** 31], ten), ...ends),
      /^W: expected a shape/,
    ],
    [
      'a shape beyond its numbers',
      () => modelOf(tensor('W', [10_000, 10_000], ten), node('MatMul', ['input', 'W'], 'output'), ...ends),
      /^W: expected 400000000 bytes .* got 400/,
    ],
    ['a negative length', () => modelOf(tensor('W', [0, 10], []), ...ends), /^W: expected a shape/],
    [
      'a length beyond the file',
      () => message(integerField(MODEL.irVersion, 7), opset, lying(MODEL.graph)),
      /cut off or damaged/,
    ],
    ['no graph', () => message(integerField(MODEL.irVersion, 7), opset), /expected a graph/],
    ['no steps', () => modelOf(...ends), /expected an output that comes of the images/],
    [
      'a name that comes later',
      () => modelOf(node('Relu', ['later'], 'output'), ...ends),
      /'later' from a step before it/,
    ],
    [
      'a step that takes its own result',
      () => modelOf(node('Relu', ['output'], 'output'), ...ends),
      /from a step before it/,
    ],
    [
      'a name of a million letters',
      () => modelOf(node('x'.repeat(1e6), ['input'], 'output'), ...ends),
      /^x{79}… .*: expected steps/,
    ],
    [
      '20,000 steps',
      () => modelOf(...chain(20_000, (from, to) => [node('Relu', [from], to)]), ...ends),
      /at most 5,000 steps/,
    ],
    [
      'activations that double',
      () => modelOf(...chain(100, (from, to) => [node('Mul', [from, from], to)]), ...ends),
      /at most 200 steps/,
    ],
    [
      'shapes that double',
      () =>
        modelOf(
          node('Shape', ['input'], 'v0'),
          ...Array.from({ length: 100 }, (_, k) => node('Concat', [`v${k}`, `v${k}`], `v${k + 1}`)),
          ...ends,
        ),
      /at most 64 axes/,
    ],
    [
      'weights used a thousand times',
      () =>
        modelOf(
          tensor('W', [300, 300], new Float32Array(90_000).fill(0.1)),
          ...chain(1000, (from, to) => [node('MatMul', [from, 'W'], to)]),
          ...ends,
        ),
      /weights of its own/,
    ],
    [
      'a weight that is no number',
      () =>
        modelOf(
          tensor(
            'W',
            [10, 10],
            ten.map((x, k) => (k === 7 ? NaN : x)),
          ),
          node('MatMul', ['input', 'W'], 'output'),
          ...ends,
        ),
      /^W: .*number 8 is NaN/,
    ],
    [
      'a scale of 0',
      () =>
        modelOf(
          tensor('W', [10, 10], ten),
          tensor('zero', [], [0]),
          node('Mul', ['input', 'zero'], 'x'),
          node('MatMul', ['x', 'W'], 'output'),
          ...ends,
        ),
      /a number other than 0/,
    ],
    [
      'two tensors of one name',
      () => modelOf(tensor('W', [10, 10], ten), tensor('W', [10, 10], ten), ...ends),
      /^W: expected one tensor/,
    ],
  ])('is refused at once: %s', async (_what, make, message) => {
    const bytes = make()
    const before = process.memoryUsage().arrayBuffers
    const start = process.cpuUsage()
    const reading = findNetwork(bytes, 'model', FORMAT_TOOLS)
    await expect(reading).rejects.toThrow(FormatError)
    await expect(reading).rejects.toThrow(message)
    // Of the process's own time, in microseconds, as others may keep the machine busy.
    expect(process.cpuUsage(start).user).toBeLessThan(1_000_000)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200e6)
  })

  it('is not taken for one where it is something else', async () => {
    const others = [
      '\u0008 text',
      '{"weights": 1}',
      '\u0008\u0001\0\0\0\0\0\0{}',
      'version https://git-lfs.github.com/spec/v1',
    ]
    for (const text of others) {
      await expect(findNetwork(new TextEncoder().encode(text), 'net.onnx', FORMAT_TOOLS)).rejects.toThrow(
        FormatError,
      )
    }
  })

  it('says what is wrong, or is read, whatever bytes change', async () => {
    const random = new Random(1, 'mutations of models')
    for (const name of readdirSync(FOLDER).filter((each) => each.endsWith('.onnx'))) {
      const { slowest } = await mutate(new Uint8Array(readFileSync(`${FOLDER}/${name}`)), 10, random)
      expect(slowest).toBeLessThan(1000)
    }
  })
})
