import zlib from 'node:zlib'
import type { FormatTools } from '#core/formats/weight-format.ts'

/** What formats of weights need of Node. */
export const FORMAT_TOOLS: FormatTools = {
  inflateRaw(bytes, limit) {
    try {
      return zlib.inflateRawSync(bytes, { maxOutputLength: Math.max(1, limit) })
    } catch {
      return null
    }
  },
  crc32: (bytes) => zlib.crc32(bytes),
}
