import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { GRAPH, MODEL, TENSOR } from '#core/formats/onnx/fields.ts'
import {
  bytesField,
  floatBytes,
  integerField,
  message,
  type WrittenField,
} from '#core/formats/onnx/protobuf-writer.ts'
import { ends, modelOf, node, onnxTensor, value } from '../core/formats/onnx/onnx-parts.ts'
import { archive, dict, integer, pickle, tensor, text, tuple, uint32 } from '../core/formats/pickle-bytes.ts'
import { forgeZip, npyOf } from './zip-bombs.ts'

/** A file of a stranger that must be refused. */
export interface HostileFile {
  readonly name: string
  readonly make: () => Uint8Array
}

const MEGABYTE = 2 ** 20
const zeros = (length: number): Uint8Array => new Uint8Array(length)
const FIXTURES = path.join(import.meta.dirname, '../fixtures/weights')
const fixture = (name: string): Uint8Array => readFileSync(path.join(FIXTURES, name))
const times = <Item>(count: number, make: (k: number) => Item): Item[] =>
  Array.from({ length: count }, (_, k) => make(k))

/* Archives of NumPy. */
const SQUARE = npyOf('<f4', '784, 784', zeros(4 * 784 * 784))
const NPZ: readonly HostileFile[] = [
  {
    name: 'bomb-of-128-MB.npz',
    make: () =>
      forgeZip([
        { name: 'W1.npy', content: npyOf('<f4', '784, 40816', zeros(4 * 784 * 40_816)), isDeflated: true },
      ]),
  },
  {
    name: 'bomb-that-lies.npz',
    make: () =>
      forgeZip([{ name: 'W1.npy', content: zeros(128 * MEGABYTE), isDeflated: true, saidSize: 1000 }]),
  },
  {
    name: 'one-array-under-a-hundred-names.npz',
    make: () => forgeZip(times(100, (k) => ({ name: `W${k}.npy`, ...(k === 0 && { content: SQUARE }) }))),
  },
  {
    name: 'one-array-under-twenty-names.npz',
    make: () => forgeZip(times(20, (k) => ({ name: `W${k}.npy`, ...(k === 0 && { content: SQUARE }) }))),
  },
  {
    name: 'shape-of-2-31.npz',
    make: () => forgeZip([{ name: 'W1.npy', content: npyOf('<f4', '2147483648, 10', zeros(40)) }]),
  },
  {
    name: 'no-numbers.npz',
    make: () => forgeZip([{ name: 'W1.npy', content: npyOf('<f4', '1099511627776, 0', zeros(0)) }]),
  },
  {
    name: 'no-inputs.npz',
    make: () => forgeZip([{ name: 'W1.npy', content: npyOf('<f4', '200000000, 0', zeros(0)) }]),
  },
  {
    name: 'head-of-commas.npz',
    make: () =>
      forgeZip([
        { name: 'W1.npy', content: npyOf('<f4', ','.repeat(30 * MEGABYTE), zeros(4)), isDeflated: true },
      ]),
  },
  {
    name: 'long-text.npz',
    make: () =>
      forgeZip([
        { name: 'backprop.npy', content: npyOf('<U15000000', '', zeros(60_000_000)), isDeflated: true },
      ]),
  },
  {
    name: 'objects-that-call.npz',
    make: () =>
      forgeZip([
        {
          name: 'W1.npy',
          content: npyOf('|O', '1', pickle(`\x80\x02cos\nsystem\n${text('touch pwned')}\x85R.`)),
        },
      ]),
  },
  {
    name: 'outside-names.npz',
    make: () => forgeZip([{ name: '../../W1.npy', content: SQUARE.subarray(0, 200) }]),
  },
  {
    name: 'sixty-thousand-files.npz',
    make: () => forgeZip(times(60_000, (k) => ({ name: `${k}.npy`, ...(k === 0 && { content: zeros(8) }) }))),
  },
]

/* safetensors. */
const safetensors = (header: string, numbers = zeros(0)): Uint8Array => {
  const text = Buffer.from(header)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  return Buffer.concat([length, text, numbers])
}
const entry = (shape: readonly number[], to: number): string =>
  `{"dtype":"F32","shape":[${shape.join()}],"data_offsets":[0,${to}]}`
