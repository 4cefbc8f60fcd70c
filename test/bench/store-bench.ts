import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseRunFilter } from '#contract/filter/run-filter.ts'
import { decodeMessage, encodeMessage } from '#contract/message-codec.ts'
import type { RunDetail, RunSummary } from '#contract/types.ts'
import { Store } from '#backend/store/store.ts'
import { fillStore } from './filled-store.ts'
import { formatNumber, markdownTable } from './markdown.ts'
import type { BenchOptions, Section } from './section.ts'
import { spreadOf } from './statistics.ts'

const RUNS = 10_000
const EPOCHS = 30
const COMPARED_RUNS = 20
const COMPARED_EPOCHS = 1000
const FILTER = 'accuracy > 90 and layers contains 100'

interface Measured {
  readonly openMs: number[]
  readonly listMs: number[]
  readonly crossMs: number[]
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
    const data = await Promise.resolve(measure(file, longRuns, rounds))
    return { name: 'store', markdown: toMarkdown(data, runs), data, versions: {} }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function measure(file: string, longRuns: string, rounds: number): Measured {
  const data: Measured = { openMs: [], listMs: [], crossMs: [], filterMs: [], compareMs: [], megabytes: 0 }
  let megabytes = 0
  for (let round = 0; round < rounds; round++) {
    const store = timed(data.openMs, () => new Store(file))
    const listed = timed(data.listMs, () => store.runs.list())
    const crossed = timed(data.crossMs, () => {
      const bytes = encodeMessage(listed)
      megabytes = bytes.length / 1e6
      return decodeMessage(bytes) as RunSummary[]
    })
    timed(data.filterMs, () => {
      const { accepts } = parseRunFilter(FILTER, (run) => run.name)
      return crossed.filter((run) => accepts(run))
    })
    store.close()
    const long = new Store(longRuns)
    const ids = long.runs.list().map(({ id }) => id)
    timed(data.compareMs, () => ids.map((id) => decodeMessage(encodeMessage(long.runs.get(id))) as RunDetail))
    long.close()
  }
  return { ...data, megabytes }
}

function timed<T>(into: number[], work: () => T): T {
  const start = performance.now()
  const result = work()
  into.push(performance.now() - start)
  return result
}

function toMarkdown(
  { openMs, listMs, crossMs, filterMs, compareMs, megabytes }: Measured,
  runs: number,
): string {
  const listAll = openMs.map((ms, k) => ms + listMs[k] + crossMs[k])
  const rows = [
    row(`Store of ${runs} runs of ${EPOCHS} epochs opened`, openMs, ''),
    row('Its list read', listMs, ''),
    row(`The list to the window, ${formatNumber(megabytes)} MB`, crossMs, ''),
    row('All three', listAll, '200 ms'),
    row(`Filtered by \`${FILTER}\``, filterMs, '50 ms'),
    row(`${COMPARED_RUNS} runs of ${COMPARED_EPOCHS} epochs read for comparison`, compareMs, '300 ms'),
  ]
  return ['## A big store', markdownTable(['What', 'Median', 'Range', 'Goal: under'], rows)].join('\n\n')
}

function row(what: string, values: readonly number[], limit: string): string[] {
  const { median, min, max } = spreadOf(values)
  const range = values.length > 1 ? `${formatNumber(min)} to ${formatNumber(max)}` : ''
  return [what, `${formatNumber(median)} ms`, range, limit]
}
