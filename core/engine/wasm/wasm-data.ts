import { type LabelledImages } from '../../data/data-set.ts'
import type { EngineData } from '../engine.ts'
import type { KernelMemory } from './kernel-memory.ts'
import type { Kernels } from './load-kernels.ts'
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

/** What it takes to put images into the kernels' memory. */
export interface ImageStore {
  readonly memory: KernelMemory
  readonly kernels: Kernels
  /** Address of room for `SCRATCH_BYTES`, or one image if that is larger. */
  readonly scratch: number
}

/** Images that are looked at together: some hundred kilobytes, which stay in the cache. */
export const SCRATCH_BYTES = 1 << 18

/** Puts images into the kernels' memory: as sparse rows, of each image the pixels that are not 0, or as they are. */
export function storeImages(store: ImageStore, images: LabelledImages, isSparse: boolean): WasmData {
  const { count, rows, columns } = images
  const fields = isSparse ? storeSparse(store, images) : storeBytes(store.memory, images)
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

/** What the kernels may read beyond a row when they touch the next ones early. */
const MARGIN = 512

function storeSparse(
  { memory, kernels, scratch }: ImageStore,
  { count, rows, columns, images, labels, dropFrom }: LabelledImages,
): WasmData['fields'] {
  const pixels = rows * columns
  // Kept here: an array that its buffer has become too small for does not know them any more.
  const { buffer, byteOffset } = images
  const size = Math.max(1, Math.floor(SCRATCH_BYTES / pixels))
  const chunks = Array.from({ length: Math.ceil(count / size) }, (_, k) => ({
    from: k * size,
    count: Math.min(size, count - k * size),
    entry: 0,
  }))
  const fetch = (chunk: { from: number; count: number }): void => {
    memory.u8.set(new Uint8Array(buffer, byteOffset + chunk.from * pixels, chunk.count * pixels), scratch)
  }
  let length = 0
  for (const chunk of chunks) {
    chunk.entry = length
    fetch(chunk)
    length += kernels.countInk(scratch, chunk.count * pixels)
  }
  const fields = {
    source: SOURCE.sparse,
    augmentation: 0,
    starts: memory.allocate(4 * (count + 1)),
    indices: memory.allocate(2 * length + MARGIN),
    values: memory.allocate(length + MARGIN),
    labels: memory.allocate(count),
  }
  memory.u8.set(labels, fields.labels)
  // From the end on, so that what is taken in can be given back.
  for (const chunk of chunks.reverse()) {
    fetch(chunk)
    const starts = fields.starts + 4 * chunk.from
    kernels.compress(scratch, chunk.count, pixels, chunk.entry, starts, fields.indices, fields.values)
    dropFrom?.(chunk.from)
  }
  return fields
}
