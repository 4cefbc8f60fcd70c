import { mkdirSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { writeIdxImages, writeIdxLabels } from '#core/data/idx.ts'
import { FIRST_EDITION } from '#core/data/pen-digits/first-edition.ts'
import { makePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { makeDigitPhoto, writePhoto } from '../backend/analysis/pictures/digit-photos.ts'
import { READER_RECIPE } from '../backend/analysis/pictures/digit-reader.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

const FIXTURES = fileURLToPath(new URL('../../fixtures/pictures/', import.meta.url))

/** Writes pen digits as a data set. @returns its folder */
function writePenDigits(folder: string): string {
  const { training, test } = makePenDigits({
    seed: 11,
    trainingCount: 5000,
    testCount: 200,
    edition: FIRST_EDITION,
  })
  mkdirSync(folder)
  for (const [stem, part] of Object.entries({ train: training, t10k: test })) {
    writeFileSync(path.join(folder, `${stem}-images-idx3-ubyte`), writeIdxImages(part))
    writeFileSync(path.join(folder, `${stem}-labels-idx1-ubyte`), writeIdxLabels(part.labels))
  }
  return folder
}

it(
  'predict reads pictures of every kind, and goes on after those that it cannot read',
  PATIENCE,
  async () => {
    const { folder, run } = makeCommandLine()
    const digits = writePenDigits(path.join(folder, 'digits'))
    const data = { ...READER_RECIPE.data, dataSet: digits, trainSize: 5000, testSize: 200 }
    writeFileSync(path.join(folder, 'recipe.json'), JSON.stringify({ ...READER_RECIPE, data, epochs: 4 }))
    const trained = await run('train', '--recipe', 'recipe.json')
    expect(trained.status, trained.stderr).toBe(0)

    const names = (await readdir(FIXTURES)).sort()
    expect(names).toHaveLength(5)
    const all = await run('predict', 'last', ...names.map((name) => path.join(FIXTURES, name)))
    const answers = all.stdout.trim().split('\n')
    expect(answers.map((line) => /: (\d) \(/.exec(line)?.[1])).toEqual(names.map((name) => name[0]))
    expect(all.status).toBe(0)

    const inFolder = (name: string): string => path.join(folder, name)
    const photo = makeDigitPhoto('light falls off by 40 %', 13)
    const jpeg = await writePhoto(photo, 'jpeg', 8)
    writeFileSync(inFolder('phone.jpg'), jpeg)
    writeFileSync(inFolder('cut.jpg'), jpeg.subarray(0, jpeg.length / 2))
    writeFileSync(inFolder('named-wrongly.jpg'), await writePhoto(photo, 'webp'))
    writeFileSync(inFolder('IMG_1.HEIC'), Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'))
    const given = ['cut.jpg', 'phone.jpg', 'nowhere.png', 'IMG_1.HEIC', 'digits', 'named-wrongly.jpg']
    const mixed = await run('predict', 'last', ...given, '--json')
    expect(mixed.status).toBe(1)
    expect(parseLines(mixed.stdout)).toMatchObject([
      {
        event: 'refused',
        file: 'cut.jpg',
        message: 'cut.jpg: expected a sound JPEG picture, got one that is cut short or damaged',
      },
      { event: 'predicted', file: 'phone.jpg', digit: 3 },
      { event: 'refused', file: 'nowhere.png', message: 'nowhere.png: there is no such file' },
      { event: 'refused', file: 'IMG_1.HEIC' },
      { event: 'refused', file: 'digits', message: 'digits: expected a file, got a folder' },
      { event: 'predicted', file: 'named-wrongly.jpg', digit: 3 },
    ])
    const words = await run('predict', 'last', ...given)
    expect(words.status).toBe(1)
    expect(words.stdout.trim().split('\n')).toHaveLength(2)
    expect(words.stderr.split('\n').filter((line) => line.startsWith('backprop: '))).toHaveLength(4)
  },
)
