import { layerSizes } from '#core/network/parameters.ts'
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
}

/** A part of an epoch: the functions that do it, and the cycles below which 128-bit instructions cannot do it. */
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
    leastCycles: ({ forward, firstVectors }) => (forward * INK_PIXELS * firstVectors * 11) / 8 / 2,
    why: 'a pixel and 8 vectors are 11 loads, 2 a cycle',
  },
  {
    name: 'First layer, update from the pixels',
    functions: ['updateSparse'],
    leastCycles: ({ backward, firstVectors }) => backward * INK_PIXELS * firstVectors,
    why: 'a store for each vector, 1 a cycle',
  },
  {
    name: 'First layer, gradient from columns',
    functions: ['gradientSparse', 'listPixels'],
    leastCycles: ({ backward, firstVectors }) => (backward * INK_PIXELS * firstVectors * 10) / 8 / 2,
    why: 'a pixel and 8 vectors are 10 loads, 2 a cycle',
  },
  {
    name: 'Other layers, all three products',
    functions: ['forwardDense', 'backwardInput', 'gradientDense'],
    leastCycles: ({ forward, backward, products }) => (forward + 2 * backward) * products * 0.5,
    why: '2 multiplications and 2 additions of vectors a cycle',
  },
  {
    name: 'Optimizer',
    functions: ['optimize', 'takeGradient', 'penalize'],
    leastCycles: ({ parameters, steps }) => parameters * steps * 9,
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
    ],
    leastCycles: ({ forward, vectors }) => forward * vectors * 7,
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
  const tables = [...profiles].map(([name, profile]) => toMarkdown(WORKLOADS[name], profile))
  return {
    name: 'profile',
    markdown: ['## Where the time goes', INTRODUCTION, ...tables].join('\n\n'),
    data: Object.fromEntries(profiles),
    versions: {},
  }
}

const INTRODUCTION =
  'Milliseconds of an epoch on one thread of the plain build, from a sampling profile. The floor is what the ' +
  'processor’s 128-bit units need for what the part cannot do without, if nothing ever waited for memory; the rest of a ' +
  'part’s time is waiting for caches, addresses, loops and calls.'

function countsOf({ recipe }: Workload): Counts {
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
  }
}

function toMarkdown(workload: Workload, { epochSeconds, ms, cycleNs }: EpochProfile): string {
  const counts = countsOf(workload)
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
