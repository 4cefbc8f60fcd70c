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
  /** Images and numbers that there is room for. */
  readonly capacity: { readonly images: number; readonly values: number }
  /** Inputs that are not pixels, `(count, inputs)`, which stay outside until they are at work. */
  readonly x?: Float64Array
}

/** What it takes to put images into the kernels' memory. */
export interface ImageStore {
  readonly memory: KernelMemory
  readonly kernels: Kernels
  /** Room for so many bytes, which the next call may give away again. */
  readonly scratch: (bytes: number) => number
}

/**
 * Puts images into the kernels' memory: as sparse rows, of each image the pixels that are not 0, or as they are.
 * @param reused what an earlier call made; its room is used where that is enough
 */
export function storeImages(
  store: ImageStore,
  images: LabelledImages,
  isSparse: boolean,
  reused?: WasmData,
): WasmData {
  return isSparse ? storeSparse(store, images, reused) : storeBytes(store.memory, images, reused)
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

/** Images that are looked at together: some hundred kilobytes, which stay in the cache. */
const CHUNK_BYTES = 1 << 18
/** What the kernels may read beyond a row when they touch the next ones early. */
const MARGIN = 512

function storeSparse(
  { memory, kernels, scratch }: ImageStore,
  { count, rows, columns, images, labels }: LabelledImages,
  reused?: WasmData,
): WasmData {
  const pixels = rows * columns
  const chunk = Math.max(1, Math.floor(CHUNK_BYTES / pixels))
  const area = scratch(chunk * pixels)
  const visitChunks = (visit: (from: number, to: number) => void): void => {
    for (let from = 0; from < count; from += chunk) {
      const to = Math.min(count, from + chunk)
      memory.u8.set(images.subarray(from * pixels, to * pixels), area)
      visit(from, to)
    }
  }
  let length = 0
  visitChunks((from, to) => (length += kernels.countInk(area, (to - from) * pixels)))
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
        indices: memory.allocate(2 * room.values + MARGIN),
        values: memory.allocate(room.values + MARGIN),
        labels: memory.allocate(room.images),
      }
  memory.u8.set(labels, fields.labels)
  let entry = 0
  visitChunks((from, to) => {
    const starts = fields.starts! + 4 * from
    entry = kernels.compress(area, to - from, pixels, entry, starts, fields.indices!, fields.values!)
  })
  return { count, fields, capacity: fits ? reused.capacity : room }
}
