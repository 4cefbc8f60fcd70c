import { encodeText } from '../text.ts'
import type { FormatTools } from '../weight-format.ts'

/** A file on its way into a zip archive. */
export interface ZipContent {
  readonly name: string
  readonly bytes: Uint8Array
}

const VERSION = 20
/** 1980-01-01 00:00, so that the same files give the same archive. */
const DATE = 0x0021
const IS_UTF8 = 0x0800

/** Writes a zip archive of stored files, as NumPy and PyTorch read in place. Source: see `readZip`. */
export function writeZip(files: readonly ZipContent[], { crc32 }: Pick<FormatTools, 'crc32'>): Uint8Array {
  const names = files.map(({ name }) => encodeText(name))
  const bodies = files.reduce((sum, { bytes }, k) => sum + 30 + names[k]!.length + bytes.length, 0)
  const directory = names.reduce((sum, name) => sum + 46 + name.length, 0)
  const zip = new Uint8Array(bodies + directory + 22)
  const view = new DataView(zip.buffer)
  let at = 0
  let entryAt = bodies
  files.forEach(({ bytes }, k) => {
    const name = names[k]!
    const head = { crc: crc32(bytes), size: bytes.length, nameLength: name.length }
    view.setUint32(entryAt, 0x02014b50, true)
    view.setUint16(entryAt + 4, VERSION, true)
    writeHead(view, entryAt + 6, head)
    view.setUint32(entryAt + 42, at, true)
    zip.set(name, entryAt + 46)
    entryAt += 46 + name.length
    view.setUint32(at, 0x04034b50, true)
    writeHead(view, at + 4, head)
    zip.set(name, at + 30)
    zip.set(bytes, at + 30 + name.length)
    at += 30 + name.length + bytes.length
  })
  view.setUint32(entryAt, 0x06054b50, true)
  view.setUint16(entryAt + 8, files.length, true)
  view.setUint16(entryAt + 10, files.length, true)
  view.setUint32(entryAt + 12, directory, true)
  view.setUint32(entryAt + 16, bodies, true)
  return zip
}

/** What a file's own head and its entry in the directory have in common. */
function writeHead(
  view: DataView,
  at: number,
  { crc, size, nameLength }: { crc: number; size: number; nameLength: number },
): void {
  view.setUint16(at, VERSION, true)
  view.setUint16(at + 2, IS_UTF8, true)
  view.setUint16(at + 8, DATE, true)
  view.setUint32(at + 10, crc, true)
  view.setUint32(at + 14, size, true)
  view.setUint32(at + 18, size, true)
  view.setUint16(at + 22, nameLength, true)
}
