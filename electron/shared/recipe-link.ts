import { readJson } from '#core/formats/read-json.ts'
import { parseRecipe, type Recipe, RecipeError } from '#core/recipe/recipe.ts'

/** The scheme of links to recipes, which the desktop program registers for itself. */
export const LINK_SCHEME = 'backprop'

const PREFIX = `${LINK_SCHEME}://recipe/`

/** Characters of a link's payload, at most: a recipe with fifty different layers stays far below. */
const PAYLOAD_LIMIT = 16_384

/** Bytes of a recipe's JSON, at most, so that a small link cannot unfold into a large one. */
const JSON_LIMIT = 262_144

/** Characters of a checksum: 36 bits of a SHA-256. */
const CHECKSUM_LENGTH = 6

/**
 * A recipe as a link, `backprop://recipe/…`: its JSON, compressed (deflate) and in base64url; then a dot and a checksum of
 * what is before it, so that a character that was lost or mistyped never gives another recipe.
 */
export async function writeRecipeLink(recipe: Recipe): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(recipe))
  const packed = await gather(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw')))
  const content = toBase64Url(packed)
  return `${PREFIX}${content}.${await checksumOf(content)}`
}

/**
 * What of a link stands for its recipe: of `backprop://recipe/…`, of an address of browser mode with
 * `#/train?recipe=…`, or of the payload itself. Null where the text is no such link.
 */
export function findRecipePayload(text: string): string | null {
  const bare = text.trim()
  const found =
    /^backprop:(?:\/\/)?recipe\/([\w.-]+)\/?$/i.exec(bare) ?? /#\/train\?recipe=([\w.-]+)$/.exec(bare)
  return found === null ? null : found[1]!
}

/** Reads a link to a recipe. @throws Error in a person's words */
export async function readRecipeLink(text: string): Promise<Recipe> {
  const payload = findRecipePayload(text)
  if (payload === null) {
    throw new Error(`Expected a link to a recipe, as in ${PREFIX}…, got '${shorten(text.trim())}'.`)
  }
  return readRecipePayload(payload)
}

/** What to tell of a link, or its payload, that was read: one of an earlier version has no checksum. Null for nothing. */
export function describeRecipeLink(text: string): string | null {
  return (findRecipePayload(text) ?? text).includes('.')
    ? null
    : 'The link is without checksum, of an earlier version: look through the recipe.'
}

/** Reads a link's payload. @throws Error in a person's words */
export async function readRecipePayload(payload: string): Promise<Recipe> {
  const text = await unpack(payload)
  try {
    return parseRecipe(readJson(text, 'a recipe as JSON'))
  } catch (error) {
    if (!(error instanceof RecipeError)) throw broken()
    const [first, ...others] = error.problems
    const more = others.length === 0 ? '' : `, and ${others.length} more`
    throw new Error(`The link’s recipe cannot be used: ${first?.message ?? error.message}${more}.`)
  }
}

async function unpack(payload: string): Promise<string> {
  if (payload.length > PAYLOAD_LIMIT) {
    throw new Error(
      `The link is too long: expected at most ${PAYLOAD_LIMIT} characters, got ${payload.length}.`,
    )
  }
  const content = await verifyChecksum(payload)
  try {
    const packed = new Blob([fromBase64Url(content)]).stream()
    const bytes = await gather(packed.pipeThrough(new DecompressionStream('deflate-raw')), JSON_LIMIT)
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw broken()
  }
}

/** @returns the payload without its checksum @throws Error in a person's words where it does not fit */
async function verifyChecksum(payload: string): Promise<string> {
  const dot = payload.indexOf('.')
  // Links of earlier versions have none.
  if (dot === -1) return payload
  const content = payload.slice(0, dot)
  if (payload.slice(dot + 1) !== (await checksumOf(content))) throw broken()
  return content
}

async function checksumOf(content: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(content))
  return toBase64Url(new Uint8Array(digest)).slice(0, CHECKSUM_LENGTH)
}

function broken(): Error {
  return new Error(
    'The link is broken or cut off: expected a recipe, got something else. Copy the whole link.',
  )
}

async function gather(
  stream: ReadableStream<Uint8Array>,
  limit = Infinity,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of stream as unknown as AsyncIterable<Uint8Array>) {
    length += part.length
    if (length > limit) throw new Error('too long')
    parts.push(part)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** @throws DOMException where it is no base64url */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
