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
  /** Images and numbers that there is room for. */
  readonly capacity: { readonly images: number; readonly values: number }
  /** Inputs that are not pixels, `(count, inputs)`, which stay outside until they are at work. */
  readonly x?: Float64Array
}

/**
 * Puts images into the kernels' memory: as sparse rows, of each image the pixels that are not 0, or as they are.
 * @param reused what an earlier call made; its room is used where that is enough
 */
export function storeImages(
  memory: KernelMemory,
  images: LabelledImages,
  isSparse: boolean,
  reused?: WasmData,
): WasmData {
  return isSparse ? storeSparse(memory, images, reused) : storeBytes(memory, images, reused)
}

/** Puts the labels of inputs that are not pixels into the kernels' memory. */
export function storeInputs(memory: KernelMemory, x: Float64Array, labels: Uint8Array): WasmData {
  const address = memory.allocate(labels.length)
  memory.u8.set(labels, address)
  const capacity = { images: labels.length, values: 0 }
  return { count: labels.length, fields: { source: SOURCE.rows, labels: address }, capacity, x }
}

function storeBytes(
  memory: KernelMemory,
  { count, images, labels }: LabelledImages,
  reused?: WasmData,
): WasmData {
  const fits = reused !== undefined && reused.capacity.images >= count
  const fields = fits
    ? reused.fields
    : {
        source: SOURCE.bytes,
        values: memory.allocate(images.length),
        labels: memory.allocate(count),
      }
  memory.u8.set(images, fields.values)
  memory.u8.set(labels, fields.labels)
  return { count, fields, capacity: fits ? reused.capacity : { images: count, values: images.length } }
}

function storeSparse(
  memory: KernelMemory,
  { count, rows, columns, images, labels }: LabelledImages,
  reused?: WasmData,
): WasmData {
  const pixels = rows * columns
  let length = 0
  for (const pixel of images) if (pixel !== 0) length++
  const fits = reused !== undefined && reused.capacity.images >= count && reused.capacity.values >= length
  // Data that comes again and again, mini-batch by mini-batch, gets room for the worst case at once.
  const room =
    reused && !fits
      ? { images: Math.max(count, reused.capacity.images), values: count * pixels }
      : { images: count, values: length }
  const fields = fits
    ? reused.fields
    : {
        source: SOURCE.sparse,
        starts: memory.allocate(4 * (room.images + 1)),
        indices: memory.allocate(2 * room.values),
        values: memory.allocate(room.values),
        labels: memory.allocate(room.images),
      }
  memory.u8.set(labels, fields.labels)
  const { i32, u16, u8 } = memory
  const starts = fields.starts! / 4
  const indices = fields.indices! / 2
  const values = fields.values!
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
  return { count, fields, capacity: fits ? reused.capacity : room }
}
