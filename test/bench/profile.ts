import { layerSizes } from '#core/network/parameters.ts'
import { tryFusing } from '../../electron/worker/fused-kernels.ts'
import type { EpochProfile, ProfileEpochsJob } from './children/profile-epochs.ts'
import { formatNumber, markdownTable } from './markdown.ts'
import { runChild } from './run-child.ts'
import type { Section } from './section.ts'
import type { SpeedOptions } from './speed.ts'
import { EPOCH_IMAGES, EPOCH_TEST_IMAGES, type Workload, type WorkloadName, WORKLOADS } from './workloads.ts'

/** Pixels of MNIST's images that are not zero, on the mean. */
const INK_PIXELS = 150
const SHOWN: readonly WorkloadName[] = ['W1', 'W3']

/** The numbers of steps in an epoch, from which its least possible time follows. */
interface Counts {
  /** Images that go forward, and those that go back. */
  readonly forward: number
  readonly backward: number
  /** Vectors of 4 units of the first layer, and of all hidden layers and the output. */
  readonly firstVectors: number
  readonly vectors: number
  /** Products of a vector of units and an input, of one example, in all layers but the first. */
  readonly products: number
  /** Vectors of all parameters, and steps. */
  readonly parameters: number
  readonly steps: number
  /** Vectors of 4 numbers that an instruction takes at once: 2 where V8 fuses them. */
  readonly width: 1 | 2
}

/** A part of an epoch: the functions that do it, and the cycles below which the processor's instructions cannot do it. */
interface Part {
  readonly name: string
  readonly functions: readonly string[]
  readonly leastCycles: (counts: Counts) => number
  readonly why: string
}

const PARTS: readonly Part[] = [
  {
    name: 'First layer, forward',
    functions: ['forwardSparse', 'touchRows'],
    leastCycles: ({ forward, firstVectors, width }) =>
      (forward * INK_PIXELS * firstVectors * (8 / width + 3)) / 8 / 2,
    why: 'a load for each vector, 3 for every pixel and 8 vectors of 4 units; 2 a cycle',
  },
  {
    name: 'First layer, update from the pixels',
    functions: ['updateSparse', 'scaleDeltas', 'addTiny'],
    leastCycles: ({ backward, firstVectors, width }) => (backward * INK_PIXELS * firstVectors) / width,
    why: 'a store for each vector, 1 a cycle',
  },
  {
    name: 'First layer, gradient from columns',
    functions: ['gradientSparse', 'listPixels'],
    leastCycles: ({ backward, firstVectors, width }) =>
      (backward * INK_PIXELS * firstVectors * (8 / width + 2)) / 8 / 2,
    why: 'a load for each vector, 2 for every pixel and 8 vectors of 4 units; 2 a cycle',
  },
  {
    name: 'Other layers, all three products',
    // V8 takes forwardDense into forward.
    functions: ['forwardDense', 'backwardInput', 'gradientDense', 'forward', 'backward'],
    leastCycles: ({ forward, backward, products, width }) =>
      ((forward + 2 * backward) * products * 0.5) / width,
    why: '2 multiplications and 2 additions of vectors a cycle',
  },
  {
    name: 'Optimizer',
    functions: ['optimize', 'takeGradient', 'penalize'],
    leastCycles: ({ parameters, steps, width }) => (parameters * steps * 9) / width,
    why: 'a square root and a division for each vector, 9 cycles',
  },
  {
    name: 'Activations and losses',
    functions: [
      'activate',
      'multiplySlope',
      'measure',
      'lossOf',
      'outputDelta',
      'softmaxRows',
      'clearFilling',
      // What takes in the loops of measure and outputDelta.
      'work',
    ],
    leastCycles: ({ forward, vectors, width }) => (forward * vectors * 7) / width,
    why: 'about 28 instructions for e⁻ᶻ and a division, 4 a cycle',
  },
]

/** Where the time of W1 and W3 goes, part by part, and how far each part is from its floor. */
export async function measureProfile({ isQuick, log }: SpeedOptions): Promise<Section> {
  const profiles = new Map<WorkloadName, EpochProfile>()
  for (const name of SHOWN) {
    log(`Profile of ${name}`)
    const job: ProfileEpochsJob = {
      recipe: WORKLOADS[name].recipe,
      epochs: isQuick ? 2 : name === 'W1' ? 40 : 8,
    }
    profiles.set(name, (await runChild('profile-epochs.ts', job)) as EpochProfile)
  }
  const width = tryFusing() === 'fused' ? 2 : 1
  const tables = [...profiles].map(([name, profile]) => toMarkdown(WORKLOADS[name], profile, width))
  return {
    name: 'profile',
    markdown: ['## Where the time goes', introduction(width), ...tables].join('\n\n'),
    data: Object.fromEntries(profiles),
    versions: {},
  }
}

const introduction = (width: Counts['width']): string =>
  'Milliseconds of an epoch on one thread of the engine `wasm`, from a sampling profile. The floor is what the ' +
  `processor’s units need with vectors of ${128 * width} bits for what the part cannot do without, if nothing ever waited ` +
  'for memory; the rest of a part’s time is waiting for caches, addresses, loops and calls.'

function countsOf({ recipe }: Workload, width: Counts['width']): Counts {
  const sizes = layerSizes(recipe)
  const vectors = sizes.map((units) => Math.ceil(units / 4))
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  return {
    forward: EPOCH_IMAGES + EPOCH_TEST_IMAGES,
    backward: EPOCH_IMAGES,
    firstVectors: vectors[1]!,
    vectors: sum(vectors.slice(1)),
    products: sum(sizes.slice(2).map((_, k) => sizes[k + 1]! * vectors[k + 2]!)),
    parameters: sum(sizes.slice(1).map((_, k) => sizes[k]! * vectors[k + 1]!)),
    steps: Math.ceil(EPOCH_IMAGES / recipe.batchSize),
    width,
  }
}

function toMarkdown(
  workload: Workload,
  { epochSeconds, ms, cycleNs }: EpochProfile,
  width: Counts['width'],
): string {
  const counts = countsOf(workload, width)
  const total = epochSeconds * 1000
  let reported = 0
  const rows = PARTS.flatMap(({ name, functions, leastCycles, why }) => {
    const spent = functions.reduce((sum, each) => sum + (ms[each] ?? 0), 0)
    // Plain gradient descent has neither root nor division; its optimizer is part of the products' loops.
    if (spent < 0.01 * total) return []
    reported += spent
    const floor = (leastCycles(counts) * cycleNs) / 1e6
    return [[name, formatNumber(spent), formatNumber(floor), formatNumber(spent / floor), why]]
  })
  rows.push(['All else: order, calls, measures', formatNumber(total - reported), '', '', ''])
  rows.push(['The epoch', formatNumber(total), '', '', ''])
  return [
    `### ${workload.name}: ${workload.title}`,
    `A cycle took ${formatNumber(cycleNs)} ns.`,
    markdownTable(['Part', 'ms', 'Floor, ms', 'Times the floor', 'What the floor counts'], rows),
  ].join('\n\n')
}
