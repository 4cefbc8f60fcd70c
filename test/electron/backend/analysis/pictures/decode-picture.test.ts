import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodePicture } from '#backend/analysis/pictures/decode-picture.ts'
import { WorkbenchError } from '#contract/types.ts'
import type { GreyPicture } from '#core/data/pictures/grey-picture.ts'
import { makeDigitPhoto, writePhoto } from './digit-photos.ts'

/** What a person is told of a file that cannot be read. */
async function refusalOf(bytes: Uint8Array, name = 'digit.png'): Promise<string> {
  const error: unknown = await decodePicture(bytes, name).then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(WorkbenchError)
  return (error as WorkbenchError).message
}

const photo = makeDigitPhoto('light falls off by 40 %', 7)

/** Mean difference in shades. */
function distance(a: GreyPicture, b: GreyPicture): number {
  expect([a.width, a.height]).toEqual([b.width, b.height])
  return a.grey.reduce((sum, shade, k) => sum + Math.abs(shade - b.grey[k]!), 0) / a.grey.length
}

describe('decodePicture', () => {
  it.each(['jpeg', 'webp', 'avif', 'tiff', 'gif'] as const)(
    'reads %s, whatever the file is called',
    async (format) => {
      const png = await writePhoto(photo, 'png')
      const other = await sharp(png).toFormat(format, { quality: 90 }).toBuffer()
      const [expected, got] = [await decodePicture(png, 'a.png'), await decodePicture(other, 'a.png')]
      expect([expected.width, expected.height]).toEqual([photo.width, photo.height])
      expect(distance(expected, got)).toBeLessThan(3)
    },
  )

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('turns a picture with EXIF orientation %d back', async (orientation) => {
    const upright = await decodePicture(await writePhoto(photo, 'png'), 'a.png')
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const turned = await decodePicture(await writePhoto(photo, format, orientation), 'a')
      expect(distance(upright, turned), format).toBeLessThan(3)
    }
  })

  it('draws SVG at the size that is looked at', async () => {
    const drawing = '<path d="M4 4h12l-8 16" fill="none" stroke="#123" stroke-width="2"/>'
    const head = '<?xml version="1.0"?>\n<!-- a seven -->\n'
    for (const size of [
      'viewBox="0 0 24 24"',
      'width="24" height="24"',
      'width="4000" height="4000" viewBox="0 0 24 24"',
    ]) {
      const svg = Buffer.from(`${head}<svg xmlns="http://www.w3.org/2000/svg" ${size}>${drawing}</svg>`)
      const { width, height, grey } = await decodePicture(svg, 'seven.svg')
      expect(Math.max(width, height)).toBeGreaterThan(500)
      expect(grey[0]).toBe(255)
      expect(grey.reduce((a, b) => Math.min(a, b))).toBeLessThan(60)
    }
  })

  it('shows strokes of any colour on transparent ground', async () => {
    for (const colour of ['#fff', '#000', '#d02', '#fd5']) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><path d="M8 6h12l-8 16" fill="none" stroke="${colour}" stroke-width="3"/></svg>`
      const png = await sharp(Buffer.from(svg), { density: 300 }).png().toBuffer()
      const { grey } = await decodePicture(png, 'a.png')
      const [darkest, brightest] = [
        grey.reduce((a, b) => Math.min(a, b)),
        grey.reduce((a, b) => Math.max(a, b)),
      ]
      expect(brightest - darkest, colour).toBeGreaterThan(120)
    }
  })

  it('takes the first frame of an animation', async () => {
    const frames = [220, 10].map((shade) => Buffer.alloc(40 * 30 * 3, shade))
    const both = sharp(Buffer.concat(frames), { raw: { width: 40, height: 60, channels: 3, pageHeight: 30 } })
    for (const format of ['gif', 'webp'] as const) {
      const { width, height, grey } = await decodePicture(await both.clone().toFormat(format).toBuffer(), 'a')
      expect([width, height]).toEqual([40, 30])
      expect(grey[600]).toBeGreaterThan(200)
    }
  })

  it('says what is wrong with what it cannot read', async () => {
    const png = await writePhoto(photo, 'png')
    const jpeg = await writePhoto(photo, 'jpeg')
    for (const [whole, title] of [
      [png, 'PNG'],
      [jpeg, 'JPEG'],
    ] as const) {
      expect(await refusalOf(whole.subarray(0, whole.length / 2))).toBe(
        `digit.png: expected a sound ${title} picture, got one that is cut short or damaged`,
      )
    }
    const kinds = 'PNG, JPEG, WebP, GIF, AVIF, TIFF or SVG'
    expect(await refusalOf(Buffer.from('{"sizes": [784]}'), 'recipe.json')).toBe(
      `recipe.json: expected a picture (${kinds}), got another kind of file`,
    )
    expect(await refusalOf(new Uint8Array())).toBe(
      `digit.png: expected a picture (${kinds}), got an empty file`,
    )
    expect(await refusalOf(Buffer.from('<html><body>7</body></html>'))).toContain('got another kind of file')
    const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')
    expect(await refusalOf(heic, 'IMG_0001.HEIC')).toMatch(
      /^IMG_0001\.HEIC: expected PNG, .*, got HEIC; share or export it as JPEG/,
    )
    expect(await refusalOf(Buffer.from('BM\0\0\0\0'))).toContain('got BMP; open it in any program')
    expect(await refusalOf(Buffer.from('%PDF-1.7'))).toContain('got PDF; save the page as PNG')
  })

  it('reads a photo of 48 million pixels in bounded memory, turned too', async () => {
    const large = { width: 8000, height: 6000, fit: 'fill', kernel: 'nearest' } as const
    const jpeg = await sharp(await writePhoto(photo, 'png'))
      .resize(large)
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer()
    // In a process of its own, whose largest memory can be measured.
    const program = `
      import { decodePicture } from '#backend/analysis/pictures/decode-picture.ts'
      const chunks = []
      for await (const chunk of process.stdin) chunks.push(chunk)
      await import('sharp')
      const before = process.resourceUsage().maxRSS
      const { width, height } = await decodePicture(Buffer.concat(chunks), 'a.jpg')
      console.log(JSON.stringify([width, height, (process.resourceUsage().maxRSS - before) / 1024]))`
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      input: jpeg,
      encoding: 'utf8',
      cwd: fileURLToPath(new URL('../../../../..', import.meta.url)),
    })
    const [width, height, megabytes] = JSON.parse(printed) as number[]
    expect([width, height]).toEqual([480, 640])
    expect(megabytes).toBeLessThan(100)
  })
})
