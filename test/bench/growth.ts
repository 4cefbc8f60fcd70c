import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { countParameters } from '#core/network/parameters.ts'
import type { LabelledImages } from '#core/data/data-set.ts'
import { writeIdxImages, writeIdxLabels } from '#core/data/idx.ts'
import { parseRecipe, type Recipe } from '#core/recipe/recipe.ts'
import { loadMnist } from './children/child-support.ts'
import { fillStore } from './filled-store.ts'
import { measureLimits, type MachineLimits } from './machine-limits.ts'
import { formatNumber, markdownTable } from './markdown.ts'
import { runMeasured } from './measured-command.ts'
import type { BenchOptions, Section } from './section.ts'
import { WORKLOADS } from './workloads.ts'

/** What the command line took for one size. */
interface Cost {
  readonly seconds: number
  readonly peakMegabytes: number
  readonly diskMegabytes: number
}

interface Point extends Cost {
  readonly size: number
  /** Further columns. */
  readonly more: readonly number[]
}

/** What grows, all else as it is. */
interface Growth {
  readonly name: string
  /** What was measured, as a sentence. */
  readonly title: string
  readonly head: string
  readonly secondsHead: string
  readonly moreHeads?: readonly string[]
  readonly sizes: readonly number[]
  /** @param folder for this size alone */
  readonly measure: (size: number, folder: string) => Promise<Omit<Point, 'more'> & Partial<Point>>
}

const LECTURE = WORKLOADS.W1.recipe
const IMAGES_OF_PARAMETERS = 1000
/** Of the 60,000 of MNIST, so that the images of larger sizes come again and again. */
const FEW_IMAGES = 100
const EPOCHS_OF_RUNS = 10

const GROWTHS: readonly Growth[] = [
  {
    name: 'parameters',
    title: `Parameters: two hidden layers of the same width, ReLU, gradient descent, ${IMAGES_OF_PARAMETERS.toLocaleString('en-US')} images an epoch in mini-batches of 10. Arithmetic is counted as if no pixel were black, 6 operations for each parameter and image; traffic as 16 bytes for each parameter and step: read twice, and read and written by the update.`,
    head: 'Parameters',
    secondsHead: 'Seconds per epoch',
    moreHeads: ['10⁹ operations/s', 'GB/s'],
    sizes: [13, 113, 680, 2790],
    measure: async (units, folder) => {
      // First weights that suit each width: saturated units would be another matter.
      const { layers, initializer, loss } = WORKLOADS.W3.recipe
      const hidden = { ...layers[0]!, units }
      const recipe = smallRecipe(
        { trainSize: IMAGES_OF_PARAMETERS },
        { initializer, loss, optimizer: { name: 'sgd', learningRate: 0.1 }, epochs: 2 },
        [hidden, hidden, layers.at(-1)!],
      )
      const { epochSeconds, ...cost } = await train(recipe, folder, 'last')
      const seconds = Math.min(...epochSeconds)
      const size = countParameters(recipe)
      const operations = (6 * size * IMAGES_OF_PARAMETERS) / seconds / 1e9
      const traffic = (16 * size * (IMAGES_OF_PARAMETERS / recipe.batchSize)) / seconds / 1e9
      return { ...cost, size, seconds, more: [operations, traffic] }
    },
  },
  {
    name: 'images',
    title: 'Training images: the lecture’s network; above 60,000 MNIST’s images come several times.',
    head: 'Images',
    secondsHead: 'Seconds per epoch',
    sizes: [1_000, 10_000, 100_000, 600_000],
    measure: async (size, folder) => {
      const dataSet = await writeImages(size, path.join(folder, 'images'))
      const { epochSeconds, ...cost } = await train(
        smallRecipe({ trainSize: size, dataSet }, { epochs: 3 }),
        folder,
        'last',
      )
      return { ...cost, size, seconds: Math.min(...epochSeconds.slice(1)) }
    },
  },
  {
    name: 'epochs',
    title: `Epochs: a network without hidden layers on ${FEW_IMAGES} images in one mini-batch, weights of the best and the last epoch kept.`,
    head: 'Epochs',
    secondsHead: 'Seconds in all',
    sizes: [100, 1_000, 10_000, 100_000],
    measure: async (size, folder) => {
      const recipe = smallRecipe({ trainSize: FEW_IMAGES }, { epochs: size, batchSize: FEW_IMAGES }, [
        LECTURE.layers.at(-1)!,
      ])
      return { ...(await train(recipe, folder, 'last')), size }
    },
  },
  {
    name: 'checkpoints',
    title: `Kept checkpoints: the lecture’s network on ${FEW_IMAGES} images, weights of every epoch kept.`,
    head: 'Checkpoints',
    secondsHead: 'Seconds in all',
    sizes: [10, 100, 1_000],
    measure: async (size, folder) => ({
      ...(await train(smallRecipe({ trainSize: FEW_IMAGES }, { epochs: size }), folder, '1')),
      size,
    }),
  },
  {
    name: 'runs',
    title: `Runs in the store, of ${EPOCHS_OF_RUNS} epochs without weights: \`backprop runs --json\`, which reads and prints all.`,
    head: 'Runs',
    secondsHead: 'Seconds in all',
    sizes: [10, 100, 1_000, 10_000],
    measure: async (size, folder) => {
      const store = path.join(folder, 'workbench.sqlite')
      fillStore(store, size, EPOCHS_OF_RUNS)
      const cost = await runMeasured(['runs', '--json', '--store', store], { env: { BACKPROP_HOME: folder } })
      return { ...cost, size, diskMegabytes: megabytesOfStore(folder) }
    },
  },
]

