import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { FormatError } from '#core/formats/format-error.ts'
import { findNetwork } from '#core/formats/registry.ts'
import { writeZip } from '#core/formats/zip/write-zip.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const LFS =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n'

/** The head of a tar archive. */
function tar(name: string): Uint8Array {
  const block = new Uint8Array(1024)
  block.set(bytesOf(name))
  block.set(bytesOf('00000000000'), 124)
  block.set(bytesOf('ustar'), 257)
  return block
}

describe('a file that is not what its name says', () => {
  it.each([
    [
      'a web page',
      bytesOf('\n<!DOCTYPE html>\n<html><body>Sign in</body></html>'),
      /a web page .*; download the raw file/,
    ],
    ['a web page with a comment before', bytesOf('<!-- x --><html lang="en">'), /a web page/],
    // Each comment more took twice as long.
    ['many comments without a page', bytesOf('<!---->'.repeat(140)), /a text that begins with/],
    ['a Git LFS pointer', bytesOf(LFS), /a Git LFS pointer.*git lfs pull/],
    ['a gzip file', new Uint8Array(gzipSync('weights')), /a gzip file; unpack it first/],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), /a picture \(PNG\)/],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), /a picture \(JPEG\)/],
    ['a PDF', bytesOf('%PDF-1.7\n'), /a PDF/],
    ['a database', bytesOf('SQLite format 3\0'), /a database \(SQLite\)/],
    ['nothing', new Uint8Array(), /an empty file/],
    ['a text', bytesOf('import torch\n'), /a text that begins with "import torch"/],
    [
      'another zip',
      writeZip([{ name: 'a/model.txt', bytes: bytesOf('x') }], FORMAT_TOOLS),
      /a zip archive without any of their files/,
    ],
    ['another tar', tar('photos/1.jpg'), /a tar archive; unpack it/],
    [
      "PyTorch's first format",
      tar('./sys_info'),
      /the tar archive that PyTorch wrote in its first releases.*torch\.load/,
    ],
    ['other bytes', Uint8Array.of(0, 1, 2, 3, 4, 5), /another kind of file/],
  ])('is named: %s', async (_what, bytes, message) => {
    for (const name of ['model.pth', 'weights.json', 'net.npz', 'mnist.pkl', 'model.keras']) {
      // A name of JSON promises text.
      if (name.endsWith('.json') && !/web page|LFS|gzip|picture|PDF|database/.test(message.source)) continue
      const reading = findNetwork(bytes, name, FORMAT_TOOLS)
      await expect(reading).rejects.toThrow(FormatError)
      await expect(reading).rejects.toThrow(message)
    }
  })
})
