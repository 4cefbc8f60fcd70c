import zlib from 'node:zlib'
import type { FormatTools, WriterTools } from '#core/formats/weight-format.ts'

/** What formats of weights need of Node. */
export const FORMAT_TOOLS: FormatTools & WriterTools = {
  inflateRaw(bytes, limit) {
    try {
      return zlib.inflateRawSync(bytes, { maxOutputLength: Math.max(1, limit) })
    } catch {
      return null
    }
  },
  deflate: (bytes) => zlib.deflateSync(bytes),
  crc32: (bytes) => zlib.crc32(bytes),
}
