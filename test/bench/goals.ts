import { formatRatio, markdownTable } from './markdown.ts'
import type { PeerFamily } from './peers.ts'
import type { Result } from './rounds.ts'
import { ratioOf } from './statistics.ts'
import type { WorkloadName } from './workloads.ts'

interface Goal {
  readonly workload: WorkloadName
  readonly against: PeerFamily
  /** How many times faster than the peer. */
  readonly goal: number
}

/** What the engine `wasm` was built to reach, with one thread against one and with its best number of them against theirs. */
const GOALS: readonly Goal[] = [
  { workload: 'W1', against: 'PyTorch', goal: 15 },
  { workload: 'W2', against: 'PyTorch', goal: 7 },
  { workload: 'W3', against: 'PyTorch', goal: 1.7 },
  { workload: 'W4', against: 'PyTorch', goal: 2.3 },
  { workload: 'W1', against: 'NumPy in batches', goal: 5 },
  { workload: 'W2', against: 'NumPy in batches', goal: 3.3 },
  { workload: 'W3', against: 'NumPy in batches', goal: 1.5 },
]

/** The goals that were measured, each with its ratio by the smallest times; undefined where none was. */
export function goalsMarkdown(measured: ReadonlyMap<WorkloadName, readonly Result[]>): string | undefined {
  const rows = GOALS.flatMap(({ workload, against, goal }) =>
    [true, false].flatMap((isAlone) => {
      const results = (measured.get(workload) ?? []).filter(({ spec }) => !isAlone || spec.threads === 1)
      const own = fastest(results.filter(({ spec }) => spec.family === 'wasm'))
      const peer = fastest(results.filter(({ spec }) => spec.family === against))
      if (own === undefined || peer === undefined) return []
      const ratio = ratioOf(peer.seconds, own.seconds)
      return [
        [
          `${workload}, ${isAlone ? '1 thread' : 'best of threads'}`,
          `${own.spec.label} against ${peer.spec.label}`,
          formatRatio(ratio),
          `${goal}`,
          ratio.ofMinima >= goal ? 'yes' : 'no',
        ],
      ]
    }),
  )
  if (rows.length === 0) return undefined
  const table = markdownTable(['Workload', 'Compared', 'Times faster', 'Goal', 'Reached'], rows)
  return `### Goals\n\n${table}`
}

function fastest(results: readonly Result[]): Result | undefined {
  const least = ({ seconds }: Result): number => Math.min(...seconds)
  return results.toSorted((a, b) => least(a) - least(b)).at(0)
}
