import { rankingAccuracy } from '#core/runs/measured-part.ts'
import type { RunReader } from '../store/run-reader.ts'
import { readEpochParts } from '../store/read-epochs.ts'

interface Accuracies {
  readonly values: (number | null)[]
  /** The epoch up to which they were read. */
  newest: number | undefined
}

/** The accuracies by which the epochs of a sweep's runs are ranked: read in turns, then brought up to date at once. */
export class PastAccuracies {
  readonly #reader: Pick<RunReader, 'getSummaries'>
  readonly #ofRuns = new Map<string, Accuracies>()

  constructor(reader: Pick<RunReader, 'getSummaries'>) {
    this.#reader = reader
  }

  /** Reads what the runs have so far, while the thread answers others. @throws WorkbenchError `store` */
  async read(runIds: readonly string[]): Promise<void> {
    for (const runId of runIds) {
      const known: Accuracies = { values: [], newest: undefined }
      for await (const part of readEpochParts((page) => this.#reader.getSummaries(runId, page))) {
        known.values.push(...part.map(rankingAccuracy))
        known.newest = part.at(-1)?.epoch ?? known.newest
      }
      this.#ofRuns.set(runId, known)
    }
  }

  /** Of each epoch of a run that is finished now, in order. @throws WorkbenchError `not-found` or `store` */
  of(runId: string): readonly (number | null)[] {
    const { values, newest } = this.#ofRuns.get(runId) ?? { values: [], newest: undefined }
    const since = this.#reader.getSummaries(runId, newest === undefined ? {} : { after: newest })
    return [...values, ...since.map(rankingAccuracy)]
  }
}
