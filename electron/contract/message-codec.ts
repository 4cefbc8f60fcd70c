// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- every room that imports this file needs the types
/// <reference path="./msgpackr-no-eval.d.ts" />
import { Packr } from 'msgpackr/index-no-eval'

// Plain maps instead of msgpackr's records: records are compiled by `new Function`, which the window's
// content security policy forbids. `moreTypes` keeps typed arrays; NaN and undefined survive by themselves.
const packr = new Packr({ useRecords: false, moreTypes: true, copyBuffers: true })

/** A message of the contract as MessagePack. */
export function encodeMessage(message: unknown): Uint8Array<ArrayBuffer> {
  return packr.pack(message) as Uint8Array<ArrayBuffer>
}

/** @throws where the bytes are not one whole MessagePack value. */
export function decodeMessage(bytes: Uint8Array): unknown {
  return packr.unpack(bytes)
}
