import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf } from '#contract/define-calls.ts'
import { WorkbenchError } from '#contract/types.ts'
import type { DepthProfile } from '#core/explain/depth.ts'
import { type DataLibrary, refuseUnready } from '../data/data-library.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'

export interface DepthProfilerOptions {
  readonly library: Pick<DataLibrary, 'describe'>
  readonly threads: Pick<ThreadPool, 'runTask'>
}

/** Pixels of an image up to which a deep network on it answers while a person moves a slider. */
const MOST_PIXELS = 10_000

/** Looks through a deep network before its training. */
export class DepthProfiler {
  readonly #options: DepthProfilerOptions

  constructor(options: DepthProfilerOptions) {
    this.#options = options
  }

  /** @throws WorkbenchError `not-found`, `data` or `invalid` */
  async profile({ dataSet, plan }: InputOf<typeof analysisCalls.profileDepth>): Promise<DepthProfile> {
    const info = await this.#options.library.describe(dataSet)
    refuseUnready(info)
    const pixels = info.rows * info.columns
    if (pixels > MOST_PIXELS) {
      throw new WorkbenchError(
        'invalid',
        `Data set '${info.title}': expected images of at most ${MOST_PIXELS} pixels, got ${info.rows} × ${info.columns} = ${pixels}`,
      )
    }
    return this.#options.threads.runTask({ type: 'depth', dataSet, plan })
  }
}