/** How time, memory and disk grow with all that a person can have more of, beside what the machine can do at most. */
export async function measureGrowth({ isQuick, log }: BenchOptions): Promise<Section> {
  log('Limits of the machine')
  const limits = await measureLimits()
  const measured: { growth: Growth; points: Point[] }[] = []
  for (const growth of GROWTHS) {
    const points: Point[] = []
    for (const size of isQuick ? growth.sizes.slice(0, 2) : growth.sizes) {
      log(`${growth.head}: ${size}`)
      const folder = await mkdtemp(path.join(tmpdir(), 'backprop-growth-'))
      try {
        points.push({ more: [], ...(await growth.measure(size, folder)) })
      } finally {
        await rm(folder, { recursive: true })
      }
    }
    measured.push({ growth, points })
  }
  return {
    name: 'growth',
    markdown: [
      introduction(limits),
      ...measured.map(({ growth, points }) => `${growth.title}\n\n${tableOf(growth, points)}`),
    ].join('\n\n'),
    data: {
      limits,
      ...Object.fromEntries(measured.map(({ growth, points }) => [growth.name, points])),
    },
    versions: {},
  }
}

function smallRecipe(
  data: Partial<Recipe['data']>,
  others: Partial<Recipe>,
  layers: Recipe['layers'] = LECTURE.layers,
): Recipe {
  const parts = { validationSize: 0, testSize: FEW_IMAGES }
  return parseRecipe({ ...LECTURE, ...others, layers, data: { ...LECTURE.data, ...parts, ...data } })
}

/** Trains by the command line on one thread. @param keep of which epochs weights are kept */
async function train(
  recipe: Recipe,
  folder: string,
  keep: string,
): Promise<Cost & { readonly epochSeconds: readonly number[] }> {
  const file = path.join(folder, 'recipe.json')
  writeFileSync(file, JSON.stringify(recipe))
  const store = path.join(folder, 'workbench.sqlite')
  const epochSeconds: number[] = []
  const cost = await runMeasured(
    ['train', '--recipe', file, '--store', store, '--keep', keep, '--threads', '1', '--json'],
    {
      env: { BACKPROP_HOME: folder },
      onLine: (line) => {
        const { event, durationMs } = JSON.parse(line) as { event: string; durationMs: number }
        if (event === 'epoch') epochSeconds.push(durationMs / 1000)
      },
    },
  )
  return { ...cost, epochSeconds, diskMegabytes: megabytesOfStore(folder) }
}

/** The store with its log. */
function megabytesOfStore(folder: string): number {
  const files = readdirSync(folder).filter((name) => name.startsWith('workbench.sqlite'))
  return files.reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0) / 1e6
}

/** Writes MNIST's images, each as often as it takes, as a data set of its own. @returns its folder */
async function writeImages(count: number, folder: string): Promise<string> {
  const { training, test } = await loadMnist()
  const size = training.rows * training.columns
  const images = new Uint8Array(count * size)
  const labels = new Uint8Array(count)
  for (let from = 0; from < count; from += training.count) {
    const taken = Math.min(training.count, count - from)
    images.set(training.images.subarray(0, taken * size), from * size)
    labels.set(training.labels.subarray(0, taken), from)
  }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const parts: Record<string, LabelledImages> = { train: { ...training, count, images, labels }, t10k: test }
  for (const [stem, part] of Object.entries(parts)) {
    writeFileSync(path.join(folder, `${stem}-images-idx3-ubyte`), writeIdxImages(part))
    writeFileSync(path.join(folder, `${stem}-labels-idx1-ubyte`), writeIdxLabels(part.labels))
  }
  return folder
}

function introduction({ gigabytesPerSecond, gigaflops }: MachineLimits): string {
  return (
    '## What more of it costs\n\nMeasured once on one thread, by the command line in a process of its own: peak memory is the whole process’, ' +
    'disk is the store. An exponent is the slope of the logarithms, by least squares over all sizes and, in brackets, between the last two: ' +
    '1 is in proportion, 0 does not grow.\n\n' +
    `One core of this machine copies ${formatNumber(gigabytesPerSecond)} GB/s (read and written together) and does ${formatNumber(gigaflops)} · 10⁹ operations a second on 32-bit numbers in registers.`
  )
}

function tableOf({ head, secondsHead, moreHeads = [] }: Growth, points: readonly Point[]): string {
  const columns = [
    (point: Point) => point.seconds,
    (point: Point) => point.peakMegabytes,
    (point: Point) => point.diskMegabytes,
  ]
  const rows = points.map((point) => [
    point.size.toLocaleString('en-US'),
    ...columns.map((read) => formatNumber(read(point))),
    ...point.more.map(formatNumber),
  ])
  const exponents = columns.map((read) => {
    const pairs = points.map((point): [number, number] => [Math.log(point.size), Math.log(read(point))])
    return `${slopeOf(pairs).toFixed(2)} (${slopeOf(pairs.slice(-2)).toFixed(2)})`
  })
  return markdownTable(
    [head, secondsHead, 'Peak MB', 'MB on disk', ...moreHeads],
    [...rows, ['Exponent', ...exponents, ...moreHeads.map(() => '')]],
  )
}

/** By least squares. */
function slopeOf(pairs: readonly (readonly [number, number])[]): number {
  const mean = (k: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[k], 0) / pairs.length
  const [x, y] = [mean(0), mean(1)]
  const over = pairs.reduce((sum, pair) => sum + (pair[0] - x) * (pair[1] - y), 0)
  return over / pairs.reduce((sum, pair) => sum + (pair[0] - x) ** 2, 0)
}
