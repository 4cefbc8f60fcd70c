/*
 * The part of WebAssembly's JavaScript interface that core uses. Node and browsers alike have it, but TypeScript declares
 * it in full only together with the DOM.
 */

/** A compiled module; threads hand it to each other. */
export type WasmModule = object

export interface WasmMemory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

interface WebAssemblyInterface {
  readonly Module: new (bytes: Uint8Array) => WasmModule
  readonly Memory: new (options: { initial: number; maximum?: number; shared?: boolean }) => WasmMemory
  readonly Instance: new (
    module: WasmModule,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: object }
}

const host = globalThis as unknown as {
  readonly WebAssembly: WebAssemblyInterface
  readonly atob: (base64: string) => string
}

export const { WebAssembly, atob } = host
