import { WebAssembly, type WasmMemory } from './web-assembly.ts'

/** Bytes of a page of WebAssembly memory. */
const PAGE = 65_536
/** 4 GiB, all that 32-bit addresses reach. */
const MOST_PAGES = 65_536
/** Things start on a cache line. */
const LINE = 64
/** Where the first thing starts: the kernels' constants lie before. */
const FIRST = 2 * LINE

/** The kernels' memory: room is given out once and kept, so that nothing is ever freed or moved. */
export class KernelMemory {
  readonly memory: WasmMemory
  #f32: Float32Array
  #i32: Int32Array
  #u16: Uint16Array
  #u8: Uint8Array
  /** What lies before is free, or the kernels' constants; address 0 stands for none. */
  #top = FIRST

  /** @param isShared whether threads will work on it */
  constructor(isShared: boolean) {
    this.memory = new WebAssembly.Memory({
      initial: 1,
      ...(isShared && { maximum: MOST_PAGES, shared: true }),
    })
    const { buffer } = this.memory
    this.#f32 = new Float32Array(buffer)
    this.#i32 = new Int32Array(buffer)
    this.#u16 = new Uint16Array(buffer)
    this.#u8 = new Uint8Array(buffer)
  }

  get f32(): Float32Array {
    return this.#f32
  }

  get i32(): Int32Array {
    return this.#i32
  }

  get u16(): Uint16Array {
    return this.#u16
  }

  get u8(): Uint8Array {
    return this.#u8
  }

  /**
   * Room that starts on a cache line and is filled with zeros. Views taken before are of the old memory.
   * @throws RangeError where there is not so much memory
   */
  allocate(bytes: number): number {
    const address = this.#top
    this.#top = Math.ceil((address + bytes) / LINE) * LINE
    const missing = this.#top - this.memory.buffer.byteLength
    if (missing > 0) this.#grow(Math.ceil(missing / PAGE))
    return address
  }

  #grow(pages: number): void {
    try {
      this.memory.grow(pages)
    } catch {
      throw new RangeError(
        `Memory allocation failed: the network and its mini-batches need ${Math.ceil(this.#top / 1e6)} MB`,
      )
    }
    const { buffer } = this.memory
    this.#f32 = new Float32Array(buffer)
    this.#i32 = new Int32Array(buffer)
    this.#u16 = new Uint16Array(buffer)
    this.#u8 = new Uint8Array(buffer)
  }
}
