import { rankingKey } from '#core/runs/measured-images.ts'
import { rankRuns } from '#core/runs/rank-runs.ts'
import { type ExportedFile, type RunDetail, WorkbenchError } from '#contract/types.ts'
import type { DiagnosisWords } from '#shared/words/diagnosis-words.ts'
import { fileNameOf } from '#shared/file-names.ts'
import type { Inspector } from '../analysis/inspector.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { readAllEpochs } from '../store/read-epochs.ts'
import type { RunRegistry } from '../runs/run-registry.ts'
import type { RunReader } from '../store/run-reader.ts'
import type { RunComparer } from '../analysis/run-comparer.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import { Turns } from '../turns.ts'
import { drawInThread } from './report-charts.ts'
import { diagnoseForReport } from './report-diagnosis.ts'
import { measureSourcesForReport, type SourcesOfRun } from './report-sources.ts'
import { writeReport, type ReportContent, type ReportDifference } from './write-report.ts'

export interface ReportsOptions {
  readonly registry: Pick<RunRegistry, 'list' | 'summarize'>
  readonly reader: Pick<RunReader, 'getEpochs'>
  readonly comparer: Pick<RunComparer, 'compare'>
  readonly library: Pick<DataLibrary, 'list'>
  readonly inspector: Pick<Inspector, 'diagnose' | 'inspect'>
  readonly threads: Pick<ThreadPool, 'runAlone'>
  /** Of this program. */
  readonly version: string
}

/** The most runs in a report: each network predicts all test images, which takes its time. */
const MAX_COMPARED = 8

/** Writes reports of runs. */
export class Reports {
  readonly #options: ReportsOptions

  constructor(options: ReportsOptions) {
    this.#options = options
  }

  /**
   * A report as one HTML page.
   * @param colours of each run, counted from 1, as a window shows them; by default those that were chosen for them
   * @throws WorkbenchError `not-found`
   */
  async write(runIds: readonly string[], colours: readonly number[] = []): Promise<ExportedFile> {
    const { registry, reader, library, inspector, threads, version } = this.#options
    const wanted = new Map(runIds.map((runId, k) => [runId, colours[k]]))
    const runs: RunDetail[] = []
    for (const runId of wanted.keys()) {
      const epochs = await readAllEpochs((page) => reader.getEpochs(runId, page))
      runs.push({ ...registry.summarize(runId), epochs })
    }
    const titles = new Map((await library.list()).map(({ name, title }) => [name, title]))
    const titleOf = (dataSet: string): string => titles.get(dataSet) ?? dataSet
    const tested = await this.#compare(runs)
    const diagnoses = new Map<string, readonly DiagnosisWords[]>()
    const sources = new Map<string, SourcesOfRun | null>()
    const all = registry.list()
    const asked = runs.length > MAX_COMPARED ? null : inspector
    const turns = new Turns()
    for (const run of runs) {
      await turns.next()
      diagnoses.set(run.id, await diagnoseForReport(run, all, asked))
      sources.set(run.id, await measureSourcesForReport(run, asked))
    }
    return {
      fileName: fileNameOf.report(runs),
      text: await writeReport({
        runs,
        colours: runs.map((run) => wanted.get(run.id) ?? run.colour),
        ...tested,
        ...{ diagnoses, sources },
        titleOf,
        drawCharts: drawInThread(threads),
        version,
        madeAt: new Date(),
      }),
    }
  }

  async #compare(runs: readonly RunDetail[]): Promise<Pick<ReportContent, 'differences' | 'untested'>> {
    const trained = runs.filter((run) => run.weightsSha256 !== null)
    if (trained.length < 2) return { differences: [], untested: null }
    if (trained.length > MAX_COMPARED) {
      return { differences: [], untested: `of more than ${MAX_COMPARED} runs it takes too long.` }
    }
    const differences: ReportDifference[] = []
    // Only runs that were measured on the same images have a best one among them.
    const groups = Map.groupBy(
      trained.filter((run) => rankingKey(run) !== null),
      (run) => rankingKey(run),
    )
    try {
      for (const members of groups.values()) {
        const best = rankRuns(members)[0]!
        for (const run of members) {
          if (run === best) continue
          const comparison = await this.#options.comparer.compare({ a: run.id, b: best.id })
          differences.push({ run, best, comparison })
        }
      }
      return { differences, untested: null }
    } catch (error) {
      // A report is of use without the data set, too.
      if (error instanceof WorkbenchError && error.code !== 'store') {
        return { differences: [], untested: error.message }
      }
      throw error
    }
  }
}
