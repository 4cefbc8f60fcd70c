import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { FormatError } from '#core/formats/format-error.ts'
import { readZip } from '#core/formats/zip/read-zip.ts'
import { writeZip } from '#core/formats/zip/write-zip.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'

const LIMIT = 1_000_000
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const FILES = [
  { name: 'a.npy', bytes: bytesOf('first') },
  { name: 'Ziffer ä.npy', bytes: Uint8Array.from({ length: 5000 }, (_, k) => k) },
  { name: 'empty', bytes: new Uint8Array() },
]
const read = (bytes: Uint8Array, limit = LIMIT) =>
  readZip(bytes, FORMAT_TOOLS, limit).map((entry) => ({
    name: entry.name,
    bytes: Uint8Array.from(entry.read()),
  }))

/** An archive of one deflated file, whose sizes may be lied about. */
function deflated(
  content: Uint8Array,
  { size = content.length, crc = FORMAT_TOOLS.crc32(content) } = {},
): Uint8Array {
  const packed = deflateRawSync(content)
  const zip = writeZip([{ name: 'a', bytes: packed }], FORMAT_TOOLS)
  const view = new DataView(zip.buffer)
  const central = zip.length - 22 - 47
  view.setUint16(central + 10, 8, true)
  view.setUint32(central + 16, crc, true)
  view.setUint32(central + 24, size, true)
  return zip
}

describe('zip', () => {
  it('reads what it writes, the same bytes each time', () => {
    const zip = writeZip(FILES, FORMAT_TOOLS)
    expect(read(zip)).toEqual(FILES)
    expect(writeZip(FILES, FORMAT_TOOLS)).toEqual(zip)
  })

  it('unpacks deflated files', () => {
    const content = bytesOf('digit '.repeat(1000))
    expect(read(deflated(content))).toEqual([{ name: 'a', bytes: content }])
  })

  it.each([
    [
      'a size that is too small',
      deflated(new Uint8Array(5000), { size: 1000 }),
      /a: .*longer than the 1000 bytes/,
    ],
    ['a size that is too large', deflated(new Uint8Array(5000), { size: 6000 }), /a: expected 6000 bytes/],
    [
      'a size beyond the limit',
      deflated(new Uint8Array(9), { size: 4e9 }),
      /at most 1 MB unpacked, got 4,000 MB/,
    ],
    ['another checksum', deflated(new Uint8Array(9), { crc: 7 }), /a: damaged, its checksum/],
    ['no directory', writeZip(FILES, FORMAT_TOOLS).subarray(0, 4000), /cut off/],
  ])('refuses %s', (_what, zip, message) => {
    expect(() => read(zip)).toThrow(FormatError)
    expect(() => read(zip)).toThrow(message)
  })

  it('finds every flipped bit of a content, and crashes of none', () => {
    const zip = writeZip(FILES.slice(0, 1), FORMAT_TOOLS)
    for (let bit = 0; bit < zip.length * 8; bit++) {
      const flipped = zip.slice()
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      let got: unknown
      try {
        got = read(flipped)
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError)
        continue
      }
      // What the reader does not look at may change; a content may not.
      for (const { bytes } of got as typeof FILES) expect(bytes).toEqual(FILES[0]!.bytes)
    }
  })
})
