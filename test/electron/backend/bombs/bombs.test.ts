import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { labelBytes } from '../../data/small-data-set.ts'
import { makeFolder } from '../tiny-workbench.ts'
import { claimJpegSize, makePng, zipZeros } from './make-bombs.ts'

const PROGRAM = fileURLToPath(new URL('read-bomb.ts', import.meta.url))

/** A second alone; others compute on the same machine while tests run. */
const MOST_MS = 5000
const MOST_MEGABYTES = 200

interface Answer {
  readonly answer: string
  readonly ms: number
  readonly megabytes: number
}

/** Reads a file in a process of its own. @returns its refusal, after having seen that it was quick and small */
async function refusalOf(kind: string, file: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, kind, file])
  const { answer, ms, megabytes } = JSON.parse(stdout) as Answer
  expect({ megabytes, ms, isSmall: megabytes < MOST_MEGABYTES, isQuick: ms < MOST_MS }).toMatchObject({
    isSmall: true,
    isQuick: true,
  })
  return answer
}

const refused = (name: string, bytes: Uint8Array | string, kind: string): Promise<string> => {
  const file = path.join(makeFolder(), name)
  writeFileSync(file, bytes)
  return refusalOf(kind, file)
}

describe('pictures that claim to be large', () => {
  const small = { create: { width: 16, height: 16, channels: 3, background: '#fff' } } as const
  const svg = (attributes: string, content = ''): Buffer =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`)

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['one column', () => makePng(1, 50_000_000), 'expected at most 65,535 pixels a side, got 1 × 50000000'],
    ['no data', () => makePng(7071, 7071), 'expected a picture with content, at most 10,000 pixels for each'],
    [
      'interlaced',
      () => makePng(9000, 9000, { isInterlaced: true }),
      'at most 50 million pixels of an interlaced png',
    ],
    ['too many', () => makePng(60_000, 60_000), 'expected at most 268 million pixels, got 60000 × 60000'],
    [
      'half of it missing',
      () => makePng(5000, 5000, { rows: Buffer.alloc(12_500_000) }),
      'is cut short or damaged',
    ],
    [
      'JPEG',
      async () => claimJpegSize(await sharp(small).jpeg().toBuffer(), 65_000, 65_000),
      'expected at most 268 million pixels',
    ],
    [
      'JPEG in passes',
      async () => claimJpegSize(await sharp(small).jpeg({ progressive: true }).toBuffer(), 16_000, 16_000),
      'at most 50 million pixels of an interlaced jpeg',
    ],
    [
      'blank WebP',
      () =>
        sharp({ create: { ...small.create, width: 9000, height: 9000 } })
          .webp({ effort: 0 })
          .toBuffer(),
      'at most 50 million pixels of webp',
    ],
    [
      'blank GIF',
      () =>
        Buffer.from(
          'GIF89a\xff\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02L\x01\x00;',
          'latin1',
        ),
      'million pixels',
    ],
    ['SVG', () => svg('width="60000" height="9"'), 'expected a drawing of at most 46080 units a side'],
    [
      'SVG of many bytes',
      () => svg('width="9" height="9"', '<g>'.repeat(2_000_000)),
      'expected an SVG drawing of at most 4 MB',
    ],
    [
      'SVG with noise',
      () => svg('width="9" height="9"', '<filter id="f"><feTurbulence numOctaves="999999999"/></filter>'),
      'expected a drawing of lines and areas, got one with feTurbulence',
    ],
    [
      'SVG of entities',
      () =>
        Buffer.from(
          '<!DOCTYPE svg [<!ENTITY a "<g/>"><!ENTITY b "&a;&a;">]><svg width="9" height="9">&b;</svg>',
        ),
      'expected a drawing without entities of its own',
    ],
    [
      'SVG that repeats itself',
      () =>
        svg(
          'width="9" height="9"',
          `<g id="a0"><path d="M0 0h9"/></g>${Array.from({ length: 30 }, (_, k) => `<g id="a${k + 1}">${`<use href="#a${k}"/>`.repeat(10)}</g>`).join('')}`,
        ),
      'expected at most 12 references within parts that are referred to, got 290',
    ],
  ])('are refused by their heads: %s', async (name, make, expected) => {
    const answer = await refused(`${name}.png`, await make(), 'picture')
    expect(answer).toMatch(/^WorkbenchError: /)
    expect(answer).toContain(expected)
  })
})

describe('files of weights', () => {
  it.each([
    [
      'sizes',
      '{"sizes": [1000000000, 1000000000, 10], "weights": [[[1]], [[1]]], "biases": [[[1]], [[1]]]}',
      'weights[0]: expected shape',
    ],
    ['lists in lists', `{"sizes": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'at most 64 levels'],
    ['empty lists', `{"sizes": [${'[],'.repeat(20_000_000)}[]]}`, 'at most 2,000,000 lists and objects'],
  ])('are refused before they take memory: %s', async (name, text, expected) => {
    const answer = await refused(`${name}.json`, text, 'network')
    expect(answer).toMatch(/^WorkbenchError: /)
    expect(answer).toContain(expected)
  })
})

describe('gzipped files of a data set', () => {
  /** A folder whose training images are one hostile file. */
  async function makeDataSet(bytes: Uint8Array): Promise<string> {
    const folder = path.join(makeFolder(), 'bomb')
    mkdirSync(folder)
    const files = { 't10k-images-idx3-ubyte.gz': await zipZeros(0, 0), 'train-images-idx3-ubyte.gz': bytes }
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content)
    for (const stem of ['train', 't10k']) {
      writeFileSync(path.join(folder, `${stem}-labels-idx1-ubyte`), labelBytes(stem === 'train' ? 10 : 0))
    }
    return folder
  }
  const withSize = (bytes: Buffer, size: number): Buffer => {
    bytes.writeUInt32LE(size, bytes.length - 4)
    return bytes
  }

  it('are not unzipped beyond what their heads say, and not even begun where their ends admit more', async () => {
    const zipped = await zipZeros(400, 10)
    expect(zipped.length).toBeLessThan(500_000)
    const honest = await makeDataSet(zipped)
    expect(await refusalOf('described', honest)).toContain(
      'expected a gzip file of 7856 bytes, as its head says, got an end that states 419430416; it is cut short, or has bytes left over',
    )
    expect(await refusalOf('loaded', honest)).toContain(
      'expected 7856 bytes in the gzip file, as its head says, got more',
    )
    const lying = await makeDataSet(withSize(zipped, 16 + 7840))
    expect(await refusalOf('described', lying)).toBe('read')
    expect(await refusalOf('loaded', lying)).toContain(
      'expected 7856 bytes in the gzip file, as its head says, got more',
    )
  })

  it('are refused where their heads promise more than memory should hold', async () => {
    const folder = await makeDataSet(await zipZeros(1, 4_000_000))
    const expected = 'expected at most 1074 MB, got a head that says 4000000 images of 28 × 28'
    for (const kind of ['described', 'loaded']) expect(await refusalOf(kind, folder)).toContain(expected)
  })
})
