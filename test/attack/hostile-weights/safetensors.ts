import { type HostileFile, MEGABYTE, times, zeros } from './hostile-file.ts'

const safetensors = (header: string, numbers = zeros(0)): Uint8Array => {
  const text = Buffer.from(header)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  return Buffer.concat([length, text, numbers])
}
const entry = (shape: readonly number[], to: number): string =>
  `{"dtype":"F32","shape":[${shape.join()}],"data_offsets":[0,${to}]}`
/** Hostile safetensors. */
export const SAFETENSORS: readonly HostileFile[] = [
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
