import { createGzip, deflateSync, crc32 } from 'node:zlib'
import { once } from 'node:events'
import { IDX_MAGIC } from '#core/data/idx.ts'

/** A PNG of that size in its head, with the rows that are given as they are, or without any. */
export function makePng(
  width: number,
  height: number,
  { rows = null, isInterlaced = false }: { rows?: Uint8Array | null; isInterlaced?: boolean } = {},
): Uint8Array {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  // Eight bits of grey.
  head.set([8, 0, 0, 0, isInterlaced ? 1 : 0], 8)
  const data = rows === null ? Buffer.alloc(1) : deflateSync(rows)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunkOf('IHDR', head),
    chunkOf('IDAT', data),
    chunkOf('IEND', Buffer.alloc(0)),
  ])
}

function chunkOf(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A JPEG whose head claims a size, changed in the bytes of a sound one. */
export function claimJpegSize(jpeg: Uint8Array, width: number, height: number): Uint8Array {
  const bytes = Buffer.from(jpeg)
  const at = [0xc0, 0xc1, 0xc2]
    .map((mark) => bytes.indexOf(Buffer.of(0xff, mark)))
    .find((found) => found > 0)!
  bytes.writeUInt16BE(height, at + 5)
  bytes.writeUInt16BE(width, at + 7)
  return bytes
}

/** Gzipped zeros behind the head of an IDX file of images. @param count what the head says */
export async function zipZeros(megabytes: number, count: number): Promise<Buffer> {
  const gzip = createGzip({ level: 9 })
  const pieces: Buffer[] = []
  gzip.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = once(gzip, 'end')
  const head = Buffer.alloc(16)
  for (const [k, value] of [IDX_MAGIC.images, count, 28, 28].entries()) head.writeUInt32BE(value, 4 * k)
  gzip.write(head)
  const zeros = Buffer.alloc(2 ** 20)
  for (let k = 0; k < megabytes; k++) if (!gzip.write(zeros)) await once(gzip, 'drain')
  gzip.end()
  await ended
  return Buffer.concat(pieces)
}
