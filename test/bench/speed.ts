import { contestantOf, listVariants, withNarrow } from './variants.ts'
import { type FoundPeers, peersOf } from './peers.ts'
import { goalsMarkdown } from './goals.ts'
import { formatNumber, formatPercent, formatRatio, markdownTable } from './markdown.ts'
import { measureInRounds, type Result } from './rounds.ts'
import type { BenchOptions, Section } from './section.ts'
import { ratioOf, spreadOf } from './statistics.ts'
import { EPOCH_IMAGES, type Workload, type WorkloadName, WORKLOADS } from './workloads.ts'

export interface SpeedOptions extends BenchOptions {
  readonly workloads: readonly WorkloadName[]
  readonly peers: FoundPeers
  /** Whether kernels of 128 bits are measured beside the fused ones. */
  readonly withNarrow: boolean
}

/** Training images of an epoch in a quick try. */
const QUICK_IMAGES = 2_000

/** Seconds per epoch of the workloads: every engine with every number of threads, and the peers, in alternation. */
export async function measureSpeed(options: SpeedOptions): Promise<Section> {
  const measured = new Map<WorkloadName, Result[]>()
  for (const name of options.workloads) {
    const workload = WORKLOADS[name]
    options.log(`${name}: ${workload.title}`)
    measured.set(name, await measureInRounds(contestantsOf(workload, options), options))
  }
  const tables = [...measured].map(([name, results]) => workloadMarkdown(WORKLOADS[name], results))
  const goals = options.isQuick ? undefined : goalsMarkdown(measured)
  return {
    name: 'speed',
    markdown: [introduction(options), ...tables, ...(goals === undefined ? [] : [goals])].join('\n\n'),
    data: Object.fromEntries([...measured].map(([name, results]) => [name, results.map(dataOf)])),
    versions: Object.assign({}, ...[...measured.values()].flat().map(({ versions }) => versions)) as Record<
      string,
      string
    >,
  }
}

function contestantsOf(workload: Workload, options: SpeedOptions): ReturnType<typeof contestantOf>[] {
  const images = options.isQuick ? QUICK_IMAGES : EPOCH_IMAGES
  const minSeconds = options.isQuick ? 0.05 : 0.5
  const listed = listVariants(options.engines, options.threads)
  const variants = (options.withNarrow ? withNarrow(listed) : listed).map((variant) =>
    contestantOf(workload.recipe, variant, {
      images: variant.engine === 'reference' ? Math.min(images, workload.referenceImages) : images,
      minSeconds,
    }),
  )
  return [...variants, ...peersOf(workload.name, options.peers, { images, threads: options.threads })]
}

function introduction({ rounds, isQuick }: SpeedOptions): string {
  const quick = isQuick
    ? ` This was a quick try on ${QUICK_IMAGES.toLocaleString('en-US')} images: its numbers say little.`
    : ''
  return (
    `## Seconds per epoch\n\n` +
    `An epoch is a shuffle, 50,000 training images and the evaluation of 10,000 test images. Smallest, median and largest of ` +
    `${rounds} ${rounds === 1 ? 'round' : 'rounds'}, in each of which everyone took one turn. A row’s time ÷ a column’s says how ` +
    `many times faster the engine at the head of the column is: the ratio of the smallest, and in brackets of the medians.${quick}`
  )
}

function workloadMarkdown(workload: Workload, results: readonly Result[]): string {
  const engines = results.filter(({ spec }) => !spec.isPeer && spec.family !== 'reference')
  const ratios = (row: Result): string[] =>
    engines.map((engine) => {
      if (engine === row) return ''
      return formatRatio(ratioOf(row.seconds, engine.seconds))
    })
  const rows = results.map((result) => {
    const { median, min, max } = spreadOf(result.seconds)
    return [result.spec.label, ...[min, median, max].map(formatNumber), ...ratios(result)]
  })
  const head = [
    workload.name,
    'Smallest',
    'Median',
    'Largest',
    ...engines.map(({ spec }) => `÷ ${spec.label}`),
  ]
  const notes = [...scalingNotes(results), ...accuracyNotes(results)]
  return [`### ${workload.name}: ${workload.title}`, markdownTable(head, rows), ...notes].join('\n\n')
}

/** Says who was measured on a part of an epoch. */
function scalingNotes(results: readonly Result[]): string[] {
  const scaled = results.filter(({ spec }) => spec.images < EPOCH_IMAGES)
  const byImages = Map.groupBy(scaled, ({ spec }) => spec.images)
  return [...byImages].map(
    ([images, some]) =>
      `Training measured on ${images.toLocaleString('en-US')} images and scaled to an epoch: ` +
      `${some.length === results.length ? 'everyone' : some.map(({ spec }) => spec.label).join('; ')}.`,
  )
}

/** Shows that the same work was done. */
function accuracyNotes(results: readonly Result[]): string[] {
  const whole = results.filter(({ testAccuracy }) => testAccuracy !== null)
  if (whole.length === 0) return []
  const reported = whole.map(
    ({ spec, testAccuracy, epochs }) => `${spec.label} ${formatPercent(testAccuracy!)} (${epochs})`,
  )
  return [`Test accuracy at the end, and epochs measured after the warm-up: ${reported.join('; ')}.`]
}

function dataOf({ spec, versions, seconds, trainSeconds, testAccuracy, epochs }: Result): object {
  const { label, family, threads, images } = spec
  return {
    label,
    family,
    threads,
    images,
    versions,
    seconds,
    trainSeconds,
    ...spreadOf(seconds),
    testAccuracy,
    epochs,
  }
}
