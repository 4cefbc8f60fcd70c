import { crc32, deflateRawSync } from 'node:zlib'

/** A file of a zip archive as its maker wants it, true or not. */
export interface ForgedEntry {
  readonly name: string
  /** Its bytes unpacked; those of the entry before where they are left out. */
  readonly content?: Uint8Array
  readonly isDeflated?: boolean
  /** Bytes that the archive says it unpacks to; by default the truth. */
  readonly saidSize?: number
}

/** A zip archive whose directory says what it is told to, with right checksums. */
export function forgeZip(entries: readonly ForgedEntry[]): Uint8Array {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  let last: { at: number; packed: Uint8Array; content: Uint8Array; method: number } | undefined
  for (const { name, content, isDeflated = false, saidSize } of entries) {
    const title = Buffer.from(name)
    if (content !== undefined) {
      const packed = isDeflated ? deflateRawSync(content) : content
      last = { at: offset, packed, content, method: isDeflated ? 8 : 0 }
      const head = Buffer.alloc(30)
      head.writeUInt32LE(0x04034b50)
      writeSizes(head, 8, last, saidSize)
      head.writeUInt16LE(title.length, 26)
      bodies.push(head, title, Buffer.from(packed))
      offset += 30 + title.length + packed.length
    }
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50)
    writeSizes(entry, 10, last!, saidSize)
    entry.writeUInt16LE(title.length, 28)
    entry.writeUInt32LE(last!.at, 42)
    directory.push(entry, title)
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, listed, end])
}

/** @param at where the method stands; date, checksum and sizes follow */
function writeSizes(
  head: Buffer,
  at: number,
  { packed, content, method }: { packed: Uint8Array; content: Uint8Array; method: number },
  saidSize = content.length,
): void {
  head.writeUInt16LE(method, at)
  head.writeUInt32LE(crc32(content), at + 6)
  head.writeUInt32LE(packed.length, at + 10)
  head.writeUInt32LE(saidSize, at + 14)
}

/** An array of NumPy with that head. */
export function npyOf(descr: string, shape: string, content: Uint8Array): Uint8Array {
  const head = Buffer.from(`{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }\n`)
  const begin = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 0, 0, 0, 0])
  begin.writeUInt32LE(head.length, 8)
  return Buffer.concat([begin, head, content])
}
