import { availableParallelism, cpus, totalmem } from 'node:os'
import { markdownTable } from './markdown.ts'

/** Where something was measured, and with what. */
export interface Machine {
  readonly cpu: string
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
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    versions: { node: process.versions.node, v8: process.versions.v8, ...versions },
  }
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
      ['Cores', `${machine.cores}`],
      ['Memory', `${machine.memoryGigabytes} GB`],
      ['System', machine.platform],
      ...versions,
    ],
  )
}