const SAFETENSORS: readonly HostileFile[] = [
  {
    name: 'header-of-values.safetensors',
    make: () =>
      safetensors(`{"W":{"dtype":"F32","shape":[${'1,'.repeat(12 * MEGABYTE)}1],"data_offsets":[0,4]}}`),
  },
  {
    name: 'header-of-fewer-values.safetensors',
    make: () =>
      safetensors(`{"W":{"dtype":"F32","shape":[${'1,'.repeat(4 * MEGABYTE)}1],"data_offsets":[0,4]}}`),
  },
  {
    name: 'long-name.safetensors',
    make: () => safetensors(`{"${'W'.repeat(9 * MEGABYTE)}":${entry([1, 1], 4)}}`, zeros(4)),
  },
  {
    name: 'prefixes.safetensors',
    make: () =>
      safetensors(
        `{${times(2, (k) => `"${'a.'.repeat(100_000)}${k}.weight":${entry([10, 10], 400)}`).join()}}`,
        zeros(400),
      ),
  },
  {
    name: 'one-tensor-under-a-thousand-names.safetensors',
    make: () =>
      safetensors(
        `{${times(1000, (k) => `"${k}.weight":${entry([784, 784], 4 * 784 * 784)}`).join()}}`,
        zeros(4 * 784 * 784),
      ),
  },
  {
    name: 'fifty-thousand-tensors.safetensors',
    make: () =>
      safetensors(`{${times(50_000, (k) => `"${k}.weight":${entry([1, 1], 4)}`).join()}}`, zeros(4)),
  },
  {
    name: 'shape-of-2-31.safetensors',
    make: () => safetensors(`{"W":${entry([2 ** 31, 2 ** 31], 4)}}`, zeros(4)),
  },
  { name: 'no-numbers.safetensors', make: () => safetensors(`{"W":${entry([2 ** 40, 0], 0)}}`) },
  { name: 'nested.safetensors', make: () => safetensors(`{"a":`.repeat(20_000) + '1' + '}'.repeat(20_000)) },
  { name: 'header-beyond-the-file.safetensors', make: () => safetensors('{"W":1}').fill(0xff, 0, 3) },
]

