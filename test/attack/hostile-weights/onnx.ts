import { GRAPH, MODEL, TENSOR } from '#core/formats/onnx/fields.ts'
import {
  bytesField,
  floatBytes,
  integerField,
  message,
  type WrittenField,
} from '#core/formats/onnx/protobuf-writer.ts'
import { ends, modelOf, node, onnxTensor, value } from '../../core/formats/onnx/onnx-parts.ts'
import { type HostileFile, MEGABYTE, times, zeros } from './hostile-file.ts'

/** The same field many times. */
const repeated = (count: number, field: WrittenField): WrittenField => [
  Buffer.concat(times(count, () => Buffer.concat(field))),
]
const FLOAT32 = 1
const FLOAT16 = 10
/** Hostile ONNX models. */
export const ONNX: readonly HostileFile[] = [
  {
    name: 'five-million-single-numbers.onnx',
    make: () =>
      modelOf(
        onnxTensor(
          'W',
          [2000, 2500],
          FLOAT32,
          repeated(4_900_000, [Buffer.from([TENSOR.floatData * 8 + 5, 0, 0, 0, 0])]),
        ),
        node('MatMul', ['input', 'W'], 'output'),
        ...ends,
      ),
  },
  {
    name: 'packed-integers.onnx',
    make: () =>
      modelOf(
        onnxTensor('W', [4000, 4000], FLOAT16, bytesField(TENSOR.int32Data, zeros(16_000_001))),
        node('MatMul', ['input', 'W'], 'output'),
        ...ends,
      ),
  },
  {
    name: 'empty-words.onnx',
    make: () =>
      message(
        integerField(MODEL.irVersion, 7),
        repeated(4_900_000, [Buffer.from([MODEL.docString * 8 + 2, 0])]),
      ),
  },
  { name: 'shape-of-2-31.onnx', make: () => modelOf(onnxTensor('W', [2 ** 31, 2 ** 31], FLOAT32), ...ends) },
  {
    name: 'shape-of-many-axes.onnx',
    make: () =>
      modelOf(
        onnxTensor(
          'W',
          times(100_000, () => 1),
          FLOAT32,
        ),
        ...ends,
      ),
  },
  {
    name: 'weights-shared-by-a-thousand.onnx',
    make: () =>
      modelOf(
        onnxTensor(
          'W',
          [784, 784],
          FLOAT32,
          bytesField(TENSOR.rawData, floatBytes(new Float32Array(784 * 784).fill(0.1))),
        ),
        ...times(1000, (k) =>
          node('MatMul', [k === 0 ? 'input' : `v${k}`, 'W'], k === 999 ? 'output' : `v${k + 1}`),
        ),
        ...ends,
      ),
  },
  {
    name: 'long-names.onnx',
    make: () =>
      modelOf(
        ...times(5, (k) => value(GRAPH.output, `${k}${'x'.repeat(2 * MEGABYTE)}`)),
        value(GRAPH.input, 'input'),
      ),
  },
  {
    name: 'long-tensor-name.onnx',
    make: () => modelOf(onnxTensor('W'.repeat(4 * MEGABYTE), [2, 2], FLOAT32), ...ends),
  },
]
