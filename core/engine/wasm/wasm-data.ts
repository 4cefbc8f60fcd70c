import { type LabelledImages } from '../../data/data-set.ts'
import type { EngineData } from '../engine.ts'
import type { KernelMemory } from './kernel-memory.ts'
import type { NetField } from './structures.ts'

/** How the inputs of a mini-batch lie; see kernels/inputs.ts. */
export const SOURCE = { sparse: 0, bytes: 1, rows: 2 } as const

/** Sparse rows number their pixels with 16 bits. */
export const MOST_SPARSE_PIXELS = 65_536

/** Images in the kernels' memory: where their parts begin, ready to be described to the kernels. */
export interface WasmData extends EngineData {
  readonly fields: Readonly<Partial<Record<NetField, number>>>
  /** Of images; inputs that are not pixels have none. */
  readonly shape?: { readonly rows: number; readonly columns: number }
  /** Inputs that are not pixels, `(count, inputs)`, which stay outside until they are at work. */
  readonly x?: Float64Array
}

/** Puts images into the kernels' memory: as sparse rows, of each image the pixels that are not 0, or as they are. */
export function storeImages(memory: KernelMemory, images: LabelledImages, isSparse: boolean): WasmData {
  const { count, rows, columns } = images
  const fields = isSparse ? storeSparse(memory, images) : storeBytes(memory, images)
  return { count, fields, shape: { rows, columns } }
}

/** Puts the labels of inputs that are not pixels into the kernels' memory. */
export function storeInputs(memory: KernelMemory, x: Float64Array, labels: Uint8Array): WasmData {
  const address = memory.allocate(labels.length)
  memory.u8.set(labels, address)
  return { count: labels.length, fields: { source: SOURCE.rows, augmentation: 0, labels: address }, x }
}

function storeBytes(memory: KernelMemory, { count, images, labels }: LabelledImages): WasmData['fields'] {
  const fields = {
    source: SOURCE.bytes,
    augmentation: 0,
    values: memory.allocate(images.length),
    labels: memory.allocate(count),
  }
  memory.u8.set(images, fields.values)
  memory.u8.set(labels, fields.labels)
  return fields
}

function storeSparse(
  memory: KernelMemory,
  { count, rows, columns, images, labels }: LabelledImages,
): WasmData['fields'] {
  const pixels = rows * columns
  let length = 0
  for (const pixel of images) if (pixel !== 0) length++
  const fields = {
    source: SOURCE.sparse,
    augmentation: 0,
    starts: memory.allocate(4 * (count + 1)),
    indices: memory.allocate(2 * length),
    values: memory.allocate(length),
    labels: memory.allocate(count),
  }
  memory.u8.set(labels, fields.labels)
  const { i32, u16, u8 } = memory
  const starts = fields.starts / 4
  const indices = fields.indices / 2
  const { values } = fields
  let entry = 0
  for (let i = 0; i < count; i++) {
    i32[starts + i] = entry
    const from = i * pixels
    for (let k = 0; k < pixels; k++) {
      const pixel = images[from + k]
      if (pixel === 0) continue
      u16[indices + entry] = k
      u8[values + entry] = pixel
      entry++
    }
  }
  i32[starts + count] = entry
  return fields
}