/* ONNX. */
/** The same field many times. */
const repeated = (count: number, field: WrittenField): WrittenField => [
  Buffer.concat(times(count, () => Buffer.concat(field))),
]
const FLOAT32 = 1
const FLOAT16 = 10
const ONNX: readonly HostileFile[] = [
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

/* Pickles, alone and in archives of PyTorch. */
const PROTO = '\x80\x02'
const ARRAY = 'cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n\x85R'
const array = (shape: readonly number[], numbers: Uint8Array): string =>
  `${ARRAY}${tuple(integer(1), tuple(...shape.map(integer)), `cnumpy\ndtype\n${text('f4')}\x85R`, '\x89', `T${uint32(numbers.length)}${Buffer.from(numbers).toString('latin1')}`)}b`
const call = `${PROTO}cos\nsystem\n${text('touch pwned')}\x85R.`
const PICKLES: readonly HostileFile[] = [
  { name: 'os-system.pkl', make: () => pickle(call) },
  { name: 'os-system.pth', make: () => archive(pickle(call)) },
  { name: 'nested-lists.pkl', make: () => pickle(PROTO, ']'.repeat(20_000), 'a'.repeat(19_999), '.') },
  {
    name: 'nested-dicts.pkl',
    make: () => pickle(PROTO, `}${text('a')}`.repeat(20_000), 'N', 's'.repeat(20_000), '.'),
  },
  {
    name: 'one-array-under-a-thousand-names.pkl',
    make: () =>
      pickle(
        PROTO,
        array([784, 784], zeros(4 * 784 * 784)),
        'q\0',
        `}(${times(1000, (k) => `${text(`W${k}`)}h\0`).join('')}u`,
        '.',
      ),
  },
  {
    name: 'long-keys-at-every-level.pkl',
    make: () => {
      const key = 'k'.repeat(MEGABYTE)
      const inner = `}(${times(200, (k) => `${text(`W${k}`)}h\x01`).join('')}u`
      const levels = 50
      return pickle(
        PROTO,
        text(key),
        'q\0',
        '0',
        array([2, 2], zeros(16)),
        'q\x01',
        '0',
        times(levels, () => '}h\0').join(''),
        inner,
        's'.repeat(levels),
        '.',
      )
    },
  },
  {
    name: 'longer-than-any-text.pkl',
    make: () => {
      const levels = 60
      return pickle(
        PROTO,
        text('k'.repeat(10 * MEGABYTE)),
        'q\0',
        '0',
        array([2, 2], zeros(16)),
        'q\x01',
        '0',
        times(levels, () => '}h\0').join(''),
        `}${text('W')}h\x01s`,
        's'.repeat(levels),
        '.',
      )
    },
  },
  { name: 'a-million-steps.pkl', make: () => pickle(PROTO, '(', ']'.repeat(999_990), 'l.') },
  {
    name: 'shape-of-2-31.pth',
    make: () =>
      archive(pickle(PROTO, dict({ '0.weight': tensor('0', 6, [0x7fffffff, 6], [0, 1]) }), '.'), {
        0: zeros(24),
      }),
  },
  {
    name: 'storage-that-lies.pth',
    make: () =>
      archive(pickle(PROTO, dict({ '0.weight': tensor('0', 0x7fffffff, [30_000, 30_000], [0, 0]) }), '.'), {
        0: zeros(24),
      }),
  },
  {
    name: 'outside-names.pth',
    make: () =>
      archive(pickle(PROTO, dict({ '0.weight': tensor('../../0', 6, [2, 3], [3, 1]) }), '.'), {
        '../../../0': zeros(24),
      }),
  },
  {
    name: 'bomb.pth',
    make: () => forgeZip([{ name: 'archive/data.pkl', content: zeros(128 * MEGABYTE), isDeflated: true }]),
  },
]

/* Keras. */
const keras = (config: string, weights: Uint8Array, isDeflated = false): Uint8Array =>
  forgeZip([
    { name: 'metadata.json', content: Buffer.from('{}') },
    { name: 'config.json', content: Buffer.from(config) },
    { name: 'model.weights.h5', content: weights, isDeflated },
  ])
const DENSE = '{"class_name":"Dense","config":{"name":"a"}}'
const sequential = (layers: string): string => `{"class_name":"Sequential","config":{"layers":[${layers}]}}`
const unzipped = (name: string): Uint8Array => gunzipSync(fixture(`hostile/${name}.gz`))
const KERAS: readonly HostileFile[] = [
  ...['refused-cycle.h5', 'refused-bomb.h5', 'refused-huge.h5'].map((name) => ({
    name,
    make: () => fixture(`keras/${name}`),
  })),
  ...['pieces-of-512-MB.h5', 'four-thousand-attributes.h5', 'half-floats.h5'].map((name) => ({
    name,
    make: () => unzipped(name),
  })),
  { name: 'bomb.keras', make: () => keras(sequential(DENSE), zeros(256 * MEGABYTE), true) },
  {
    name: 'bomb-below-the-limit.keras',
    make: () =>
      keras(sequential(DENSE), Buffer.concat([fixture('keras/refused-huge.h5'), zeros(60_000_000)]), true),
  },
  {
    name: 'nested-models.keras',
    make: () =>
      keras(
        `${'{"class_name":"Sequential","config":{"layers":['.repeat(20_000)}${']}}'.repeat(20_000)}`,
        zeros(8),
      ),
  },
  {
    name: 'many-layers.keras',
    make: () => keras(sequential(times(60_000, () => DENSE).join()), fixture('keras/saved.weights.h5')),
  },
]

/* JSON of network2.py, and what is no format at all. */
const TEXTS: readonly HostileFile[] = [
  {
    name: 'sizes-of-10-9.json',
    make: () =>
      Buffer.from('{"sizes":[1000000000,1000000000,10],"weights":[[[1]],[[1]]],"biases":[[[1]],[[1]]]}'),
  },
  { name: 'nested.json', make: () => Buffer.from(`{"sizes":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) },
  { name: 'values.json', make: () => Buffer.from(`{"sizes":[${'1,'.repeat(6 * MEGABYTE)}1]}`) },
  {
    name: 'mistake-at-the-end.json',
    make: () => Buffer.from(`{"weights":[${'1,'.repeat(1.9 * MEGABYTE)}1}`),
  },
  { name: 'comments.html', make: () => Buffer.from(`${'<!---->'.repeat(140)}x`) },
]

export const HOSTILE_FILES: readonly HostileFile[] = [
  ...NPZ,
  ...SAFETENSORS,
  ...ONNX,
  ...PICKLES,
  ...KERAS,
  ...TEXTS,
]
