import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { ContestantSpec } from './contestant.ts'
import { countThreads } from './variants.ts'
import type { WorkloadName } from './workloads.ts'

const run = promisify(execFile)

/** Threads of a library itself, and of the matrix products that it hands to a BLAS. */
interface PeerThreads {
  readonly own: number
  readonly blas: number
}

interface Peer {
  readonly family: PeerFamily
  readonly file: string
  /** The Python module that must be there. */
  readonly module: string
  readonly workloads: readonly WorkloadName[]
  /** The ways to spend so many threads that are worth measuring. */
  readonly spend: (threads: number) => readonly PeerThreads[]
}

export const PEER_FAMILIES = ['NumPy per example', 'NumPy in batches', 'PyTorch', 'scikit-learn'] as const
export type PeerFamily = (typeof PEER_FAMILIES)[number]

const together = (threads: number): readonly PeerThreads[] => [{ own: threads, blas: threads }]

const PEERS: readonly Peer[] = [
  {
    family: 'NumPy per example',
    file: 'per_example_numpy.py',
    module: 'numpy',
    workloads: ['W1'],
    // Products with one column do not gain from threads.
    spend: (threads) => (threads === 1 ? together(1) : []),
  },
  {
    family: 'NumPy in batches',
    file: 'batched_numpy.py',
    module: 'numpy',
    workloads: ['W1', 'W2', 'W3', 'W4'],
    spend: together,
  },
  {
    family: 'PyTorch',
    file: 'torch_eager.py',
    module: 'torch',
    workloads: ['W1', 'W2', 'W3', 'W4'],
    // Both pools at once want more cores than there are and are several times slower where BLAS has its own threads.
    spend: (threads) =>
      threads === 1
        ? together(1)
        : [
            { own: 1, blas: threads },
            { own: threads, blas: 1 },
          ],
  },
  {
    family: 'scikit-learn',
    file: 'sklearn_mlp.py',
    module: 'sklearn',
    workloads: ['W3'],
    spend: together,
  },
]

export interface FoundPeers {
  /** The Python that has each module. */
  readonly pythons: ReadonlyMap<string, string>
  /** What was not found, in words. */
  readonly missing: readonly string[]
}

/**
 * Looks for the peers' modules, each in the first of these Pythons that can import it: the one that `BENCH_PYTHON`
 * names, or else `python3` of the path and then the system's own, which sees the distribution's packages.
 */
export async function findPeers(): Promise<FoundPeers> {
  const { BENCH_PYTHON } = process.env
  const candidates = BENCH_PYTHON === undefined ? ['python3', '/usr/bin/python3'] : [BENCH_PYTHON]
  const pythons = new Map<string, string>()
  const missing: string[] = []
  for (const module of new Set(PEERS.map((peer) => peer.module))) {
    const python = await findAsync(candidates, (candidate) => canImport(candidate, module))
    if (python !== undefined) pythons.set(module, python)
    else missing.push(`${module} is not found by ${candidates.join(' or ')}: its peers are left out`)
  }
  return { pythons, missing }
}

/** The peers that compute a workload, with every number of threads. */
export function peersOf(
  workload: WorkloadName,
  { pythons }: FoundPeers,
  { images, threads }: { images: number; threads: readonly number[] },
): ContestantSpec[] {
  return PEERS.filter((peer) => peer.workloads.includes(workload) && pythons.has(peer.module)).flatMap(
    (peer) =>
      threads.flatMap((count) =>
        peer.spend(count).map((spent) => ({
          family: peer.family,
          label: labelPeer(peer.family, spent),
          isPeer: true,
          threads: count,
          images,
          command: pythons.get(peer.module)!,
          args: [
            ...[fileURLToPath(new URL(`peers/${peer.file}`, import.meta.url)), workload],
            ...['--images', `${images}`, '--threads', `${spent.own}`],
          ],
          env: {
            OPENBLAS_NUM_THREADS: `${spent.blas}`,
            // Choices for another processor, which the machine may make for all programs, are no peer's best.
            OPENBLAS_CORETYPE: undefined,
            OPENBLAS_L2_SIZE: undefined,
            OMP_NUM_THREADS: `${spent.own}`,
            MKL_NUM_THREADS: `${spent.own}`,
            PYTHONDONTWRITEBYTECODE: '1',
          },
        })),
      ),
  )
}

function labelPeer(family: string, { own, blas }: PeerThreads): string {
  const threads = countThreads(Math.max(own, blas))
  if (own === blas) return `${family}, ${threads}`
  return `${family}, ${threads} of ${own > blas ? 'its own' : 'BLAS'}`
}

async function canImport(python: string, module: string): Promise<boolean> {
  try {
    await run(python, ['-c', `import ${module}`])
    return true
  } catch {
    return false
  }
}

async function findAsync<T>(
  values: readonly T[],
  test: (value: T) => Promise<boolean>,
): Promise<T | undefined> {
  for (const value of values) if (await test(value)) return value
  return undefined
}
