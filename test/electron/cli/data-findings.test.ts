import { cpSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { writeIdxImages, writeIdxLabels } from '#core/data/idx.ts'
import { Random } from '#core/random/random.ts'
import { writeFolder } from '../data/small-data-set.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

const FIXTURE = fileURLToPath(new URL('../../fixtures/sorted-by-class', import.meta.url))

it(
  'train warns of classes that a sorted file keeps from a part, and --stratified mends it',
  PATIENCE,
  async () => {
    const { folder, run } = makeCommandLine()
    cpSync(FIXTURE, path.join(folder, 'sorted'), { recursive: true })
    const words = ['train', '--data', 'sorted', '--layers', '36,20,10', '--learning-rate', '3', '--seed', '1']
    const sorted = await run(...words, '--epochs', '30')
    expect(sorted.status).toBe(0)
    expect(sorted.stderr.split('\n').slice(0, 4)).toEqual([
      "Warning: The training part has no image of '9': the network cannot learn it.",
      "Warning: The training part has only 8 images of '8' where its share is 20.",
      "Warning: The validation part has no image of '0', '1', '2', '3', '4' and 3 more: its accuracy says nothing about them.",
      'With --stratified every class has its share of the training and validation images.',
    ])
    const mended = await run(...words, '--epochs', '30', '--stratified', '--json')
    const lines = parseLines(mended.stdout)
    expect(mended.stderr).toBe('')
    expect(lines[1]).toMatchObject({ event: 'examined', warnings: [], findings: [], cures: [] })
    expect(lines[1]!.counts).toMatchObject({ validation: new Array(10).fill(4) })
    expect(lines.findLast(({ event }) => event === 'epoch')!.validationAccuracy).toBeGreaterThan(0.8)
  },
)

it('sweep, what-if and learning-curve warn of the same, before they train', PATIENCE, async () => {
  const { folder, run } = makeCommandLine()
  cpSync(FIXTURE, path.join(folder, 'sorted'), { recursive: true })
  const trained = await run(
    'train',
    '--data',
    'sorted',
    '--layers',
    '36,8,10',
    '--epochs',
    '1',
    '--name',
    'first',
  )
  const warnings = trained.stderr.split('\n').filter((line) => line.startsWith('Warning: '))
  expect(warnings).toHaveLength(3)
  const hint =
    "With 'isStratified': true in the recipe's data every class has its share of the training and validation images."
  const from = ['--run', 'first']
  for (const words of [
    ['sweep', ...from, '--vary', 'seed=1,2', '--dry-run'],
    ['what-if', ...from, '--vary', 'optimizer.learningRate=1,3', '--epochs', '1'],
    ['learning-curve', ...from, '--sizes', '50', '--seeds', '1', '--epochs', '1'],
  ]) {
    const { status, stderr } = await run(...words)
    expect([words[0], status]).toEqual([words[0], 0])
    expect(stderr.split('\n').slice(0, 4)).toEqual([...warnings, hint])
    const lines = parseLines((await run(...words, '--json')).stdout)
    expect(lines.filter(({ event }) => event === 'examined')).toMatchObject([
      { warnings: warnings.map((line) => line.slice('Warning: '.length)), cures: ['stratify'] },
    ])
  }
})

it('sweep examines every way in which its runs divide the images', PATIENCE, async () => {
  const { folder, run } = makeCommandLine()
  cpSync(FIXTURE, path.join(folder, 'sorted'), { recursive: true })
  const layers = ['--layers', '36,8,10', '--epochs', '1', '--name', 'first']
  await run('train', '--data', 'sorted', ...layers, '--stratified')
  const vary = ['--vary', 'data.isStratified=true,false', '--vary', 'seed=1,2', '--dry-run']
  // The base recipe is stratified and fine; what is not is a run of the sweep.
  const { status, stderr } = await run('sweep', '--run', 'first', ...vary)
  expect(status).toBe(0)
  expect(stderr.split('\n')[0]).toBe(
    "Warning: isStratified false: The training part has no image of '9': the network cannot learn it.",
  )
  expect(stderr).toContain("isStratified false: With 'isStratified': true in the recipe's data every class")
  const examined = parseLines((await run('sweep', '--run', 'first', ...vary, '--json')).stdout).filter(
    ({ event }) => event === 'examined',
  )
  expect(examined).toMatchObject([
    { changes: [{ path: 'data.isStratified', value: true }], warnings: [] },
    { changes: [{ path: 'data.isStratified', value: false }], cures: ['stratify'] },
  ])
  const sizes = ['--vary', 'data.testSize=0,20', '--vary', 'data.isStratified=false', '--dry-run']
  const said = (await run('sweep', '--run', 'first', ...sizes)).stderr
  expect(said).toMatch(/^Warning: The training part has no image of '9'/)
})

it(
  'train says what always answering the most frequent class reaches, and which images it has twice',
  PATIENCE,
  async () => {
    const { folder, run } = makeCommandLine()
    const random = new Random(1)
    const draw = (count: number): Uint8Array =>
      Uint8Array.from({ length: count * 9 }, () => random.integer(256))
    const images = draw(120)
    const test = draw(20)
    // Three test images are training images.
    test.set(images.subarray(0, 27))
    const label = (count: number): Uint8Array =>
      Uint8Array.from({ length: count }, (_, k) => Number(k % 10 === 9))
    await writeFolder(folder, {
      trainingImages: writeIdxImages({ count: 120, rows: 3, columns: 3, images }),
      trainingLabels: writeIdxLabels(label(120)),
      testImages: writeIdxImages({ count: 20, rows: 3, columns: 3, images: test }),
      testLabels: writeIdxLabels(label(20)),
    })
    writeFileSync(path.join(folder, 'classes.txt'), 'no\nyes\n')
    const { stderr } = await run('train', '--data', '.', '--layers', '9,2', '--epochs', '1')
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      "Warning: The training part is unbalanced: 90 images of 'no', 10 of 'yes'; always answering 'no' is right on 90.00 % of the validation images.",
      'Warning: 3 of the 20 test images are training images too, pixel for pixel: test accuracy looks better than it is.',
    ])
  },
)
