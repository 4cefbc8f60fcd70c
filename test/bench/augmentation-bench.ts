import { augmentationSchema, type Augmentation } from '#core/recipe/augmentation.ts'
import { parseRecipe, type Recipe } from '#core/recipe/recipe.ts'
import { findPresets } from '../../electron/cli/common/read-presets.ts'
import { formatNumber, markdownTable } from './markdown.ts'
import { measureInRounds, type Result } from './rounds.ts'
import type { BenchOptions, Section } from './section.ts'
import { ratioOf, spreadOf } from './statistics.ts'
import { contestantOf } from './variants.ts'

/** What the images are varied by: each kind alone, as strongly as is usual, and all that a preset takes. */
const KINDS: readonly { readonly name: string; readonly augmentation: Partial<Augmentation> | null }[] = [
  { name: 'not at all', augmentation: null },
  { name: 'shift', augmentation: { shift: 2 } },
  { name: 'rotation', augmentation: { rotation: 15 } },
  { name: 'scale', augmentation: { scale: 0.15 } },
  { name: 'shear', augmentation: { shear: 0.15 } },
  { name: 'stroke thickness', augmentation: { thickness: 0.5 } },
  { name: 'elastic distortion', augmentation: { elasticStrength: 34, elasticSmoothness: 6 } },
]

/** Networks whose epochs are long enough that varying the images may hide in them, and one whose are not. */
const PRESETS = ['modern-512-256', 'drawing-small', 'drawing-large']

/** Training images of a measured epoch. */
const IMAGES = 10_000
const QUICK_IMAGES = 1_000

/** What varying the training images costs, by kind and by network, on one thread: seconds per epoch in alternation. */
export async function measureAugmentation({ rounds, isQuick, log }: BenchOptions): Promise<Section> {
  const measured: { preset: string; results: readonly Result[] }[] = []
  for (const { name, recipe } of findPresets(PRESETS)) {
    log(`${name}: images varied by ${KINDS.length} kinds`)
    const images = isQuick ? QUICK_IMAGES : IMAGES
    const specs = KINDS.map((kind) => ({
      ...contestantOf(
        vary(recipe, kind.augmentation),
        { engine: 'wasm', threads: 1 },
        { images, minSeconds: isQuick ? 0.05 : 0.5 },
      ),
      label: kind.name,
    }))
    measured.push({
      preset: name,
      results: await measureInRounds(specs, { rounds, epochImages: images, log }),
    })
  }
  const data = measured.map(({ preset, results }) => ({
    preset,
    kinds: results.map(({ spec, trainSeconds }) => ({ kind: spec.label, ...spreadOf(trainSeconds) })),
  }))
  return { name: 'augmentation', markdown: toMarkdown(measured, rounds), data, versions: {} }
}

function vary(recipe: Recipe, augmentation: Partial<Augmentation> | null): Recipe {
  const data = {
    ...recipe.data,
    ...{ dataSet: 'mnist', validationSize: 0, testSize: 1000 },
    augmentation: augmentation && augmentationSchema.parse(augmentation),
  }
  return parseRecipe({ ...recipe, data, epochs: 100_000 })
}

function toMarkdown(
  measured: readonly { readonly preset: string; readonly results: readonly Result[] }[],
  rounds: number,
): string {
  const rows = KINDS.map(({ name }) => [
    name,
    ...measured.flatMap(({ results }) => {
      const own = results.find(({ spec }) => spec.label === name)
      const plain = results.find(({ spec }) => spec.label === KINDS[0]!.name)
      if (own === undefined || plain === undefined) return ['–', '–']
      const share = ratioOf(own.trainSeconds, plain.trainSeconds).perRound - 1
      return [
        formatNumber(spreadOf(own.trainSeconds).median),
        own === plain ? '' : `${(100 * share).toFixed(1)} %`,
      ]
    }),
  ])
  return [
    '## Varied images',
    `\`npm run bench -- --augmentation\`: seconds of training for ${IMAGES.toLocaleString('en-US')} images of MNIST on one thread, medians of ${rounds} rounds, and how much longer that is than without, the median within each round.`,
    markdownTable(['Varied by', ...measured.flatMap(({ preset }) => [`\`${preset}\``, 'longer by'])], rows),
  ].join('\n\n')
}
