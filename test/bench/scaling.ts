import { parseRecipe, type Recipe } from '#core/recipe/recipe.ts'
import { formatNumber, markdownTable } from './markdown.ts'
import { measureInRounds, type Result } from './rounds.ts'
import type { BenchOptions, Section } from './section.ts'
import { median } from './statistics.ts'
import { contestantOf, labelOf, listVariants, type Variant } from './variants.ts'
import { EPOCH_IMAGES, WORKLOADS } from './workloads.ts'

/** One axis along which the lecture's recipe is varied, all else as it is. */
interface Axis {
  readonly name: string
  /** Heads the column of its values. */
  readonly head: string
  readonly values: readonly number[]
  readonly vary: (recipe: Recipe, value: number) => Recipe
}

const AXES: readonly Axis[] = [
  {
    name: 'units',
    head: 'Hidden units',
    values: [30, 100, 300, 1000, 2000],
    vary: (recipe, units) =>
      parseRecipe({ ...recipe, layers: [{ ...recipe.layers[0], units }, ...recipe.layers.slice(1)] }),
  },
  {
    name: 'batchSize',
    head: 'Mini-batch',
    values: [1, 10, 32, 100, 1000],
    vary: (recipe, batchSize) => parseRecipe({ ...recipe, batchSize }),
  },
  {
    name: 'images',
    head: 'Training images',
    values: [1_000, 5_000, 20_000, 60_000],
    vary: (recipe, trainSize) => parseRecipe({ ...recipe, data: { ...recipe.data, trainSize } }),
  },
]

/** Multiplications that a measured epoch of the float64 engine may take; larger ones are scaled from a part. */
const REFERENCE_BUDGET = 1.2e9
/** No part of an epoch is smaller than this, so that it holds some of the largest mini-batches. */
const LEAST_PART = 2_000
const QUICK_PART = 1_000

interface Point {
  readonly value: number
  readonly epochImages: number
  readonly results: readonly Result[]
}

/** How the time of an epoch grows with the network, the mini-batch, the images, and shrinks with threads. */
export async function measureScaling(options: BenchOptions): Promise<Section> {
  const variants = listVariants(options.engines, options.threads)
  const measured: { axis: Axis; points: Point[] }[] = []
  for (const axis of AXES) {
    const points: Point[] = []
    for (const value of axis.values) {
      options.log(`${axis.head} ${value}`)
      points.push(await measurePoint(axis.vary(WORKLOADS.W1.recipe, value), value, variants, options))
    }
    measured.push({ axis, points })
  }
  return {
    name: 'scaling',
    markdown: [
      introduction(options),
      ...measured.map(({ axis, points }) => axisMarkdown(axis, points, variants)),
    ].join('\n\n'),
    data: Object.fromEntries(measured.map(({ axis, points }) => [axis.name, points.map(dataOf)])),
    versions: {},
  }
}

async function measurePoint(
  recipe: Recipe,
  value: number,
  variants: readonly Variant[],
  { rounds, isQuick, log }: BenchOptions,
): Promise<Point> {
  const epochImages = recipe.data.trainSize
  const units = recipe.layers[0]!.units
  // A fifth of a digit's pixels are not zero, and a step goes over them three times.
  const affordable = Math.round(REFERENCE_BUDGET / (units * 784 * 0.2 * 3))
  const specs = variants.map((variant) => {
    const limit = isQuick
      ? QUICK_PART
      : variant.engine === 'reference'
        ? Math.max(LEAST_PART, affordable)
        : epochImages
    return contestantOf(recipe, variant, {
      images: Math.min(epochImages, limit),
      minSeconds: isQuick ? 0 : 0.3,
    })
  })
  return { value, epochImages, results: await measureInRounds(specs, { rounds, epochImages, log }) }
}

function introduction({ rounds }: BenchOptions): string {
  return (
    `## How the time grows\n\nThe lecture’s recipe (784-30-10, mini-batch 10, ` +
    `${EPOCH_IMAGES.toLocaleString('en-US')} training images) with one thing changed at a time: seconds per epoch, the evaluation of 10,000 test images included, ` +
    `medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}; in brackets microseconds of training per image. ` +
    `A ~ marks training that was measured on a part of the epoch and scaled.`
  )
}

function axisMarkdown(axis: Axis, points: readonly Point[], variants: readonly Variant[]): string {
  const labels = variants.map(labelOf)
  const rows = points.map(({ value, epochImages, results }) => [
    value.toLocaleString('en-US'),
    ...labels.map((label) => {
      const result = results.find(({ spec }) => spec.label === label)
      if (result === undefined) return '–'
      const perImage = (median(result.trainSeconds) / epochImages) * 1e6
      const mark = result.spec.images < epochImages ? '~' : ''
      return `${mark}${formatNumber(median(result.seconds))} (${formatNumber(perImage)})`
    }),
  ])
  return markdownTable([axis.head, ...labels], rows)
}

function dataOf({ value, epochImages, results }: Point): object {
  return {
    value,
    epochImages,
    variants: results.map(({ spec: { label, family, threads, images }, seconds, trainSeconds }) => ({
      ...{ label, family, threads, images, seconds, trainSeconds },
      median: median(seconds),
    })),
  }
}
