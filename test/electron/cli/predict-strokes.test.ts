import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { writeIdxImages, writeIdxLabels } from '#core/data/idx.ts'
import { SECOND_EDITION } from '#core/data/pen-digits/second-edition.ts'
import { writeDigit } from '#core/data/pen-digits/hand.ts'
import { makePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { Random } from '#core/random/random.ts'
import type { DrawingReadLine, DrawingsReadLine } from '../../../electron/cli/json-lines/run-lines.ts'
import { READER_RECIPE } from '../backend/analysis/pictures/digit-reader.ts'
import { makeScribble, SCRIBBLE_KINDS } from '../../core/evaluation/novelty/scribbles.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

function drawDigit(label: number, index: number): string {
  const { strokes } = writeDigit(label, new Random(5, 'strokes', index), SECOND_EDITION)
  return JSON.stringify({
    ...{ width: 100, height: 100, label },
    strokes: strokes.map((stroke) => stroke.map(({ x, y }) => [x, y])),
  })
}

it('predict reads drawings from strokes, and says what its answers are worth', PATIENCE, async () => {
  const { folder, run } = makeCommandLine()
  const inFolder = (name: string): string => path.join(folder, name)
  const { training, test } = makePenDigits({
    ...{ seed: 11, trainingCount: 5000, testCount: 200, edition: SECOND_EDITION },
  })
  mkdirSync(inFolder('digits'))
  for (const [stem, part] of Object.entries({ train: training, t10k: test })) {
    writeFileSync(inFolder(`digits/${stem}-images-idx3-ubyte`), writeIdxImages(part))
    writeFileSync(inFolder(`digits/${stem}-labels-idx1-ubyte`), writeIdxLabels(part.labels))
  }
  const data = { ...READER_RECIPE.data, dataSet: inFolder('digits') }
  const parts = { trainSize: 4000, validationSize: 1000, testSize: 200 }
  const recipe = { ...READER_RECIPE, data: { ...data, ...parts }, epochs: 4 }
  writeFileSync(inFolder('recipe.json'), JSON.stringify(recipe))
  const trained = await run('train', '--recipe', 'recipe.json')
  expect(trained.status, trained.stderr).toBe(0)

  const lines = Array.from({ length: 600 }, (_, k) => drawDigit(k % 10, k))
  writeFileSync(inFolder('drawings.jsonl'), `${lines.join('\n')}\n`)
  const read = await run('predict', 'last', '--strokes', 'drawings.jsonl', '--json')
  expect(read.status, read.stderr).toBe(0)
  const printed = parseLines(read.stdout)
  const last = printed.pop() as unknown as DrawingsReadLine
  const answers = printed as unknown as DrawingReadLine[]
  expect(answers).toHaveLength(600)
  expect(answers[0]).toMatchObject({ event: 'drawingRead', line: 1, label: 0 })
  expect(answers[0]!.outputs).toHaveLength(10)
  const right = answers.filter(({ label, answer }) => label === answer)
  expect(last).toMatchObject({ event: 'drawingsRead', drawings: 600, total: 600, correct: right.length })
  expect(last.byLabel).toHaveLength(10)
  expect(right.length).toBeGreaterThan(480)
  // What is sure is right more often than what is not.
  const share = (isUnsure: boolean): number => {
    const some = answers.filter((each) => each.isUnsure === isUnsure)
    return some.filter(({ label, answer }) => label === answer).length / some.length
  }
  expect(share(false)).toBeGreaterThan(share(true) + 0.1)
  expect(answers.filter(({ isNoDigit }) => isNoDigit).length).toBeLessThan(0.03 * 600)
  expect(last.noDigit).toMatchObject({ compared: 4000, refused: 0.01 })

  const calibrated = await run('predict', 'last', '--strokes', 'drawings.jsonl', '--calibrated', '--json')
  expect(calibrated.status, calibrated.stderr).toBe(0)
  const shares = parseLines(calibrated.stdout).slice(0, -1) as unknown as DrawingReadLine[]
  expect(answers[0]!.temperature).toBeNull()
  expect(shares[0]!.temperature).toBeGreaterThan(0)
  shares.forEach(({ answer, outputs, temperature, isUnsure }, k) => {
    expect(answer).toBe(answers[k]!.answer)
    expect(isUnsure).toBe(answers[k]!.isUnsure)
    expect(temperature).toBe(shares[0]!.temperature)
    expect(outputs).not.toEqual(answers[k]!.outputs)
    expect(outputs.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
  })

  const words = await run('predict', 'last', '--strokes', 'drawings.jsonl')
  expect(words.stdout).toMatch(/^1: \d \(\d\.\d{3}\)/)
  expect(words.stdout).toContain(`Right: ${right.length} of 600`)
  expect(words.stderr).toMatch(/On 1000 validation images .* of its answers are sure/)
  expect(words.stderr).toContain('no digit where it is unlike all of 4000 training images')

  const scribbles = Array.from({ length: 100 }, (_, k) => {
    const strokes = makeScribble(SCRIBBLE_KINDS[k % 5]!, k).map((stroke) => stroke.map(({ x, y }) => [x, y]))
    return JSON.stringify({ width: 280, height: 280, strokes })
  })
  writeFileSync(inFolder('scribbles.jsonl'), scribbles.join('\n'))
  const scribbled = await run('predict', 'last', '--strokes', 'scribbles.jsonl')
  expect(scribbled.stdout.match(/, no digit$/gm)?.length).toBeGreaterThanOrEqual(80)

  const mixed = [lines[0]!, '{"width": 100}', '', lines[1]!.replace('"label":1', '"label":10'), lines[2]!]
  mixed.push('{"width":9,"height":9,"strokes":[]}')
  writeFileSync(inFolder('mixed.jsonl'), mixed.join('\n'))
  const refused = await run('predict', 'last', '--strokes', 'mixed.jsonl')
  expect(refused.status).toBe(1)
  expect(refused.stdout).toMatch(/^1: .*\n5: /)
  expect(refused.stderr).toContain('mixed.jsonl: line 2: height: expected a number above 0')
  expect(refused.stderr).toContain('mixed.jsonl: line 4: label: expected 0 to 9')
  expect(refused.stderr).toContain('mixed.jsonl: line 6: strokes: expected a point at least, got none')

  expect(await run('predict', 'last')).toMatchObject({ status: 2 })
})
