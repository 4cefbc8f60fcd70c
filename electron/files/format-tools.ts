import zlib from 'node:zlib'
import type { FormatTools, WriterTools } from '#core/formats/weight-format.ts'

/** What formats of weights need of Node. */
export const FORMAT_TOOLS: FormatTools & WriterTools = {
  inflateRaw(bytes, limit) {
    try {
      const most = Math.max(1, limit)
      // Into one piece, as pieces that are joined take twice the memory.
      return zlib.inflateRawSync(bytes, { maxOutputLength: most, chunkSize: Math.max(64, most + 1) })
    } catch {
      return null
    }
  },
  deflate: (bytes) => zlib.deflateSync(bytes),
  crc32: (bytes) => zlib.crc32(bytes),
}
