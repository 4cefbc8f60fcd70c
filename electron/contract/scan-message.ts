import { MOST_MESSAGE_DEPTH, MOST_MESSAGE_VALUES } from './limits.ts'

/** Extensions of MessagePack that a window's messages have: undefined, big whole numbers, typed arrays. */
const KNOWN_EXTENSIONS = { nothing: 0x00, bigInteger: 0x42, typedArray: 0x74 }

/** Bytes of a big whole number: no argument has one, but a refusal of it can name it. */
const MOST_BIG_INTEGER_BYTES = 16

/**
 * Looks through a message before it is decoded: 57 MB of empty maps become gigabytes of objects, and lists in lists
 * overflow the stack.
 * @returns what it has too much of, in words; null where it can be decoded
 */
export function scanMessage(bytes: Uint8Array): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  /** Values still to come at each level. */
  const open = [1]
  let values = 0
  let at = 0
  try {
    for (;;) {
      while (open.length > 0 && open.at(-1) === 0) open.pop()
      if (open.length === 0) return at === bytes.length ? null : 'bytes after its end'
      if (at >= bytes.length) return 'fewer bytes than it claims'
      open[open.length - 1]!--
      if (++values > MOST_MESSAGE_VALUES) return `more than ${MOST_MESSAGE_VALUES} values`
      const { end, children, extension } = readHead(view, at)
      if (extension !== undefined && !isKnown(extension, end - at)) return 'values of an unknown kind'
      at = end
      if (children === 0) continue
      if (children > bytes.length - at) return 'fewer bytes than it claims'
      open.push(children)
      if (open.length > MOST_MESSAGE_DEPTH) return `more than ${MOST_MESSAGE_DEPTH} levels`
    }
  } catch (error) {
    if (error instanceof RangeError) return 'fewer bytes than it claims'
    throw error
  }
}

const isKnown = (extension: number, length: number): boolean =>
  extension === KNOWN_EXTENSIONS.typedArray ||
  extension === KNOWN_EXTENSIONS.nothing ||
  (extension === KNOWN_EXTENSIONS.bigInteger && length <= MOST_BIG_INTEGER_BYTES)

interface Head {
  /** Where the value's own bytes end; of lists and maps, where their first value begins. */
  readonly end: number
  /** Values of a list, twice those of a map. */
  readonly children: number
  readonly extension?: number
}

/** Reads how long the value at a place is, as MessagePack's specification lists them. @throws RangeError at the end */
function readHead(view: DataView, at: number): Head {
  const kind = view.getUint8(at)
  const plain = (length: number): Head => ({ end: at + 1 + length, children: 0 })
  const sized = (width: 1 | 2 | 4): number => {
    if (width === 1) return view.getUint8(at + 1)
    return width === 2 ? view.getUint16(at + 1) : view.getUint32(at + 1)
  }
  const text = (width: 1 | 2 | 4): Head => ({ end: at + 1 + width + sized(width), children: 0 })
  if (kind <= 0x7f || kind >= 0xe0) return plain(0)
  if (kind <= 0x8f) return { end: at + 1, children: 2 * (kind & 0x0f) }
  if (kind <= 0x9f) return { end: at + 1, children: kind & 0x0f }
  if (kind <= 0xbf) return plain(kind & 0x1f)
  switch (kind) {
    case 0xc4:
    case 0xd9:
      return text(1)
    case 0xc5:
    case 0xda:
      return text(2)
    case 0xc6:
    case 0xdb:
      return text(4)
    case 0xc7:
      return { end: at + 3 + sized(1), children: 0, extension: view.getUint8(at + 2) }
    case 0xc8:
      return { end: at + 4 + sized(2), children: 0, extension: view.getUint8(at + 3) }
    case 0xc9:
      return { end: at + 6 + sized(4), children: 0, extension: view.getUint8(at + 5) }
    case 0xca:
    case 0xce:
    case 0xd2:
      return plain(4)
    case 0xcb:
    case 0xcf:
    case 0xd3:
      return plain(8)
    case 0xcc:
    case 0xd0:
      return plain(1)
    case 0xcd:
    case 0xd1:
      return plain(2)
    case 0xdc:
      return { end: at + 3, children: sized(2) }
    case 0xdd:
      return { end: at + 5, children: sized(4) }
    case 0xde:
      return { end: at + 3, children: 2 * sized(2) }
    case 0xdf:
      return { end: at + 5, children: 2 * sized(4) }
  }
  // The fixed extensions have 1, 2, 4, 8 or 16 bytes.
  if (kind >= 0xd4 && kind <= 0xd8) {
    return { end: at + 2 + 2 ** (kind - 0xd4), children: 0, extension: view.getUint8(at + 1) }
  }
  return plain(0)
}
