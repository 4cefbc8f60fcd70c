import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseRunFilter } from '#shared/filter/run-filter.ts'
import { decodeMessage, encodeMessage } from '#contract/message-codec.ts'
import { packRuns, unpackEpochs, unpackRuns } from '#contract/packed-runs.ts'
import type { PackedEpochs, PackedRuns } from '#contract/types.ts'
import { Store } from '#backend/store/store.ts'
import { fillStore } from './filled-store.ts'
import { formatNumber, markdownTable } from './markdown.ts'
import type { BenchOptions, Section } from './section.ts'
import { spreadOf } from './statistics.ts'
import { measureWindow, type WindowTimes } from './store-window.ts'

const RUNS = 10_000
const EPOCHS = 30
const COMPARED_RUNS = 20
const COMPARED_EPOCHS = 1000
/** Runs that the window fetches before the rest. */
const FIRST_RUNS = 200
const FILTER = 'accuracy > 90 and layers contains 100'

interface Measured {
  readonly openMs: number[]
  /** The first screen, from SQLite to what the window holds. */
  readonly firstMs: number[]
  /** The same of all runs. */
  readonly listMs: number[]
  readonly megabytes: number
  readonly filterMs: number[]
  readonly compareMs: number[]
}

/** How long the lists of a big store take, from SQLite to what the window holds. */
export async function measureStore({ rounds, isQuick, log }: BenchOptions): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), 'backprop-bench-'))
  try {
    const runs = isQuick ? 100 : RUNS
    log(`A store with ${runs} runs of ${EPOCHS} epochs`)
    const file = path.join(folder, 'many-runs.sqlite')
    fillStore(file, runs, EPOCHS)
    log(`A store with ${COMPARED_RUNS} runs of ${COMPARED_EPOCHS} epochs`)
    const longRuns = path.join(folder, 'long-runs.sqlite')
    fillStore(longRuns, COMPARED_RUNS, isQuick ? 10 : COMPARED_EPOCHS)
    const data = measure(file, longRuns, rounds)
    log('The same in the window')
    const window = await measureWindow({
      manyRuns: file,
      longRuns,
      epochs: isQuick ? 10 : COMPARED_EPOCHS,
      filter: FILTER,
      rounds,
    })
    const markdown = toMarkdown(data, window, runs)
    return { name: 'store', markdown, data: { ...data, window }, versions: {} }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function measure(file: string, longRuns: string, rounds: number): Measured {
  const data: Measured = { openMs: [], firstMs: [], listMs: [], filterMs: [], compareMs: [], megabytes: 0 }
  let megabytes = 0
  for (let round = 0; round < rounds; round++) {
    const store = timed(data.openMs, () => new Store(file))
    timed(data.firstMs, () => list(store, FIRST_RUNS))
    const { bytes, runs: crossed } = timed(data.listMs, () => list(store))
    megabytes = bytes / 1e6
    timed(data.filterMs, () => {
      const { accepts } = parseRunFilter(FILTER, (run) => run.name)
      return crossed.filter((run) => accepts(run))
    })
    store.close()
    const long = new Store(longRuns)
    const ids = long.runs.list().map(({ id }) => id)
    timed(data.compareMs, () =>
      (decodeMessage(encodeMessage(long.runs.reader.packEpochs(ids))) as PackedEpochs[]).map(unpackEpochs),
    )
    long.close()
  }
  return { ...data, megabytes }
}

function list(store: Store, count?: number): { bytes: number; runs: ReturnType<typeof unpackRuns> } {
  const { runs } = store.runs.reader.listPage({ count })
  const bytes = encodeMessage(packRuns(runs))
  return { bytes: bytes.length, runs: unpackRuns(decodeMessage(bytes) as PackedRuns) }
}

function timed<T>(into: number[], work: () => T): T {
  const start = performance.now()
  const result = work()
  into.push(performance.now() - start)
  return result
}

function toMarkdown(
  { openMs, firstMs, listMs, filterMs, compareMs, megabytes }: Measured,
  window: WindowTimes,
  runs: number,
): string {
  const all = `${COMPARED_RUNS} runs of ${COMPARED_EPOCHS} epochs`
  const rows = [
    row(`Store of ${runs} runs of ${EPOCHS} epochs opened`, openMs, ''),
    row(`Its newest ${FIRST_RUNS}, from the disk to the window`, firstMs, ''),
    row(`All of it, ${formatNumber(megabytes)} MB`, listMs, ''),
    row('In the window, from the click to the first rows', window.openMs, '200 ms'),
    row(`Filtered by \`${FILTER}\``, filterMs, ''),
    row('In the window, from the filter to its rows', window.filterMs, '50 ms'),
    row(`${all} read for comparison`, compareMs, ''),
    row('In the window, from the choice to their curves', window.compareMs, '300 ms'),
  ]
  return ['## A big store', markdownTable(['What', 'Median', 'Range', 'Goal: under'], rows)].join('\n\n')
}

function row(what: string, values: readonly number[], limit: string): string[] {
  const { median, min, max } = spreadOf(values)
  const range = values.length > 1 ? `${formatNumber(min)} to ${formatNumber(max)}` : ''
  return [what, `${formatNumber(median)} ms`, range, limit]
}
