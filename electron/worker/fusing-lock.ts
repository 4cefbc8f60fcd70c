/**
 * Of the process, for all its threads: V8's flags hold for all of them, so one thread compiles with them at a time.
 * 0: free, 1: taken.
 */
export type FusingLock = Int32Array<SharedArrayBuffer>

export function makeFusingLock(): FusingLock {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
}
