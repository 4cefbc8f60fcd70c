import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PNG } from 'pngjs'
import { expect, it } from 'vitest'
import type { LabelledImages } from '#core/data/data-set.ts'
import { writeIdxImages, writeIdxLabels } from '#core/data/idx.ts'
import { Random } from '#core/random/random.ts'
import { openTinyWorkbench } from '../backend/tiny-workbench.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

const SIDE = 8
const PIXELS = SIDE * SIDE
const CLASSES = ['shirt', 'trouser', 'pullover', 'dress', 'coat']

/** Images of 8 × 8 pixels that can be learned: a bright row of each class's own, in noise. */
function makeImages(count: number, seed: number): LabelledImages {
  const random = new Random(seed)
  const labels = Uint8Array.from({ length: count }, (_, k) => k % CLASSES.length)
  const images = new Uint8Array(count * PIXELS)
  labels.forEach((label, k) => {
    const image = images.subarray(k * PIXELS, (k + 1) * PIXELS)
    for (let p = 0; p < PIXELS; p++) image[p] = random.integer(60)
    for (let p = 0; p < SIDE; p++) image[(label + 1) * SIDE + p] = 160 + random.integer(96)
  })
  return { count, rows: SIDE, columns: SIDE, images, labels }
}

function writeDataSet(folder: string): LabelledImages {
  mkdirSync(folder, { recursive: true })
  const parts = { train: makeImages(300, 1), t10k: makeImages(50, 2) }
  for (const [stem, part] of Object.entries(parts)) {
    writeFileSync(path.join(folder, `${stem}-images-idx3-ubyte`), writeIdxImages(part))
    writeFileSync(path.join(folder, `${stem}-labels-idx1-ubyte`), writeIdxLabels(part.labels))
  }
  writeFileSync(path.join(folder, 'classes.txt'), `${CLASSES.join('\n')}\n`)
  return parts.t10k
}

it(
  'five classes of 8 × 8 pixels are trained on, measured, read and inspected by their names',
  PATIENCE,
  async () => {
    const { run, folder } = makeCommandLine()
    const dataSet = path.join(folder, 'clothes')
    const test = writeDataSet(dataSet)

    const tooFew = await run('train', '--data', dataSet, '--layers', '64,4')
    expect([tooFew.status, tooFew.stderr]).toEqual([
      2,
      'backprop: Output layer: expected at least 5 units, one for each class, got 4\n',
    ])
    const store = path.join(folder, 'clothes.sqlite')
    const here = ['--store', store]
    const usual = await run('train', '--data', dataSet, '--epochs', '1', ...here)
    expect(usual.stderr).toContain("Run '64-30-5 #1'")
    const trained = await run('train', '--data', dataSet, '--layers', '64,12,5', '--epochs', '6', ...here)
    expect(trained.stderr).not.toContain('backprop:')

    const evaluated = await run('evaluate', 'last', '--by-digit', ...here)
    for (const name of CLASSES) expect(evaluated.stdout).toMatch(new RegExp(`^ *${name} +10 `, 'm'))
    const events = parseLines((await run('evaluate', 'last', '--by-digit', '--json', ...here)).stdout)
    const { matrix } = events.find(({ event }) => event === 'confusion') as unknown as { matrix: number[][] }
    expect(matrix.map((row) => row.length)).toEqual([5, 5, 5, 5, 5])
    expect(events[0]).toMatchObject({ total: 50, correct: matrix.reduce((sum, row, k) => sum + row[k]!, 0) })
    expect(events[0]!.accuracy).toBeGreaterThan(0.9)

    const pictures = [0, 3].map((k) => {
      const png = new PNG({ width: SIDE, height: SIDE })
      for (let p = 0; p < PIXELS; p++) {
        png.data.fill(test.images[PIXELS * k + p]!, 4 * p, 4 * p + 3).fill(255, 4 * p + 3, 4 * p + 4)
      }
      const file = path.join(folder, `${CLASSES[k]}.png`)
      writeFileSync(file, PNG.sync.write(png))
      return file
    })
    const read = await run('predict', 'last', ...pictures, ...here)
    expect(read.stdout).toMatch(/shirt\.png: shirt \(.*\n.*dress\.png: dress \(/)

    const { workbench } = openTinyWorkbench({ storePath: store })
    const { id } = (await workbench.api.runs.list())[0]!
    const { confusion } = await workbench.api.analysis.inspect({ runId: id, part: 'test' })
    expect(confusion.classes.map(({ name, support }) => [name, support])).toEqual(
      CLASSES.map((name) => [name, 10]),
    )
    const right = await workbench.api.analysis.rankAnswers({ runId: id, part: 'test', kind: 'hardest' })
    expect([right.rows, right.columns, right.total]).toEqual([SIDE, SIDE, confusion.correct])
    const cell = await workbench.api.analysis.getConfusedImages({
      runId: id,
      part: 'test',
      label: 4,
      predicted: 4,
    })
    expect(cell.total).toBe(confusion.matrix[4]![4])
    const info = await workbench.api.data.addImages({ path: dataSet })
    expect(info).toMatchObject({ rows: SIDE, columns: SIDE, channels: 1, classNames: CLASSES, needs: null })
  },
)
