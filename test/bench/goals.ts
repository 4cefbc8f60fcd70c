import type { EngineName } from '#core/engine/names.ts'
import { formatNumber, markdownTable } from './markdown.ts'
import type { PeerFamily } from './peers.ts'
import type { Result } from './rounds.ts'
import { median, ratioOf } from './statistics.ts'
import { countThreads } from './variants.ts'
import type { WorkloadName } from './workloads.ts'

interface Goal {
  readonly workload: WorkloadName
  readonly engine: EngineName
  readonly threads: number
  readonly against: PeerFamily
  /** How many times faster than the peer, in its fastest settings. */
  readonly goal: number
  readonly aim?: number
}

const goal = (
  workload: WorkloadName,
  threads: number,
  against: PeerFamily,
  [least, aim]: readonly [number, number?],
  engine: EngineName = 'wasm',
): Goal => ({ workload, engine, threads, against, goal: least, aim })

/** What the engine was built to reach. */
const GOALS: readonly Goal[] = [
  goal('W1', 1, 'PyTorch', [20, 27]),
  goal('W1', 1, 'NumPy per example', [50, 65]),
  goal('W1', 1, 'NumPy in batches', [5, 8]),
  goal('W1', 2, 'PyTorch', [30, 40]),
  goal('W2', 1, 'PyTorch', [10, 13]),
  goal('W2', 2, 'PyTorch', [15, 20]),
  goal('W3', 1, 'PyTorch', [1.3, 2]),
  goal('W3', 2, 'PyTorch', [1.8, 2.7]),
  goal('W3', 1, 'PyTorch', [1.6], 'wasm-relaxed'),
  goal('W3', 2, 'PyTorch', [2.1], 'wasm-relaxed'),
  goal('W4', 1, 'PyTorch', [1.7, 2.2]),
  goal('W4', 2, 'PyTorch', [2.5, 3.3]),
]

/** The goals that were measured, each with its ratio to the peer's fastest settings; undefined where none was. */
export function goalsMarkdown(measured: ReadonlyMap<WorkloadName, readonly Result[]>): string | undefined {
  const rows = GOALS.flatMap((wanted) => {
    const results = measured.get(wanted.workload) ?? []
    const own = results.find(
      ({ spec }) => !spec.isPeer && spec.family === wanted.engine && spec.threads === wanted.threads,
    )
    const peer = fastest(results.filter(({ spec }) => spec.isPeer && spec.family === wanted.against))
    if (own === undefined || peer === undefined) return []
    const { ofMedians, perRound } = ratioOf(peer.seconds, own.seconds)
    return [
      [
        `${wanted.workload}: ${wanted.engine}, ${countThreads(wanted.threads)}`,
        peer.spec.label,
        `${formatNumber(ofMedians)} (${formatNumber(perRound)})`,
        `${wanted.goal}`,
        wanted.aim === undefined ? '' : `${wanted.aim}`,
        ofMedians >= wanted.goal ? 'yes' : 'no',
      ],
    ]
  })
  if (rows.length === 0) return undefined
  const table = markdownTable(['Engine', 'Fastest peer', 'Times faster', 'Goal', 'Aim', 'Reached'], rows)
  return `### Goals\n\n${table}`
}

function fastest(results: readonly Result[]): Result | undefined {
  return results.toSorted((a, b) => median(a.seconds) - median(b.seconds)).at(0)
}
