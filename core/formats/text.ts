/*
 * UTF-8 as Node and browsers alike have it; TypeScript declares it only together with Node or the DOM, and core knows
 * neither.
 */

const host = globalThis as unknown as {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array }
  readonly TextDecoder: new () => { decode(bytes: Uint8Array): string }
}

/** A text as bytes in UTF-8. */
export function encodeText(text: string): Uint8Array {
  return new host.TextEncoder().encode(text)
}

/** Bytes in UTF-8 as text, without a byte order mark; what is no UTF-8 becomes U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  return new host.TextDecoder().decode(bytes)
}

/** Characters of a name in a file that are kept. */
const NAME_LENGTH = 100

/** A name that a file states of something, on one line and not too long; empty for none. */
export function nameText(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return Array.from(line).slice(0, NAME_LENGTH).join('')
}
