import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { type Fusing, tryFusing } from '../../electron/worker/fused-kernels.ts'
import { markdownTable } from './markdown.ts'

/** Where something was measured, and with what. */
export interface Machine {
  readonly cpu: string
  /** The widest vectors that it has; null where the system does not tell. */
  readonly vectors: 'AVX-512' | 'AVX2' | null
  /** Whether the kernels compute with vectors of 256 bits, and if not, why. */
  readonly fusing: Fusing
  readonly cores: number
  readonly memoryGigabytes: number
  readonly platform: string
  /** Of Node and of the peers' libraries. */
  readonly versions: Readonly<Record<string, string>>
}

/** @param versions of the peers' libraries */
export function describeMachine(versions: Readonly<Record<string, string>>): Machine {
  return {
    cpu: cpus().at(0)?.model.trim() ?? 'unknown',
    vectors: readVectors(),
    fusing: tryFusing(),
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    versions: { node: process.versions.node, v8: process.versions.v8, ...versions },
  }
}

/** Linux lists what its processors can do. */
function readVectors(): Machine['vectors'] {
  if (process.platform !== 'linux') return null
  const features = readFileSync('/proc/cpuinfo', 'utf8')
  if (/\bavx512f\b/.test(features)) return 'AVX-512'
  return /\bavx2\b/.test(features) ? 'AVX2' : null
}

const TITLES: Readonly<Record<string, string>> = {
  node: 'Node',
  v8: 'V8',
  numpy: 'NumPy',
  torch: 'PyTorch',
  sklearn: 'scikit-learn',
}

export function machineMarkdown(machine: Machine): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => [TITLES[name] ?? name, version])
  return markdownTable(
    ['Machine', ''],
    [
      ['Processor', machine.cpu],
      ['Widest vectors', machine.vectors ?? 'not told'],
      ['Kernels', machine.fusing === 'fused' ? 'fused to 256 bits' : `128 bits (${machine.fusing})`],
      ['Cores', `${machine.cores}`],
      ['Memory', `${machine.memoryGigabytes} GB`],
      ['System', machine.platform],
      ...versions,
    ],
  )
}
