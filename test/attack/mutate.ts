import type { Random } from '#core/random/random.ts'

/** Numbers at which sizes, counts and offsets go wrong. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff]

/** What stands for a number or a value in a text, and is none that a reader expects. */
const WORDS = [
  '1e999',
  '-1',
  '1e9',
  '0',
  'NaN',
  'null',
  '[]',
  '{}',
  '""',
  '"\\u0000"',
  '[[[[',
  '9007199254740993',
]

type Change = (bytes: Uint8Array, random: Random) => Uint8Array

const CHANGES: readonly Change[] = [
  flipBit,
  setByte,
  writeEdge,
  cut,
  repeat,
  leaveOut,
  exchangeParts,
  replaceWord,
]

/** A file with one to four changes drawn from `random`, as faults and attackers make them. Never of more than twice its length. */
export function mutate(file: Uint8Array, random: Random): Uint8Array {
  let bytes = Uint8Array.from(file)
  const count = 1 + random.integer(4)
  for (let k = 0; k < count && bytes.length > 0; k++) {
    bytes = Uint8Array.from(CHANGES[random.integer(CHANGES.length)]!(bytes, random))
  }
  return bytes.subarray(0, 2 * file.length)
}

/** A place of a file: of the first 64 bytes, where its head is, as often as of all others. */
function placeIn(bytes: Uint8Array, random: Random): number {
  return random.integer(random.integer(2) === 0 ? Math.min(64, bytes.length) : bytes.length)
}

function flipBit(bytes: Uint8Array, random: Random): Uint8Array {
  bytes[placeIn(bytes, random)]! ^= 1 << random.integer(8)
  return bytes
}

function setByte(bytes: Uint8Array, random: Random): Uint8Array {
  bytes[placeIn(bytes, random)] = random.integer(256)
  return bytes
}

/** Two or four bytes, of either order. */
function writeEdge(bytes: Uint8Array, random: Random): Uint8Array {
  const length = random.integer(2) === 0 ? 2 : 4
  if (bytes.length < length) return bytes
  const at = Math.min(placeIn(bytes, random), bytes.length - length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const isLittle = random.integer(2) === 0
  const edge = EDGES[random.integer(EDGES.length)]!
  if (length === 2) view.setUint16(at, edge & 0xffff, isLittle)
  else view.setUint32(at, edge, isLittle)
  return bytes
}

function cut(bytes: Uint8Array, random: Random): Uint8Array {
  return bytes.subarray(0, placeIn(bytes, random))
}

function repeat(bytes: Uint8Array, random: Random): Uint8Array {
  const [from, to] = rangeIn(bytes, random)
  return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from, to), bytes.subarray(to)])
}

function leaveOut(bytes: Uint8Array, random: Random): Uint8Array {
  const [from, to] = rangeIn(bytes, random)
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
}

function exchangeParts(bytes: Uint8Array, random: Random): Uint8Array {
  const at = placeIn(bytes, random)
  return Buffer.concat([bytes.subarray(at), bytes.subarray(0, at)])
}

/** A number, a string or a bracket of a text becomes another value. */
function replaceWord(bytes: Uint8Array, random: Random): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1')
  const words = [...text.slice(0, 100_000).matchAll(/-?\d[\d.e+-]*|"[^"]*"|[[\]{}:,]/g)]
  const word = words.length === 0 ? undefined : words[random.integer(words.length)]
  if (word === undefined) return bytes
  const end = word.index + word[0].length
  return Buffer.from(
    text.slice(0, word.index) + WORDS[random.integer(WORDS.length)]! + text.slice(end),
    'latin1',
  )
}

function rangeIn(bytes: Uint8Array, random: Random): [from: number, to: number] {
  const from = placeIn(bytes, random)
  return [from, Math.min(bytes.length, from + 1 + random.integer(64))]
}
