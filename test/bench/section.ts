import type { EngineName } from '#core/engine/names.ts'

/** What the person who runs the benchmark asked for. */
export interface BenchOptions {
  readonly engines: readonly EngineName[]
  readonly threads: readonly number[]
  readonly rounds: number
  /** Whether parts of epochs and few repetitions do, to see that everything works. */
  readonly isQuick: boolean
  readonly log: (line: string) => void
}

/** One measured part of the report. */
export interface Section {
  readonly name: string
  readonly markdown: string
  /** The numbers behind it. */
  readonly data: unknown
  /** Versions of the libraries that took part. */
  readonly versions: Readonly<Record<string, string>>
}
