import { decodeText } from './text.ts'
import { isZip } from './zip/read-zip.ts'

/** Bytes of a file's beginning that are looked at. */
const HEAD = 1024

interface Head {
  readonly text: string
  readonly bytes: Uint8Array
}

const startsWith =
  (...signature: number[]) =>
  ({ bytes }: Head): boolean =>
    signature.every((byte, k) => bytes[k] === byte)

/** A comment ends at its first end, so that a thousand of them have one reading and not 2¹⁰⁰⁰. */
const PAGE = /^\s*(?:<!--(?:(?!-->).)*-->\s*)*<(!doctype html|html|head|body|meta|script)\b/is

/** Kinds of files that people take for weights, and what would help. */
const KINDS: readonly (readonly [(head: Head) => boolean, string])[] = [
  [
    ({ text, bytes }) => PAGE.test(text) && !isOwnPage(bytes),
    'a web page that was saved under this name; download the raw file itself',
  ],
  [
    ({ text }) => text.startsWith('version https://git-lfs.github.com/spec/'),
    'a Git LFS pointer, which stands for the file in its repository; get the file itself with git lfs pull, or download it from the page of the repository',
  ],
  [startsWith(0x1f, 0x8b), 'a gzip file; unpack it first'],
  [startsWith(0x42, 0x5a, 0x68), 'a bzip2 file; unpack it first'],
  [startsWith(0xfd, 0x37, 0x7a, 0x58, 0x5a), 'an xz file; unpack it first'],
  [startsWith(0x37, 0x7a, 0xbc, 0xaf), 'a 7z archive; unpack it first'],
  [startsWith(0x52, 0x61, 0x72, 0x21), 'a RAR archive; unpack it first'],
  [startsWith(0x89, 0x50, 0x4e, 0x47), 'a picture (PNG)'],
  [startsWith(0xff, 0xd8, 0xff), 'a picture (JPEG)'],
  [({ text }) => /^GIF8[79]a/.test(text), 'a picture (GIF)'],
  [({ text }) => /^RIFF.{4}WEBP/s.test(text), 'a picture (WebP)'],
  [({ text }) => /^\s*(<\?xml[^>]*>\s*)?<svg\b/i.test(text), 'a picture (SVG)'],
  [({ text }) => text.startsWith('%PDF-'), 'a PDF'],
  [
    ({ text }) => text.startsWith('SQLite format 3\0'),
    'a database (SQLite); a store or runs are imported as runs',
  ],
]

/** Stands in the head of a page that this program wrote with a network inside. */
export const PAGE_MARK = '<meta name="generator" content="Backprop Workbench">'

/** Whether a file is a web page with a network inside, which is read by a format of its own. */
export const isOwnPage = (bytes: Uint8Array): boolean =>
  decodeText(bytes.subarray(0, HEAD)).includes(PAGE_MARK)

/** What a file is that never has weights, and what would help; null where it may have some. */
export function describeForeignFile(bytes: Uint8Array): string | null {
  const head = { bytes, text: decodeText(bytes.subarray(0, HEAD)) }
  return KINDS.find(([isKind]) => isKind(head))?.[1] ?? null
}

/** What a file is that no format recognizes. */
export function describeUnknownFile(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'an empty file'
  if (isZip(bytes)) return 'a zip archive without any of their files; unpack it, and choose a file of it'
  const text = decodeText(bytes.subarray(0, HEAD))
  if (text.includes('HDF\r\n')) return 'an HDF5 file of another program'
  if (text.slice(257, 262) === 'ustar') return 'a tar archive; unpack it, and choose a file of it'

  if (!/[\0-\x08\x0e-\x1f\ufffd]/.test(text.slice(0, -1))) {
    return `a text that begins with ${JSON.stringify(text.trim().slice(0, 40))}`
  }
  return 'another kind of file'
}
