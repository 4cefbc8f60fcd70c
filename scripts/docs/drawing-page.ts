import { formatPercent } from '#core/math/format-percent.ts'
import { MNIST_AND_PEN_DIGITS } from '#core/recipe/mixed-data-set.ts'
import { PEN_DIGITS } from '#core/recipe/data-set-name.ts'
import type { Shares } from '../drawing/measure.ts'
import {
  DATA_SETS,
  type DrawingResult,
  listRecipes,
  readResults,
  RESULTS_FILE,
  SEEDS,
} from '../drawing/results.ts'
import { code, generatedFrom, table } from './markdown.ts'

const TITLES: Readonly<Record<string, string>> = {
  mnist: 'MNIST',
  [PEN_DIGITS]: 'pen digits',
  [MNIST_AND_PEN_DIGITS]: 'MNIST + pen digits',
}

/** Styles in the table of the hardest. */
const HARDEST = 20

const INTRODUCTION = `
# Networks for drawing

A network that reads 98 % of MNIST's test images may fail on its user's own digits: people in other places write other shapes than the
census workers and pupils whose digits MNIST has. The presets for drawing learn from MNIST and from pen digits together, one mixed data set
(\`mnist+pen-digits-2\`), as pen digits have the writing styles that MNIST lacks:

    npm run -s backprop -- train --preset drawing-small    # 784-30-10, in seconds
    npm run -s backprop -- train --preset drawing-large    # 784-512-256-10 on varied images, in minutes

Of a network that was trained on a mixed data set, \`evaluate RUN\`, Inspect and the report say the accuracy on each source beside the total.

## What they read

Printed anew by \`npm run docs:drawing\`, with MNIST at hand; it keeps what it has measured and goes on where it was ended. Every network is
measured after its last epoch, whatever validation says, on images that none of them was trained on, seeds side by side:

- **MNIST**: its 10,000 test images.
- **Moved**: the same images, each moved by up to 4 pixels in each direction, turned by up to 15° and scaled by 0.8 to 1.2, then prepared
  as the pad prepares what is drawn on it: cropped, fitted to 20 × 20 pixels, its ink at full strength, its centre of mass in the middle. The
  preparation takes shifts and sizes out; what stays is the turn, and strokes that are blurred by moving.
- **Pen digits**: the 10,000 test images of the pen digits, all 93 styles.

A recipe takes five sixths of a data set's training file here, but where it is on its own data set: then as its preset says.
`

const EXPECTED = `
## What to expect of strangers' digits

Nothing here was measured on digits that strangers drew. A first trial with fewer styles read 92 % of several hundred writers' digits with the
lecture's recipe and 98 % with \`modern-512-256\` on both data sets. So these are expectations, not results: 91 to 94 % with the lecture's recipe on both, 97 to 98 % with
\`drawing-large\`; less in styles that the table below has low.

The large preset is to read 99.2 % of MNIST's test images and 98.5 % of the moved ones; the table says where it stands.
`

/** The page on networks for drawing, of what was measured. */
export function writeDrawingPage(): string {
  const recipes = listRecipes()
  const results = readResults(recipes)
  const names = recipes.map(({ name }) => name)
  return [
    generatedFrom(`${RESULTS_FILE}, which \`npm run docs:drawing\` measures`),
    INTRODUCTION,
    table(
      ['Recipe', 'Trained on', 'MNIST', 'Moved', 'Pen digits'],
      names.flatMap((name) =>
        DATA_SETS.map((dataSet) => [code(name), TITLES[dataSet]!, ...describeShares(results, name, dataSet)]),
      ),
    ),
    `${code('lecture')} is the lecture's recipe. A dash stands for a seed that has not been measured yet.`,
    EXPECTED,
    ...describeStyles(results, names),
  ].join('\n\n')
}

function describeShares(results: readonly DrawingResult[], recipe: string, dataSet: string): string[] {
  const bySeed = SEEDS.map((seed) =>
    results.find((each) => each.recipe === recipe && each.dataSet === dataSet && each.seed === seed),
  )
  return (['mnist', 'moved', 'pen'] as const).map((measure) =>
    bySeed.some((each) => each !== undefined)
      ? bySeed
          .map((each) =>
            each === undefined
              ? '–'
              : each.shares === null
                ? 'diverged'
                : formatPercent(each.shares[measure]),
          )
          .join(', ')
      : '–',
  )
}

/** The styles that networks which learned from both data sets read worst. */
function describeStyles(results: readonly DrawingResult[], names: readonly string[]): string[] {
  const measured = (dataSet: string): Map<string, Shares[]> =>
    new Map(
      names.flatMap((name) => {
        const shares = results.flatMap((each) =>
          each.recipe === name && each.dataSet === dataSet && each.shares !== null ? [each.shares] : [],
        )
        return shares.length === 0 ? [] : [[name, shares] as const]
      }),
    )
  const columns = [MNIST_AND_PEN_DIGITS, 'mnist'].flatMap((dataSet) =>
    [...measured(dataSet)].map(([name, shares]) => ({ name, dataSet, shares })),
  )
  const mixed = columns.filter(({ dataSet }) => dataSet === MNIST_AND_PEN_DIGITS)
  if (mixed.length === 0) return []
  const rightOf = (shares: readonly Shares[], style: string): number => {
    const counts = shares.map(({ styles }) => styles[style] ?? ([0, 0] as const))
    return counts.reduce((sum, [correct]) => sum + correct, 0) / counts.reduce((sum, [, all]) => sum + all, 0)
  }
  const styles = Object.keys(mixed[0]!.shares[0]!.styles)
  const meanOf = (style: string): number =>
    mixed.reduce((sum, { shares }) => sum + rightOf(shares, style), 0) / mixed.length
  const hardest = styles.toSorted((a, b) => meanOf(a) - meanOf(b)).slice(0, HARDEST)
  return [
    '## By writing style',
    `The ${HARDEST} of ${styles.length} styles that the networks which learned from both read worst, over all measured seeds; the last columns are
of networks that learned from MNIST alone. ${code(RESULTS_FILE)} has the counts of all styles.`,
    table(
      [
        'Style',
        'Images',
        ...columns.map(
          ({ name, dataSet }) => `${code(name)}, ${dataSet === 'mnist' ? 'MNIST alone' : 'both'}`,
        ),
      ],
      hardest.map((style) => [
        style,
        String(mixed[0]!.shares[0]!.styles[style]![1]),
        ...columns.map(({ shares }) => formatPercent(rightOf(shares, style), 1)),
      ]),
    ),
  ]
}
