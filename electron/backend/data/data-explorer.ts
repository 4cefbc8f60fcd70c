import { findImages } from '#core/data/find-images.ts'
import type { MeanImages } from '#core/data/mean-images.ts'
import type { DoubtfulLabels, DoubtProgress } from '#core/experiments/doubtful-labels.ts'
import type { dataCalls } from '#contract/calls/data.ts'
import type { InputOf, LongWork } from '#contract/define-calls.ts'
import type { DataSetSample } from '#contract/types.ts'
import { DedicatedTasks } from '../trainer/dedicated-tasks.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import type { DataLibrary } from './data-library.ts'

export interface DataExplorerOptions {
  readonly library: Pick<DataLibrary, 'locate' | 'readProfile'>
  readonly threads: Pick<ThreadPool, 'runAlone' | 'runTask'>
}

/** Looks through the images of data sets. */
export class DataExplorer {
  readonly #options: DataExplorerOptions
  readonly #searches: DedicatedTasks

  constructor(options: DataExplorerOptions) {
    this.#options = options
    this.#searches = new DedicatedTasks({
      threads: options.threads,
      limit: 1,
      crowd: 'Doubtful labels are being looked for',
    })
  }

  /** @throws WorkbenchError `not-found` or `data` */
  async find({ dataSet, ...query }: InputOf<typeof dataCalls.findImages>): Promise<Uint32Array> {
    const { profile } = await this.#options.library.readProfile({ dataSet })
    return findImages(profile, query)
  }

  /** @throws WorkbenchError `not-found` or `data` */
  async takeImages({ dataSet, ...chosen }: InputOf<typeof dataCalls.getImages>): Promise<DataSetSample> {
    const { library, threads } = this.#options
    return threads.runTask({ type: 'takeImages', dataSet: await library.locate({ dataSet }), ...chosen })
  }

  /** @throws WorkbenchError `not-found` or `data` */
  async takeMeans({ dataSet, part }: InputOf<typeof dataCalls.getMeanImages>): Promise<MeanImages> {
    const { library, threads } = this.#options
    return threads.runTask({ type: 'meanImages', dataSet: await library.locate({ dataSet }), part })
  }

  /** @throws WorkbenchError `not-found`, `data`, `conflict` or `cancelled` */
  findDoubtful(
    { dataSet }: InputOf<typeof dataCalls.findDoubtfulLabels>,
    work: LongWork<DoubtProgress>,
  ): Promise<DoubtfulLabels> {
    return this.#searches.run<'findDoubtful'>(
      async () => ({ type: 'findDoubtful', dataSet: await this.#options.library.locate({ dataSet }) }),
      work,
    )
  }
}
