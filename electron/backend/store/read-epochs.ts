import { setImmediate } from 'node:timers/promises'
import type { EpochMetrics, EpochSummary } from '#core/runs/epoch-metrics.ts'
import type { EpochPage } from './run-reader.ts'

/** Epochs that are read at once: their rows take a few milliseconds. */
const PART = 1000

/**
 * All epochs of a run in order, in parts of 1,000; between two parts the thread answers others, however long the run is.
 * @param read a page of them, as `RunReader.getEpochs` and `getSummaries` read it
 * @throws WorkbenchError `not-found`, or `store` for a damaged run
 */
export async function* readEpochParts<Epoch extends EpochSummary = EpochMetrics>(
  read: (page: EpochPage) => Epoch[],
): AsyncGenerator<Epoch[], void> {
  let part: Epoch[] | undefined
  do {
    if (part !== undefined) await setImmediate()
    part = read({ most: PART, after: part?.at(-1)!.epoch })
    yield part
  } while (part.length === PART)
}

/** All epochs of a run in one list, read in parts as by `readEpochParts`. @throws WorkbenchError `not-found` or `store` */
export async function readAllEpochs<Epoch extends EpochSummary = EpochMetrics>(
  read: (page: EpochPage) => Epoch[],
): Promise<Epoch[]> {
  const epochs: Epoch[] = []
  for await (const part of readEpochParts(read)) epochs.push(...part)
  return epochs
}
