/*
 * Base64 as Node and browsers alike have it; TypeScript declares it only together with Node or the DOM, and core knows
 * neither.
 */

const host = globalThis as unknown as {
  readonly btoa: (binary: string) => string
  readonly atob: (base64: string) => string
}

/** Bytes that become text at once: a multiple of 3, so that parts join, and few enough for the arguments of a call. */
const PART = 3 * 8192

/** Bytes as base64, in one line. */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let from = 0; from < bytes.length; from += PART) {
    parts.push(host.btoa(String.fromCharCode(...bytes.subarray(from, from + PART))))
  }
  return parts.join('')
}

/** The bytes of base64; null for a text that is none. */
export function decodeBase64(text: string): Uint8Array | null {
  try {
    const binary = host.atob(text)
    return Uint8Array.from({ length: binary.length }, (_, k) => binary.charCodeAt(k))
  } catch {
    return null
  }
}
