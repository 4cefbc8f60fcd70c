import type { EngineName } from '../engine/names.ts'
import type { VerifiedEngine } from './verified-engine.ts'
import { VERIFIED_REFERENCE } from './verified-reference.ts'
import { verifiedWasm } from './verified-wasm.ts'

/** Every engine that a recipe may name, ready to be verified. */
export const VERIFIED_ENGINES: Readonly<Record<EngineName, VerifiedEngine>> = {
  reference: VERIFIED_REFERENCE,
  wasm: verifiedWasm(false),
  'wasm-relaxed': verifiedWasm(true),
}
