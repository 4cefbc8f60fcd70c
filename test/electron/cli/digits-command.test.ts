import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { writeIdxImages, writeIdxLabels } from '#core/data/idx.ts'
import { makePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { SECOND_EDITION } from '#core/data/pen-digits/second-edition.ts'
import { drawDigit } from '../backend/digits/drawn-digits.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

/** A folder with eight digits of two labels, which are imported. */
async function importEight() {
  const line = makeCommandLine()
  const file = path.join(line.folder, 'drawings.jsonl')
  const drawings = Array.from({ length: 8 }, (_, k) => ({
    ...drawDigit(k % 2, k),
    writer: k < 4 ? 'Ada' : 'Bo',
  }))
  writeFileSync(file, drawings.map((drawing) => JSON.stringify(drawing)).join('\n'))
  const imported = await line.run('digits', 'import', 'drawings.jsonl')
  expect(imported).toEqual({ status: 0, stdout: 'Added 8 of 8 drawings of drawings.jsonl\n', stderr: '' })
  return { ...line, file }
}

test('digits go out and come back the same, each once', async () => {
  const { run, folder } = await importEight()
  const again = await run('digits', 'import', 'drawings.jsonl')
  expect(again.stdout).toBe('Added 0 of 8 drawings of drawings.jsonl; 8 of them there already\n')

  const out = await run('digits', 'export', '--out', 'mine.jsonl')
  expect(out.stdout).toBe(`Wrote 8 digits to ${path.join(folder, 'mine.jsonl')}\n`)
  const before = await run('digits', '--json')
  const ids = parseLines(before.stdout).map(({ id }) => String(id))
  expect((await run('digits', 'delete', ...ids)).status).toBe(0)
  const none = await run('digits')
  expect(none).toMatchObject({
    status: 0,
    stdout: '',
    stderr: expect.stringContaining('no digits of your own') as string,
  })
  await run('digits', 'import', 'mine.jsonl')
  expect((await run('digits', '--json')).stdout).toBe(before.stdout)
})

test('digits are listed by label, part and writer, and are changed', async () => {
  const { run } = await importEight()
  const ofAda = await run('digits', '--writer', 'Ada', '--label', '1', '--part', 'test', '--json')
  const [first, ...others] = parseLines(ofAda.stdout)
  expect(others).toEqual([])
  expect(first).toMatchObject({ event: 'digit', label: 1, part: 'test', writer: 'Ada' })
  await run('digits', 'edit', String(first!.id), '--label', '7', '--writer', '')
  const { stdout } = await run('digits', '--label', '7')
  expect(stdout.split('\n')).toEqual([
    'ID                DIGIT  PART  WRITER',
    `${String(first!.id)}  7      test`,
    '',
  ])
})

test('predict reads what digits export wrote', async () => {
  const { run } = await importEight()
  await run('digits', 'export', '--out', 'mine.jsonl')
  for (const text of readFileSync('mine.jsonl', 'utf8').trim().split('\n')) {
    expect(JSON.parse(text)).toMatchObject({ image: expect.stringMatching(/^[0-9a-f]{1568}$/) as string })
  }
  const train = [
    'train',
    '--data',
    'my-digits',
    '--train-size',
    '4',
    '--validation-size',
    '0',
    '--batch-size',
    '2',
    '--epochs',
    '1',
  ]
  const trained = await run(...train)
  expect(trained.status, trained.stderr).toBe(0)
  const read = await run('predict', 'last', '--strokes', 'mine.jsonl', '--json')
  expect(parseLines(read.stdout).at(-1)).toMatchObject({ event: 'drawingsRead', drawings: 8, total: 8 })
})

test.each([
  [['export', '--out', 'x.jsonl', '--label', '5'], 'expected a digit at least'],
  [['edit', '0123456789abcdef', '--label', '3'], 'There is no digit 0123456789abcdef'],
  [['edit', '0123456789abcdef', '--label', '12'], '--label: expected a digit from 0 to 9, got 12'],
  [['edit', '0123456789abcdef'], 'expected --label, --part or --writer'],
  [['import', 'none.jsonl'], 'none.jsonl: there is no such file'],
])('digits %j is refused in words', async (words, reason) => {
  const { run } = await importEight()
  const { status, stderr } = await run('digits', ...words)
  expect(stderr).toContain(reason)
  expect(status).toBe(2)
})

test(
  'a run is taught digits as a new one, with what both read of each kind of images',
  PATIENCE,
  async () => {
    const { run, folder } = await importEight()
    const digits = path.join(folder, 'digits')
    mkdirSync(digits)
    const parts = makePenDigits({ seed: 1, trainingCount: 600, testCount: 100, edition: SECOND_EDITION })
    for (const [stem, part] of Object.entries({ train: parts.training, t10k: parts.test })) {
      writeFileSync(path.join(digits, `${stem}-images-idx3-ubyte`), writeIdxImages(part))
      writeFileSync(path.join(digits, `${stem}-labels-idx1-ubyte`), writeIdxLabels(part.labels))
    }
    await run('train', '--data', 'digits', '--epochs', '1', '--name', 'Reader')
    const tuned = await run('digits', 'fine-tune', 'Reader', '--epochs', '2', '--json')
    expect(tuned.status, tuned.stderr).toBe(0)
    const lines = parseLines(tuned.stdout)
    expect(lines.map(({ event }) => event)).toEqual([
      ...['source', 'source', 'started', 'epoch', 'epoch', 'done', 'source', 'source'],
    ])
    const [ofFolder, ofMine, started] = lines
    expect(ofFolder).toMatchObject({ dataSet: digits, total: 100 })
    expect(ofMine).toMatchObject({ dataSet: 'my-digits', total: 4 })
    expect(started).toMatchObject({
      name: 'Reader, my hand',
      recipe: { epochs: 2, data: { dataSet: `mix:${digits}+my-digits:60`, testSize: 104 } },
    })
    const listed = parseLines((await run('runs', '--json')).stdout)
    const { weightsSha256 } = listed.find(({ name }) => name === 'Reader')!
    expect(started).toMatchObject({ recipe: { startsFrom: weightsSha256 } })
    expect(listed.find(({ id }) => id === started!.runId)).toMatchObject({ parent: { name: 'Reader' } })

    const again = await run('digits', 'fine-tune', 'Reader, my hand', '--epochs', '1')
    expect(again.stderr).toContain('Before, Reader, my hand reads:')
    expect(again.stdout).toContain('of the test images of My digits; 95 % interval')
  },
)

test('a run that cannot be taught is refused in words', PATIENCE, async () => {
  const { run, tiny } = await importEight()
  await run(...tiny, '--epochs', '1', '--name', 'Tiny')
  const misfit = await run('digits', 'fine-tune', 'Tiny')
  expect(misfit.stderr).toContain('expected images of one size, got 5 × 6 in tiny and 28 × 28 in My digits')
  const alone = ['train', '--data', 'my-digits', '--train-size', '4', '--batch-size', '2', '--epochs', '1']
  await run(...alone, '--validation-size', '0', '--name', 'Mine')
  const mine = await run('digits', 'fine-tune', 'Mine')
  expect(mine.stderr).toContain('expected a run that learned from other images than your own digits')
  expect(mine.status).toBe(2)
})
